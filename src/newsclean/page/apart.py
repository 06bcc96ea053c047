"""Which elements of a page stand beside the story, and where the story opens.

What an element is called is a hint and no more: one that holds the headline, or the text right behind it,
is the story whatever its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from newsclean.fold import simplify
from newsclean.page.title import HEADINGS, Titles, is_named_headline
from newsclean.page.tree import Tree, plain_name
from newsclean.page.words import is_end, load_words

_APART = frozenset({"nav", "aside", "footer", "form", "menu"})
_ROLES = frozenset({
    "navigation", "complementary", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu",
    "menubar", "toolbar", "tablist",
})  # fmt: skip
"""Roles of WAI-ARIA 1.2 (landmarks, widgets) that are no part of an article."""
LINES = frozenset({"p", "li", "tr", "tbody", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "center"})
"""Elements that hold a line, or lines of a table: what they are called is not asked."""

_BAR_NEAR, _OPENS_NEAR = 6, 40
"""Blocks behind a headline in which its source bar stands, and in which the story opens."""

_LISTED = 3
"""Links that make a list."""

PARAGRAPH, STORY = 40, 120
"""Characters of prose that a paragraph has, and a story in an element that is called something else."""


class Apart(NamedTuple):
    """Elements beside the story.

    Attributes:
        named: Those whose name or role says so.
        surely: Those of them whose name is never that of a story, and those that begin with a heading
            after which nothing of the story follows.
    """

    named: set[int]
    surely: set[int]


@lru_cache(maxsize=20_000)
def _says_apart(of_class: str, of_id: str, role: str, label: str) -> int:
    """Whether attributes say that an element is beside the story: 2 for surely; names come again."""
    words, name = load_words(), plain_name(of_class, of_id)
    if role in _ROLES or simplify(label) in words.headings:
        return 2
    if not words.apart.search(name):
        return 0
    return 2 if words.surely.search(name) else 1


def says_apart(tree: Tree, index: int) -> int:
    """Whether an element says that it is beside the story: 0 for no, 1 for maybe, 2 for surely."""
    tag = tree.tags[index]
    if tag in LINES:
        return 0
    if tag in _APART:
        return 1
    attributes = tree.nodes[index].attributes
    if not attributes:
        return 0
    get = attributes.get
    return _says_apart(get("class") or "", get("id") or "", get("role") or "", get("aria-label") or "")


def find_apart(tree: Tree, ends: Iterable[int], telling: Sequence[int]) -> Apart:
    """Elements that say of themselves that they are beside the story.

    Args:
        tree: The page.
        ends: Its blocks that are headings of what is no part of the story.
        telling: For each block how many before it are prose, headline, bar, or such a heading; of elements
            without any it makes no difference what they are called.
    """
    named: set[int] = set()
    surely: set[int] = set()
    spans = zip(tree.first, tree.last, strict=True)
    for index, (first, last) in enumerate(spans):
        if telling[first] != telling[last] and index:
            says = says_apart(tree, index)
            if says:
                named.add(index)
                if says > 1:
                    surely.add(index)
    headed = _headed(tree, ends)
    return Apart(named | headed, surely | headed)


def _headed(tree: Tree, ends: Iterable[int]) -> set[int]:
    """Elements that begin with a heading after which nothing of the story follows; lists right behind one."""
    found = set()
    for block in ends:
        index = tree.homes[block]
        while index > 0 and tree.first[index] == block:
            if tree.last[index] - block > 1:
                found.add(index)
            elif _lists(tree, behind := tree.ends[index], tree.parents[index]):
                found.add(behind)
            index = tree.parents[index]
    return found


def _lists(tree: Tree, index: int, parent: int) -> bool:
    """Whether an element is a child of another and lists links, one in about every second line or more."""
    if index >= len(tree.parents) or tree.parents[index] != parent:
        return False
    first, last = tree.first[index], tree.last[index]
    links = sum(map(bool, tree.links[first:last]))
    return links >= _LISTED and 2 * links >= last - first


def find_headline(
    tree: Tree, titles: Titles, confirmed: list[int], bars: set[int], prose: list[int]
) -> int | None:
    """The headline above the story: the block the head calls the page by that most looks like one.

    Args:
        tree: The page.
        titles: What its head calls it.
        confirmed: Its blocks that repeat a title and are no links, in order.
        bars: Its source bars.
        prose: Of each block the characters that count as sentences.

    Returns:
        Index of the block; None if no block is certain to be it.
    """
    ranks = {
        block: (
            any(near in bars for near in range(block + 1, block + 1 + _BAR_NEAR)),
            tree.tags[tree.homes[block]] == "h1",
            tree.chars[block],
        )
        for block in confirmed
        if titles.names(tree.texts[block])
    }
    best = max(ranks.values(), default=(False, False, 0))
    if not (best[0] or best[1]):
        heads = [
            block
            for block in ranks
            if tree.tags[tree.homes[block]] in HEADINGS or is_named_headline(tree, block)
        ]
        return heads[0] if len(heads) == 1 else _headed_bar(tree, bars, prose)
    equals = [block for block, rank in ranks.items() if rank == best]
    for block, following in pairwise(equals):
        if sum(prose[block:following]) >= PARAGRAPH:
            return block
    return equals[-1]


def _headed_bar(tree: Tree, bars: set[int], prose: list[int]) -> int | None:
    """The one heading of a page with a source bar right under it, or else right above.

    Below much prose only a first-order one.
    """
    found = _headings(tree, {near for bar in bars for near in (bar - 1, bar - 2)})
    found = found or _headings(tree, {bar + 1 for bar in bars})
    first = [block for block in found if tree.tags[tree.homes[block]] == "h1"]
    if len(first) == 1:
        return first[0]
    return found[0] if len(found) == 1 and sum(prose[: found[0]]) < PARAGRAPH else None


def _headings(tree: Tree, blocks: set[int]) -> list[int]:
    """Those of some blocks that are headings of the page's own, in order."""
    return [
        block
        for block in sorted(blocks)
        if 0 <= block < len(tree.texts)
        and tree.tags[tree.homes[block]] in HEADINGS
        and not (tree.linked[block] or is_end(tree.plain[block]))
    ]


