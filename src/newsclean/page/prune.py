"""What stands inside the article's element and is no part of it."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from newsclean.fold import simplify
from newsclean.lazy import regex
from newsclean.page.apart import LINES
from newsclean.page.bar import (
    LONGEST,
    LONGEST_NAME,
    TIME,
    is_dateline,
    is_medium,
    is_tools,
    line_of,
    reads_as_bar,
)
from newsclean.page.bar_reader import read_bar
from newsclean.page.credits import read_credits
from newsclean.page.find import STOPS, repeats
from newsclean.page.labels import SENTENCE as SENTENCE_MARK
from newsclean.page.labels import find_labels, with_colon
from newsclean.page.score import SENTENCE, Score, is_prose
from newsclean.page.title import HEADINGS
from newsclean.page.tree import INLINE, Tree, line_break
from newsclean.page.words import is_end, load_words

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

LISTS = frozenset({"headed-list", "link-list"})
"""Rules that cut lists of other pages: what follows them may still belong to the article."""

_LINKS, _NEAR = 0.6, 6
_BOXES, _LINES = frozenset({"div", "section", "dl", "ul"}), 3
_SHOWN = frozenset({"pre", "table", "figure", "figcaption"})
"""What belongs to a story though it has a button, to copy or to enlarge it."""
_NUMBERED = frozenset({"p", "td", "th", "li", "h2", "h3", "h4"})
_FIGURE = regex(r"[-+]?\d[\d.,]*%?")
_COUNTER = regex(r"[(（\[]?\s?\d{1,3}\s?/\s?\d{1,3}\s?[)）\]]?")
"""Which of its pictures a page shows: 2/10."""
_FLOWING = INLINE | {"-text"}
"""Nodes that end no line."""
_WHOLLY, _TITLE = 0.9, 8
_MOST, _SOME, _FEW = 0.5, 0.3, 0.15


class Cut(NamedTuple):
    """Something to cut: an element, or a single block of one, and why.

    Attributes:
        rule: Id of the rule.
        first: Its first block.
        last: The one after its last.
        element: The element to cut; None when it is a part of one.
    """

    rule: str
    first: int
    last: int
    element: int | None


class Spot(NamedTuple):
    """Where the article was found.

    Attributes:
        tree: The page.
        score: Its prose.
        root: The article's element.
        core: The element inside it that holds most of its prose.
        window: The first block of its prose, and the one after the last.
        end: The block of the root after which nothing in it is the story's.
    """

    tree: Tree
    score: Score
    root: int
    core: int
    window: tuple[int, int]
    end: int


def find_cuts(spot: Spot, heading: int | None) -> list[Cut]:
    """Everything inside the article's element that is no part of it, in document order."""
    rules: dict[int, str] = {}
    _cut_head(spot, heading, rules)
    elements = _cut_elements(spot, rules)
    _cut_ends(spot, rules)
    return _collect(spot, rules, elements)


def _cut_head(spot: Spot, heading: int | None, rules: dict[int, str]) -> None:
    """The headline, what stands before it, and the bars behind it."""
    tree = spot.tree
    block, last = tree.first[spot.root], tree.last[spot.root]
    if heading is not None and block <= heading < last:
        while block <= heading:
            rules[block] = "headline" if block == heading else "before-headline"
            block += 1
    for near in range(block, min(block + _NEAR, last)):
        if reads_as_bar(tree, near) or (near <= spot.window[0] and _signs(tree, near)):
            rules[near] = "source-bar"
        elif _offers(tree, near):
            if not _heads_entry(tree, near, last):
                rules[near] = "tools"
        elif (
            near >= spot.window[0]
            and tree.chars[near] > LONGEST_NAME
            and tree.tags[tree.homes[near]] not in HEADINGS  # a lead above the bar
        ):
            break


def _signs(tree: Tree, block: int) -> bool:
    """Whether a block above the text names who wrote it, or, right above the date, for which medium."""
    line = line_of(tree, block)
    if read_credits(line):
        return True
    if tree.chars[block] > LONGEST_NAME:
        return False
    dated = block + 1 < len(tree.texts) and reads_as_bar(tree, block + 1)
    if dated and is_medium(tree.texts[block]):
        return True
    return any(fact.field == "authors" for fact in read_bar([line]).facts)


def _offers(tree: Tree, block: int) -> bool:
    """Whether a block only offers something to do; a number is a counter but in tables and paragraphs."""
    text = tree.spaced(block)
    return is_tools(text) and (tree.tags[tree.homes[block]] not in _NUMBERED or not _FIGURE.fullmatch(text))


def _is_full_bar(text: str) -> bool:
    """Whether a simplified line among the last of the story says two things and more that only a bar says."""
    return is_dateline(text) and not SENTENCE_MARK.search(text) and len(find_labels(text)) > 1


