"""Where on a page the article stands: the subtree that holds the densest run of sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from newsclean.lazy import regex
from newsclean.page.bar import TIME, is_dateline
from newsclean.page.score import LONG, Score
from newsclean.page.tree import Tree

_HEADLINES = frozenset({"h1", "h2"})
_CLAUSE = regex("[，。！？；]")
STOPS = ("。", "！", "？", "”", "」")
"""How a paragraph of the story ends, and no caption above it."""
_SUMMARY = regex(r"^[\[【(（]?\s?(?:摘\s?要|导读|导语|内容提要|内容摘要|提要|核心提示)\s?[\]】)）]?[\s:：|]*")

_MOST = 0.5
"""Share of the prose that makes one element the core of the article."""

_WORTH, _LINKED, _LEVELS = 0.1, 0.1, 5
"""What an outer element must add to the prose of an inner one, the links it may add, how far to look."""

_DENSE = 0.45
"""Share of blocks that are prose in an article."""

_ENTRIES = 3
"""Entries that a report of events has at least."""

_BOXES = 3
"""Paragraphs in boxes of their own that may be the story's."""

_LEAD, _REPEATED = 5, 20
"""Paragraphs a lead may have at most, and characters that tell that a summary repeats the story."""

_NEAR = 3
"""Blocks behind a headline in which its bar stands."""

_CLIMB_COST, _FREE_CLIMB = 10, 3


def find_window(tree: Tree, score: Score) -> tuple[int, int]:
    """The run of blocks with the greatest sum of prose less what stands between.

    Kadane's algorithm, begun at the opening of the story where that is known; a step out of many
    elements at once costs as a heading of another part does.

    Returns:
        The first block of prose and the one after the last; two equal numbers when there is none.
    """
    opening = score.opening
    start = opening or 0
    best = (0, 0, 0)
    total = 0
    previous = tree.homes[start] if opening else 0
    for block in range(start, len(tree.homes)):
        home = tree.homes[block]
        climb = 0
        while previous > 0 and not previous <= home < tree.ends[previous]:
            previous = tree.parents[previous]
            climb += 1
        previous = home
        if climb > _FREE_CLIMB:
            total -= _CLIMB_COST * (climb - _FREE_CLIMB)
        if total <= 0 and opening is None:
            total, start = 0, block
        cost = score.cost[block]
        total += score.prose[block] or (-cost if opening is None else -abs(cost))
        if score.prose[block] and total > best[0]:
            best = (total, start, block + 1)
    prose = [block for block in range(best[1], best[2]) if score.prose[block]]
    return (prose[0], prose[-1] + 1) if prose else (0, 0)


class Found(NamedTuple):
    """Where the article is.

    Attributes:
        core: The element that holds most of its prose.
        root: The core, or an element around it that adds more of the same.
        window: The first block of its prose in the root and the one after the last.
        end: The block of the root after which nothing in it is the story's.
        lead: Blocks of prose between the headline and the root: a summary, a first paragraph set apart.
    """

    core: int
    root: int
    window: tuple[int, int]
    end: int
    lead: tuple[int, ...]


def find_root(tree: Tree, score: Score, window: tuple[int, int]) -> Found:
    """The element that holds the prose of a window and as little else as can be.

    Where most of the prose stands directly in one element, that is where to start from; where it is spread
    over many, as in pages made with an editor's boxes, the element around them all. But where other
    things stand between the sentences, as they do in comments, the first of the fuller elements.
    """
    window = _until_next(tree, score, window)
    held: dict[int, int] = {}
    prose = [block for block in range(*window) if score.prose[block]]
    sentence = next((block for block in prose if tree.texts[block].endswith(STOPS)), prose[0])
    row = tree.row(tree.homes[sentence])
    for block in prose:
        container = _holder(tree, block)
        if tree.first[row] <= block < tree.last[row] and tree.last[container] - tree.first[container] == 1:
            container = row  # of paragraphs that each stand in a box
        held[container] = held.get(container, 0) + score.prose[block]
    most = max(held.values())
    core = next(container for container, size in held.items() if size == most)
    if most < _MOST * score.between(*window):
        if _is_dense(score, *window):
            core = _common(tree, [tree.homes[block] for block in prose])
        elif (report := _report_around(tree, prose[0])) is not None:
            core = report
        else:
            core = next(container for container, size in held.items() if size >= _MOST * most)
    root, end = _climb(tree, score, core, window)
    window = _extend(tree, score, core, window)
    if len(prose) == 1 and root == core:
        core = tree.homes[prose[0]]
    lead = _find_lead(tree, score, root, window)
    inside = next((block for block in prose if block >= tree.first[root]), window[0])
    return Found(core, root, (inside, window[1]), end, lead)