def find_opening(tree: Tree, apart: Apart, headline: int, prose: list[int]) -> int | None:
    """The first block of prose under the headline; what holds it is the story, and no longer apart.

    An element under the headline that is named apart is passed over when there is prose behind it, unless
    it has more of it than the rest of what stands around both, or, when its name is a sure sign, twice what
    all the page has.
    """
    parents, last = tree.parents, tree.last
    above = set(tree.path(tree.homes[headline]))
    apart.named.difference_update(above)
    apart.surely.difference_update(above)
    covered = mark(tree, apart.named)
    whole = [0, *accumulate(prose)]
    free = [0, *accumulate(0 if hidden else size for size, hidden in zip(prose, covered, strict=True))]
    block = headline + 1
    while block < min(headline + _OPENS_NEAR, len(tree.texts)):
        if not prose[block]:
            block += 1
            continue
        if not covered[block]:
            return block
        under: list[int] = []
        index = tree.homes[block]
        while index not in above:
            under.append(index)
            index = parents[index]
        outermost = max(i for i, one in enumerate(under) if one in apart.named)
        element = under[outermost]
        end = last[element]
        size = whole[end] - whole[tree.first[element]]
        behind, rest = free[last[index]] - free[end], free[-1] - free[end]
        doubt = 2 * rest >= size if element in apart.surely else behind >= size
        if not rest or (size >= STORY and not doubt):
            apart.named.difference_update(under)
            apart.surely.difference_update(under)
            return block
        block = end
    return None


def find_next(tree: Tree, headline: int, opening: int, bars: set[int]) -> set[int]:
    """Other articles that a page shows behind its own, as those do that go on while one reads.

    Elements beside the one that holds headline and opening, of its tag and class, each with a heading of the
    headline's tag and class, which must be of first order or have a bar right under it.
    """
    heading = _kind(tree, tree.homes[headline])
    story = tree.homes[headline]
    while story > 0 and tree.last[story] <= opening:
        story = tree.parents[story]
    if story <= 0 or not (heading[1] or heading[0] in HEADINGS):
        return set()
    found = set()
    index = tree.ends[story]
    while index < tree.ends[tree.parents[story]]:
        if _kind(tree, index) == _kind(tree, story):
            for inner in range(index + 1, tree.ends[index]):
                under = range(tree.last[inner], tree.last[inner] + _BAR_NEAR)
                if _kind(tree, inner) == heading and (heading[0] == "h1" or not bars.isdisjoint(under)):
                    found.add(index)
                    break
        index = tree.ends[index]
    return found


def _kind(tree: Tree, index: int) -> tuple[str, str]:
    """Tag and class of an element."""
    return tree.tags[index], tree.nodes[index].attributes.get("class") or ""


def mark(tree: Tree, elements: Iterable[int]) -> list[bool]:
    """For each block whether it stands in one of the elements."""
    marked = [False] * len(tree.texts)
    end = 0
    for index in sorted(elements):
        start = max(tree.first[index], end)
        if start < tree.last[index]:
            end = tree.last[index]
            marked[start:end] = [True] * (end - start)
    return marked


def find_covered(tree: Tree, apart: Apart, opening: int | None) -> list[bool]:
    """For each block whether it stands beside the story.

    An element named apart counts when it holds less than a third of the page, or, below the opening
    of a story, when its name is never that of one.
    """
    whole = tree.text_length(0) - tree.link_length(0)
    return mark(
        tree,
        (
            index
            for index in apart.named
            if (tree.text_length(index) - tree.link_length(index)) * 3 < whole
            or (opening is not None and index in apart.surely and tree.first[index] > opening)
        ),
    )