def _offers_editor(tree: Tree, block: int) -> bool:
    """Whether a block names the editor behind something to do: 【纠错】 责任编辑：甲乙丙."""
    text = tree.spaced(block)
    labels = with_colon(simplify(text)) if len(text) <= LONGEST // 4 else []
    return bool(labels) and labels[0].field == "editors" and is_tools(text[: labels[0].start])


def _cut_elements(spot: Spot, rules: dict[int, str]) -> list[tuple[int, str]]:
    """Elements inside the root that are no part of the article."""
    tree = spot.tree
    found: list[tuple[int, str]] = []
    forms = [form for form, tag in enumerate(tree.tags) if tag == "form"]
    index = spot.root + 1
    while index < tree.ends[spot.root]:
        rule = _why_cut(spot, index, forms)
        if rule is None:
            index += 1
            continue
        found.append((index, rule))
        for block in range(tree.first[index], tree.last[index]):
            rules.setdefault(block, rule)
        index = tree.ends[index]
    return found


def _why_cut(spot: Spot, index: int, forms: list[int]) -> str | None:  # noqa: PLR0911 - one reason each
    """Why an element is no part of the article; None if it is. Given which elements of the page are forms."""
    tree, score, _, core, window, _ = spot
    whole = max(score.between(*window), 1)
    first, last = tree.first[index], tree.last[index]
    if first == last:
        return None
    held = score.held(tree, index, window)
    if held > _MOST * whole:
        return None
    chars, linked = tree.text_length(index), tree.link_length(index)
    links = sum(tree.links[first:last])
    if last - first > 1 and held < _SOME * whole and (rule := _why_headed(tree.plain[first])):
        return rule
    if tree.tags[index] not in LINES and linked and _is_signpost(spot, range(first, last)):
        return "signpost"
    if linked >= _LINKS * chars and (rule := _why_links(tree, index, links)):
        return rule
    sentences = any(
        is_prose(tree.texts[block]) and tree.chars[block] >= SENTENCE for block in range(first, last)
    )
    if not sentences and tree.tags[index] in _BOXES and (rule := _why_box(tree, index, links)):
        return rule
    outside = first >= window[1] or last <= window[0]
    little = index in score.answers or (
        index in score.surely
        and (chars < _FEW * whole or last <= window[0] or not any(map(_is_told, tree.texts[first:last])))
    )
    if score.is_apart(tree, index) and (
        little
        or not sentences
        or linked >= _SOME * chars
        or first >= window[1]
        or _is_controlled(tree, index)
    ):
        return "named-apart"
    around = index < core or index >= tree.ends[core]
    if around and held < _FEW * whole and bisect_left(forms, index) < bisect_left(forms, tree.ends[index]):
        return "beside"
    apart = links > 0 and around
    if outside and not sentences and (apart or (first >= window[1] and linked >= _SOME * chars)):
        signed = last <= window[0] and any(_signs(tree, block) for block in range(first, last))
        return None if signed else "beside"
    return None


def _is_told(text: str) -> bool:
    """Whether a block ends as a paragraph of a story does."""
    return text.endswith(STOPS)


def _why_links(tree: Tree, index: int, links: int) -> str | None:
    """Why an element of mostly links is no part of the story; None if it may be one.

    A box of several lines that is one link is a card: a film with its length, a thing on sale with its price.
    """
    lines = tree.last[index] - tree.first[index]
    if links > 1:
        return "link-list" if lines > 1 or links > 2 else None  # noqa: PLR2004
    wholly = tree.link_length(index) == tree.text_length(index)
    return "card" if lines > 1 and wholly and tree.tags[index] in _BOXES else None


def _why_headed(text: str) -> str | None:
    """Why what begins with a simplified block is no part of the story: what heads it tells."""
    if is_end(text) or load_words().skipped.match(text):
        return "headed-list"
    return "advert" if text in load_words().adverts else None


def _heads_entry(tree: Tree, block: int, last: int) -> bool:
    """Whether a block is the time of an entry, as reports of events while they happen have them."""
    if not TIME.fullmatch(tree.texts[block]):
        return False
    return any(TIME.fullmatch(text) for text in tree.texts[block + 1 : last])


def _why_box(tree: Tree, index: int, links: int) -> str | None:
    """Why a box without a sentence is no part of the story; None if it may be one, or states its facts.

    A card begins with a link to what its lines describe: a share, a game, a flat.
    """
    blocks = range(tree.first[index], tree.last[index])
    first = blocks.start
    if len(blocks) == 1:
        return None
    if links > 1 and len(blocks) >= _LINES and tree.linked[first] * 2 >= tree.chars[first]:
        rule = "card"
    elif all(_offers(tree, block) for block in blocks) or _is_controlled(tree, index):
        rule = "tools"
    else:
        return None
    states = any(reads_as_bar(tree, block) or _signs(tree, block) for block in blocks)
    return None if states else rule