def _holder(tree: Tree, block: int) -> int:
    """The element that holds the paragraph of a block; of lines in one of several the element around."""
    container = tree.container(block)
    if tree.tags[container] != "p":
        return container
    around = tree.parents[container]
    beside = around + 1
    while beside < tree.ends[around]:
        if beside != container and tree.tags[beside] == "p" and tree.first[beside] < tree.last[beside]:
            return around
        beside = tree.ends[beside]
    return container


def _find_lead(tree: Tree, score: Score, root: int, window: tuple[int, int]) -> tuple[int, ...]:
    """The blocks of prose between the opening of the story and its element, unless that repeats them."""
    between = range(window[0], tree.first[root])
    if score.opening is None or not score.ends.isdisjoint(between):
        return ()
    lead = tuple(block for block in between if score.prose[block] and _CLAUSE.search(tree.texts[block]))
    held = score.between(tree.first[root], tree.last[root])
    if len(lead) > _LEAD or 2 * score.between(between.start, between.stop) > held:
        return ()
    story = tree.plain[tree.first[root] : tree.last[root]]
    return tuple(block for block in lead if not repeats(tree.plain[block], story))


def repeats(text: str, story: Sequence[str]) -> bool:
    """Whether a summary, with or without a label, begins as a paragraph of the story does; simplified."""
    label = _SUMMARY.match(text)
    begins = text[label.end() if label else 0 :][:_REPEATED]
    return len(begins) == _REPEATED and any(paragraph.startswith(begins) for paragraph in story)


def _is_dense(score: Score, first: int, last: int) -> bool:
    """Whether about every second block is prose, numbers of its parts left out."""
    numbers = sum(first <= block < last for block in score.numbered)
    return sum(map(bool, score.prose[first:last])) >= _DENSE * (last - first - numbers)


def _report_around(tree: Tree, block: int) -> int | None:
    """The element of a story told while it happens: boxes one like another that each begin with a time."""
    box = tree.homes[block]
    while box > 0 and tree.first[box] == block:
        box = tree.parents[box]
    row = tree.parents[box]
    if row < 1 or not TIME.fullmatch(tree.texts[tree.first[box]]):
        return None
    entries, entry = 0, row + 1
    while entry < tree.ends[row]:
        first = tree.first[entry]
        entries += first < tree.last[entry] and TIME.fullmatch(tree.texts[first]) is not None
        entry = tree.ends[entry]
    return row if entries >= _ENTRIES else None


def _until_next(tree: Tree, score: Score, window: tuple[int, int]) -> tuple[int, int]:
    """The window up to the headline of another article: one with a bar of its own behind it."""
    for block in range(window[0] + 1, window[1]):
        if tree.tags[tree.homes[block]] not in _HEADLINES or score.between(window[0], block) < LONG:
            continue
        below = range(block + 1, min(block + 1 + _NEAR, len(tree.texts)))
        if any(is_dateline(tree.spaced(near)) for near in below):
            return window[0], max(b for b in range(window[0], block) if score.prose[b]) + 1
    return window


def _extend(tree: Tree, score: Score, core: int, window: tuple[int, int]) -> tuple[int, int]:
    """The window with the prose that goes on in the same element behind a list of links."""
    last = window[1]
    for block in range(window[1], tree.last[core]):
        if score.prose[block] and _holds_directly(tree, core, block):
            between = range(last, block)
            if any(score.ends & {*between}) and not any(tree.linked[b] * 2 > tree.chars[b] for b in between):
                break  # comments follow their heading at once
            last = block + 1
    return window[0], last


def _holds_directly(tree: Tree, core: int, block: int) -> bool:
    """Whether a block stands in an element with nothing around it but boxes of its own."""
    box = tree.homes[block]
    while box != core and tree.parents[box] != core and tree.last[box] - tree.first[box] == 1:
        box = tree.parents[box]
    return box == core or tree.parents[box] == core


