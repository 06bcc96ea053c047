"""Cards: boxes that list other pages, or comments, one like another, below the opening of the story."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from newsclean.page.apart import PARAGRAPH, STORY
from newsclean.page.bar import is_moment, signed_by
from newsclean.page.title import HEADINGS
from newsclean.page.tree import Tree

_CARDS, _TITLE = 3, 8
"""Cards that make a list, and characters of the title of one."""

_MOMENT_ENDS = frozenset("0123456789刚剛前日复復")
"""The last characters of lines that end with a moment, see `is_moment`."""

_CARD = 5
"""Lines a card has at most that has neither link nor date."""

_NUMBER = "0123456789-_"
"""Characters at the end of a class that count elements: card-1, card-2."""

_TEASER = 4
"""Paragraphs a card has at most, on average; what has more is a section of the story."""

_OWN = 0.3
"""Share of the prose of dated cards that a story above them has, at least, to be one without them."""

_NICKS, _READERS = 0.25, 6
"""Share of first lines that come again or hold letters and digits, and how many there must be, for them to be
readers' names."""


def find_cards(tree: Tree, opening: int, bars: set[int], prose: list[int]) -> set[int]:
    """Elements that list other pages, or comments, one like another, below the opening of the story.

    Three or more elements of one tag and class in one that does not hold the opening, each of several blocks
    of which one is a link or a time, none with most of the prose. A running report has times too: without
    links the story must have some prose of its own before them, or a name stand before each time. With none
    of these, they must stand outside of the story's element, each begin with a short line, and have no more
    than twice the prose of the story before, unless those lines look like readers' names.
    """
    sums = [0, *accumulate(prose)]
    paragraphs = [0, *accumulate(map(bool, prose))]
    story = _story_around(tree, opening, paragraphs)
    found: set[int] = set()
    for (parent, *_), group in _group_alike(tree, opening, sums).items():
        sizes = [_within(tree, index, sums) for index in group]
        theirs = sum(sizes)
        if (
            len(group) < _CARDS
            or 2 * max(sizes) > theirs  # one with most of the prose is no card
            or sum(_within(tree, index, paragraphs) for index in group) > _TEASER * len(group)
        ):
            continue
        spans = [range(tree.first[index], tree.last[index]) for index in group]
        own = sums[tree.first[parent]] - sums[opening]
        if _point_elsewhere(tree, spans, bars, own, theirs) or (
            not story <= parent < tree.ends[story]
            and _are_alike(tree, spans)
            and (2 * own > theirs or (own >= STORY and _are_nicks([tree.texts[s.start] for s in spans])))
        ):
            found.update(group)
    return found


def find_answers(tree: Tree, opening: int) -> set[int]:
    """Elements below the opening of a line each, one like another: a name, words, and a time, each apart.

    So bulletin boards show answers behind a post: <p class="push"><b>momo</b>…<i>06/12 08:15</i>.
    """
    groups: dict[tuple[int, str], list[int]] = {}
    below = range(opening + 1, len(tree.homes))
    ending = [
        block
        for block, text in zip(below, tree.texts[opening + 1 :], strict=True)
        if text[-1] in _MOMENT_ENDS
    ]
    for block in ending:
        pieces, home = tree.pieces[block], tree.homes[block]
        if (
            len(pieces) >= _CARDS
            and tree.last[home] - tree.first[home] == 1
            and is_moment((pieces[-1].text_content or "").strip())
            and (name := tree.nodes[home].attributes.get("class"))
        ):
            groups.setdefault((tree.parents[home], name), []).append(home)
    return {home for group in groups.values() if len(group) >= _CARDS for home in group}


def _group_alike(tree: Tree, opening: int, sums: Sequence[int]) -> dict[tuple[int, str, str], list[int]]:
    """Elements below the opening with several blocks, where there is prose, by parent, tag and first class.

    A comment of a few words is one, though it has no prose: 路过，顶一下.
    """
    groups: dict[tuple[int, str, str], list[int]] = {}
    for index in range(bisect_right(tree.first, opening), len(tree.parents)):
        first, last, parent = tree.first[index], tree.last[index], tree.parents[index]
        if last - first > 1 and parent > 0 and tree.first[parent] > opening and _within(tree, parent, sums):
            name = (tree.nodes[index].attributes.get("class") or "").split()
            first_name = name[0].rstrip(_NUMBER) if name else ""
            groups.setdefault((parent, tree.tags[index], first_name), []).append(index)
    return groups


def _within(tree: Tree, index: int, sums: Sequence[int]) -> int:
    """What an element holds of something counted: `sums` says how much of it stands before each block."""
    return sums[tree.last[index]] - sums[tree.first[index]]


def _point_elsewhere(tree: Tree, spans: list[range], bars: set[int], own: int, theirs: int) -> bool:
    """Whether most of some runs of blocks have a link or a time, as lists of pages and comments do.

    Args:
        tree: The page.
        spans: The runs.
        bars: Its source bars.
        own: Characters of prose that the story has before them.
        theirs: Characters of prose in them.
    """

    def is_link(block: int) -> bool:
        linked = tree.linked[block]
        titled = linked >= _TITLE and tree.texts[block].startswith("【")  # 【某标题】 and its first sentences
        return titled or (tree.chars[block] >= _TITLE and linked * 2 > tree.chars[block])

    def is_dated(block: int) -> bool:
        return block in bars or is_moment(tree.texts[block])

    return (
        _most_have(is_link, spans)
        or (own > _OWN * theirs and _most_have(is_dated, spans))
        or (own >= PARAGRAPH and _are_signed(tree, spans))
    )


def _story_around(tree: Tree, opening: int, paragraphs: Sequence[int]) -> int:
    """The innermost element that holds the opening of the story and another paragraph."""
    index = tree.homes[opening]
    while index > 0 and _within(tree, index, paragraphs) <= 1:
        index = tree.parents[index]
    return index


def _are_alike(tree: Tree, spans: list[range]) -> bool:
    """Whether many elements have the same few lines each, the first short and no heading of a part."""
    sizes = {len(span) for span in spans}
    first = [span.start for span in spans]
    return (
        len(spans) > _CARDS
        and max(sizes) <= _CARD
        and len(sizes) <= 2  # noqa: PLR2004 - some lack a line
        and not any(
            tree.chars[block] > PARAGRAPH
            or tree.texts[block].endswith("。")
            or tree.tags[tree.homes[block]] in HEADINGS
            for block in first
        )
    )


def _are_signed(tree: Tree, spans: list[range]) -> bool:
    """Whether most of some runs of blocks begin with a name and a time, and not all with one."""
    names = [signed_by(tree.spaced(span.start)) for span in spans]
    signed = [name for name in names if name]
    return 2 * len(signed) > len(spans) and len(set(signed)) >= _CARDS


def _are_nicks(lines: list[str]) -> bool:
    """Whether the first lines of cards look like readers' names: some come again, some hold 7719 or momo."""
    plain = sum(1 for line in set(lines) if not any(char.isascii() for char in line))
    return len(lines) >= _READERS and len(lines) - plain >= _NICKS * len(lines)


def _most_have(told: Callable[[int], bool], spans: list[range]) -> bool:
    """Whether more than half of some runs of blocks have one of which something can be told."""
    return 2 * sum(any(map(told, span)) for span in spans) > len(spans)
