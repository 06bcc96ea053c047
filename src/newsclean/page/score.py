"""How much of a page's text is prose of a story, block by block, and what stands beside it."""

from __future__ import annotations

from itertools import accumulate

from newsclean.lazy import regex
from newsclean.page.apart import (
    PARAGRAPH,
    find_apart,
    find_covered,
    find_headline,
    find_next,
    find_opening,
    says_apart,
)
from newsclean.page.bar import is_tools, reads_as_bar
from newsclean.page.cards import find_answers, find_cards
from newsclean.page.title import Titles
from newsclean.page.tree import Tree
from newsclean.page.words import is_end, is_legal, says_missing

_PUNCTUATION = regex("[，。！？；、…—“”「」,.;!?]")
_PART = regex(r"(?:0\d|[一二三四五六七八九十]{1,3}|(?:PART|Part|NO|No)\.?\s?\d{1,2}|[①-⑳❶-❿])[.、．·]?")
"""The number of a part of the story."""

SENTENCE = 12
"""Characters from which a block with punctuation counts as prose."""

LONG = 40
"""Characters from which a block counts as prose without any."""


_AGAIN = 6
"""Blocks behind the headline in which it may be said again."""

_VERSES = 4
"""Lines that make a text of what has no sentence."""

_LINK_COST, _SHORT_COST, _END_COST, _SIGN = 10, 4, 200, 30

_ABOVE = 3
"""So many times the prose below what looks like the headline must stand above it to doubt it."""