def _common(tree: Tree, indices: list[int]) -> int:
    """The innermost element around all of these."""
    root, high = min(indices), max(indices)
    while not high < tree.ends[root]:
        root = tree.parents[root]
    return root


def _climb(tree: Tree, score: Score, core: int, window: tuple[int, int]) -> tuple[int, int]:
    """Out to an element around the core, if what it adds is prose too, and as free of links.

    An element that adds more than the story is taken when the window goes on in it, but only so far.

    Returns:
        The element, and the block after which nothing in it is the story's.
    """
    root, end = core, tree.last[core]
    everything = (0, len(tree.texts))
    held = score.held(tree, core, everything)
    outer = tree.parents[core]
    for _ in range(_LEVELS):
        if outer < 1:
            break
        added = score.held(tree, outer, everything) - held
        if added:
            linked = tree.link_length(outer) - tree.link_length(root)
            behind = tree.last[root], tree.last[outer]
            if not _goes_on(tree, score, behind, window) or _changes(tree, score, core, behind):
                break
            if added < _WORTH * held or linked > _LINKED * added or _crosses_end(tree, score, outer, root):
                if _reads_on(tree, score, root, outer, window):
                    root, end = outer, _last_part(tree, root, outer, window[1])
                break
            root, held, end = outer, held + added, tree.last[outer]
        outer = tree.parents[outer]
    return root, end


def _reads_on(tree: Tree, score: Score, inner: int, outer: int, window: tuple[int, int]) -> bool:
    """Whether a story whose opening is known begins before an element, or goes on behind it.

    Links to other pages may stand between its parts, but less of them than of the story.
    """
    if score.opening is None:
        return False
    first, last = tree.first[inner], tree.last[inner]
    sides = []
    if tree.first[outer] <= window[0] < first:
        sides.append((window[0], first))
    if last < window[1] <= tree.last[outer]:
        sides.append((last, window[1]))
    added = sum(score.between(*side) for side in sides)
    return added >= max(_WORTH * score.held(tree, inner, window), 1) and all(
        _is_dense(score, *side)
        and sum(tree.linked[slice(*side)]) < score.between(*side)
        and score.ends.isdisjoint(range(*side))
        for side in sides
    )


def _last_part(tree: Tree, inner: int, outer: int, until: int) -> int:
    """The block after the last element of a story in parts: one like the first, or where its window ends."""
    tag, name = tree.tags[inner], tree.nodes[inner].attributes.get("class")
    likes = [
        tree.last[index]
        for index in range(tree.ends[inner], tree.ends[outer])
        if name and tree.tags[index] == tag and tree.nodes[index].attributes.get("class") == name
    ]
    return max((last for last in likes if last <= until), default=tree.last[tree.container(until - 1)])


def _goes_on(tree: Tree, score: Score, behind: tuple[int, int], window: tuple[int, int]) -> bool:
    """Whether the blocks behind an element read on as the story does: dense with prose, if there is any.

    Where the story has an opening and its window ends among them, it is enough when they are dense up to
    there, and no row of boxes with one paragraph each, as other news and comments are.
    """
    first, last = behind
    if not score.between(first, last) or _is_dense(score, first, last):
        return True
    if score.opening is None or not first < window[1] < last or not _is_dense(score, first, window[1]):
        return False
    prose = [block for block in range(first, window[1]) if score.prose[block]]
    boxes = {tree.container(block) for block in prose}
    return len(prose) < _BOXES or len(boxes) * 2 <= len(prose)


def _changes(tree: Tree, score: Score, core: int, behind: tuple[int, int]) -> bool:
    """Whether the prose behind a story of paragraphs stands in none: then it is somebody else's."""

    def is_paragraph(block: int) -> bool:
        return tree.tags[tree.homes[block]] == "p"

    own = [is_paragraph(b) for b in range(tree.first[core], tree.last[core]) if score.prose[b]]
    other = [is_paragraph(b) for b in range(*behind) if score.prose[b]]
    return len(other) >= _BOXES and not any(other) and 2 * sum(own) > len(own)


def _crosses_end(tree: Tree, score: Score, outer: int, inner: int) -> bool:
    """Whether what an outer element adds to an inner one begins with a heading that ends the story."""
    return any(
        tree.first[outer] <= block < tree.first[inner] or tree.last[inner] <= block < tree.last[outer]
        for block in score.ends
    )