def _is_controlled(tree: Tree, index: int) -> bool:
    """Whether an element has a button or a field, and nothing of a story that may have one."""
    held = range(index, tree.ends[index])
    near = bisect_left(tree.controls, index)
    controlled = near < len(tree.controls) and tree.controls[near] in held
    return controlled and not any(tree.tags[inner] in _SHOWN for inner in held)


def _is_signpost(spot: Spot, blocks: range) -> bool:
    """Whether an element is a box with nothing but a link to another page, with or without a heading.

    Among the paragraphs the words of the link must be many enough for a title: fewer may belong to the story.
    """
    tree, above = spot.tree, blocks.stop <= spot.window[0]
    return all(
        (
            tree.linked[block] >= _WHOLLY * tree.chars[block]
            and (above or tree.chars[block] >= _TITLE)
            and not tree.texts[block].endswith("。")
        )
        or is_end(tree.plain[block])
        or _leads_on(tree, block)
        for block in blocks
    )


def _leads_on(tree: Tree, block: int) -> bool:
    """Whether a block is nothing but a heading of other pages, or that and a link behind it."""
    chars, linked = tree.chars[block], tree.linked[block]
    if linked == chars:
        return is_end(tree.plain[block])
    heading = (tree.pieces[block][0].text_content or "").strip() if linked * 2 > chars else ""
    return heading != "" and is_end(simplify(heading)) and linked + len(heading) >= chars


def _cut_among(spot: Spot, rules: dict[int, str]) -> int:
    """The numbers of pictures between the paragraphs, a bar among the last; gives the block behind these."""
    tree = spot.tree
    last = min(spot.window[1], tree.last[spot.root])
    while last > spot.window[0] and not spot.score.prose[last - 1]:
        last -= 1
    start = spot.window[0]
    if tree.plain[start].endswith(("...", "…")) and repeats(tree.plain[start], tree.plain[start + 1 : last]):
        rules[start] = "summary"
    for block in range(start + 1, last):
        counts = _COUNTER.fullmatch(tree.texts[block]) and tree.tags[tree.homes[block]] not in _NUMBERED
        if counts or _leads_on(tree, block):
            rules.setdefault(block, "tools")
        elif block >= last - _NEAR and _is_full_bar(tree.plain[block]):
            rules.setdefault(block, "source-bar")
    return last


def _cut_ends(spot: Spot, rules: dict[int, str]) -> None:
    """What follows a heading of what is no part of the story, and tools behind it."""
    tree = spot.tree
    behind = range(_cut_among(spot, rules), tree.last[spot.root])
    for block in behind:
        if is_dateline(tree.texts[block]) or _offers_editor(tree, block):
            rules.setdefault(block, "source-bar")
        elif _offers(tree, block) or tree.linked[block] * 2 > tree.chars[block]:
            rules.setdefault(block, "tools")
    _cut_headed(spot, rules)
    for block in range(spot.end, tree.last[spot.root]):
        rules.setdefault(block, "beside")
    for block in behind:
        if block in spot.score.ends and rules.get(block, "tools") == "tools":
            for after in range(block, tree.last[spot.root]):
                rules.setdefault(after, "after-end")
            break


def _cut_headed(spot: Spot, rules: dict[int, str]) -> None:
    """Links under a heading of their own in the middle of the story."""
    tree, last = spot.tree, spot.window[1]
    for block in range(spot.window[0] + 1, last):
        if block not in rules and is_end(tree.plain[block]):  # be it too early to end the story
            after = block + 1
            while after < last and tree.linked[after] * 2 > tree.chars[after]:
                after += 1
            if after > block + 1:
                rules.update(dict.fromkeys(range(block, after), "headed-list"))


def _collect(spot: Spot, rules: dict[int, str], elements: list[tuple[int, str]]) -> list[Cut]:
    """Blocks to cut, joined to whole elements wherever all of an element goes."""
    tree, root = spot.tree, spot.root
    cuts = [Cut(rule, tree.first[index], tree.last[index], index) for index, rule in elements]
    covered = {block for cut in cuts for block in range(cut.first, cut.last)}
    for block in range(tree.first[root], tree.last[root]):
        if block in rules and block not in covered:
            home = tree.homes[block]
            alone = home != root and tree.last[home] - tree.first[home] == 1
            cuts.append(Cut(rules[block], block, block + 1, home if alone else None))
    return sorted(cuts, key=lambda cut: cut.first)


def apply_cuts(tree: Tree, cuts: list[Cut]) -> None:
    """Take what is to be cut out of the page; the lines before and after an element stay apart."""
    for cut in cuts:
        if cut.element is not None:
            node = tree.nodes[cut.element]
            if _flows_on(node.prev):
                node.insert_before(line_break())
            node.decompose()
        else:
            for piece in tree.pieces[cut.first]:
                piece.decompose()


def _flows_on(node: LexborNode | None) -> bool:
    """Whether what ends there would go on with what comes behind an element that is taken out."""
    return node is not None and node.tag in _FLOWING and not node.text().isspace()