class Score:
    """How much of a page's text is prose, block by block.

    Attributes:
        prose: Of each block the number of characters that count as sentences of a story.
        cost: Of each block that is no prose, what it costs to step over it; headline and bar earn.
        ends: Blocks that are headings after which nothing of the story follows.
        apart: Elements that say of themselves that they are beside the story, of those with anything that
            reads like a part of it; of any other ask `is_apart`.
        surely: Those of them that no publisher names so when they hold one.
        answers: Elements that are answers to a post, each in a line.
        headlines: Blocks that repeat a title the head of the page states.
        numbered: Blocks that only number a part: 01, 二、.
        opening: The first block of prose under the headline, when it is certain which that is.
    """

    __slots__ = (
        "_sums",
        "_told",
        "answers",
        "apart",
        "cost",
        "ends",
        "headlines",
        "numbered",
        "opening",
        "prose",
        "surely",
    )

    def __init__(self, tree: Tree, titles: Titles) -> None:
        self.prose = [0] * len(tree.texts)
        self.cost = [0] * len(tree.texts)
        self.ends: set[int] = set()
        self.numbered: set[int] = set()
        self.headlines = titles.find_headlines(tree)
        bars = self._rate(tree)
        told = (
            size or cost < 0 or cost == _END_COST for size, cost in zip(self.prose, self.cost, strict=True)
        )
        self._told = [0, *accumulate(map(bool, told))]
        named, surely = apart = find_apart(tree, self.ends, self._told)
        headline = find_headline(tree, titles, self.headlines, bars, self.prose)
        self.opening: int | None = None
        self.answers: set[int] = set()
        if headline is not None:
            for near in range(headline + 1, min(headline + _AGAIN, len(tree.texts))):
                if tree.texts[near] == tree.texts[headline]:
                    self.prose[near], self.cost[near] = 0, _SHORT_COST
            self.opening = find_opening(tree, apart, headline, self.prose) or self._open_verse(tree, headline)
        if headline is None:
            self.opening = self._find_flash(tree, titles)
        if self.opening is not None:
            self.answers = find_answers(tree, self.opening)
            others = self.answers | find_cards(tree, self.opening, bars, self.prose)
            if headline is not None:
                others |= find_next(tree, headline, self.opening, bars)
            named |= others
            surely |= others
            self._skip_copy(tree, self.opening)
            self._pass_early_ends(self.opening)
        self.apart, self.surely = named, surely
        for block, covered in enumerate(find_covered(tree, apart, self.opening)):
            if covered:
                self.prose[block], self.cost[block] = 0, _LINK_COST
                self.ends.discard(block)
        self._sums = [0, *accumulate(self.prose)]
        if self.opening is not None and self._sums[self.opening] > _ABOVE * (
            self._sums[-1] - self._sums[self.opening]
        ):
            self.opening = None

    def _rate(self, tree: Tree) -> set[int]:
        """Rate each block for itself; gives those that are source bars."""
        headlines = frozenset(self.headlines)
        bars: set[int] = set()
        for block, (text, linked) in enumerate(zip(tree.plain, tree.linked, strict=True)):
            plain = len(text) - linked
            if block in headlines:
                cost = -_SIGN  # after the headline and its bar the story begins
            elif linked > plain:
                cost = _END_COST if is_end(text) else _LINK_COST + linked
            elif reads_as_bar(tree, block):
                bars.add(block)
                cost = -_SIGN
            elif plain >= SENTENCE and is_prose(text) and not is_legal(text) and not _waits(text):
                self.prose[block] = plain
                continue
            else:
                cost = _END_COST if is_end(text) else _SHORT_COST
                if _PART.fullmatch(text):
                    self.numbered.add(block)
            if cost == _END_COST:
                self.ends.add(block)
            self.cost[block] = cost
        return bars

    def _skip_copy(self, tree: Tree, opening: int) -> None:
        """Do not count the story when it comes once more, as in a copy for telephones."""
        prose = [block for block in range(opening, len(tree.texts)) if self.prose[block]]
        texts = [tree.texts[block] for block in prose]
        again = next((at for at in range(2, len(texts) - 1) if texts[at : at + 2] == texts[:2]), len(texts))
        told = frozenset(texts[:again])
        for block, text in zip(prose[again:], texts[again:], strict=True):
            if text in told:
                self.prose[block], self.cost[block] = 0, _SHORT_COST

    def _pass_early_ends(self, opening: int) -> None:
        """No story ends before it has a paragraph: who wrote it may come with a link to more by the same."""
        told = 0
        for block in range(opening, len(self.prose)):
            told += self.prose[block]
            if told >= PARAGRAPH:
                return
            if block in self.ends:
                self.ends.discard(block)
                self.cost[block] = _LINK_COST

    def _open_verse(self, tree: Tree, headline: int) -> int | None:
        """Count the short lines right under a headline as prose where none is: a poem, a list of names."""
        block = headline + 1
        while block < len(tree.texts) and (self.cost[block] < 0 or is_tools(tree.texts[block])):
            block += 1
        if block == len(tree.texts):
            return None
        container = tree.container(block)
        if tree.tags[container] == "p":  # a stanza of several
            container = tree.row(container)
        last = block
        while last < tree.last[container] and self.cost[last] == _SHORT_COST and not tree.linked[last]:
            last += 1
        if last - block < _VERSES:
            return None
        for line in range(block, last):
            self.prose[line], self.cost[line] = tree.chars[line], 0
        return block

    def _find_flash(self, tree: Tree, titles: Titles) -> int | None:
        """The block that begins with the title of the page, in brackets, as news in a paragraph do."""
        for block, text in enumerate(tree.texts):
            if self.prose[block] and titles.bracketed(text):
                return block
        return None

    def is_apart(self, tree: Tree, index: int) -> bool:
        """Whether an element says that it is beside the story, and does not hold where it opens."""
        quiet = self._told[tree.first[index]] == self._told[tree.last[index]]
        return index in self.apart or (quiet and says_apart(tree, index) > 0)

    def held(self, tree: Tree, index: int, window: tuple[int, int]) -> int:
        """Prose an element holds of a window."""
        first, last = max(tree.first[index], window[0]), min(tree.last[index], window[1])
        return self._sums[last] - self._sums[first] if first < last else 0

    def between(self, first: int, last: int) -> int:
        """Prose in the blocks `first` to `last`, exclusive."""
        return self._sums[last] - self._sums[first]


def _waits(text: str) -> bool:
    """Whether a simplified block only says that the text is still to come, or not to be had."""
    return len(text) <= LONG and says_missing(text)


def is_prose(text: str) -> bool:
    """Whether a block of enough characters reads like a sentence."""
    return len(text) >= LONG or _PUNCTUATION.search(text) is not None
