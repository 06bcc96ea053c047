"""Joins paragraphs that the end of a column or a page broke in mid-sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from newsclean import charmodel
from newsclean.layout.lines import LONGEST_HEADLINE, Line
from newsclean.lazy import regex

COLUMN_BREAK: Final = "column-break"
COLUMN_HEAD: Final = "column-head"

_LETTER: Final = regex("[A-Za-z]")
_COMMAS: Final = "，,"
_ITEM_END: Final = regex(f"[{_COMMAS}](?:以及|和|及|或者?)?$")
_ROW: Final = regex("[A-Za-z0-9](?s:.*)[A-Za-z0-9]$")
_QUOTES: Final = '“「『"'
_SLOPPY: Final = 0.35
"""If more running paragraphs than this share lack a full stop, that is probably how the author writes."""
_BROKEN, _FEW_BROKEN = 0.7, 0.2
"""The average bond to the paragraphs below (see `_NEEDED`) at which they are broken all the same, and at
which they are if they are few."""

_NEWSPAPER, _NEEDED, _LIKE_AN_OPENING, _STUB = 4.0, 0.3, 2.5, 1.5
"""In nats, like the bond of the two characters that meet: what is added to it on a newspaper page, what it
must exceed, what is subtracted if the second line begins like a paragraph, and what it must exceed after a
short line that might be a headline. Of 3,000 places within sentences, three in four have a bond above 0.3;
of as many places between sentences without their full stop, one in twenty has, and one in a hundred more
than 2.1."""

_GOES_ON, _PAIR = 3.8, 1.0
"""In nats, what sets the scale of bonds: what is subtracted from the evidence that a sentence goes on, and
what is added to how much more frequent a pair is than by chance."""

_IN_WORD = 3.0
"""The same where the line might as well be a headline: of 60 headlines none has more than 0.5 with its text,
of short lines that a column broke three in ten, those within a word."""

_SALUTATION, _VERSE = 10, 24
"""Characters of the longest salutation, and of the longest line of verse."""


class Join(NamedTuple):
    """Two paragraphs to be joined.

    Attributes:
        left: Index of the first.
        right: Index of the second.
        between: The text to put between them: nothing in Chinese, a space between Latin letters.
        rule: Id of the rule.
    """

    left: int
    right: int
    between: str
    rule: str


class _Left:
    """A line, and everything joined to it so far."""

    def __init__(self, line: Line) -> None:
        self.index = line.index
        self.line = line
        self.is_joined = False
        self._opened = ""

    def add(self, line: Line) -> None:
        opened = self.opened
        for char in line.closed:
            opened = opened.removesuffix(char)
        self._opened = opened + line.opened
        self.line = line
        self.is_joined = True

    @property
    def runs(self) -> bool:
        return self.is_joined or self.line.is_running

    @property
    def may_head(self) -> bool:
        """Whether it is a numbered heading that reads like a sentence."""
        return not self.is_joined and self.line.is_numbered and len(self.line.text) <= LONGEST_HEADLINE

    @property
    def opened(self) -> str:
        return self._opened if self.is_joined else self.line.opened

    @property
    def is_open(self) -> bool:
        return self.line.is_open or bool(self.opened)


def _in_a_row(lines: Sequence[Line], are_alike: Callable[[Line], bool], lead_in: str = "") -> frozenset[int]:
    """The lines that are alike and stand in a row: of three, or of two below a line with a certain end.

    Args:
        lines: The lines of a page.
        are_alike: Whether a line is one of those looked for.
        lead_in: The characters one of which ends a line that leads up to such a row.
    """
    found: list[int] = []
    above = ""
    for alike, group in groupby(lines, key=are_alike):
        some = list(group)
        least = 2 if above and above in lead_in else 3  # two may be a headline and a heading
        if alike and len(some) >= least:
            found += [line.index for line in some]
        above = some[-1].text[-1:]
    return frozenset(found)


def between(left: str, right: str) -> str:
    """The text to put between two parts of a broken line.

    >>> between("寒暑假", "等时间"), between("Silk", "Road")
    ('', ' ')
    """
    return " " if _LETTER.match(left[-1:]) and _LETTER.match(right[:1]) else ""


def find_joins(lines: Sequence[Line], *, newspaper: bool, printed: bool) -> list[Join]:
    """Find the paragraphs that a column broke, from top to bottom of the page.

    Args:
        lines: All paragraphs of the page. Of the removed ones, credits separate what is before and after
            them, while others (such as page numbers) do not.
        newspaper: Whether the page is known to have several articles, as newspaper pages do.
        printed: Whether the source may come from print. Web pages do not break paragraphs, so only
            unmistakable breaks are joined there.
    """
    judge = _Judge(lines, newspaper=newspaper, printed=printed)
    joins: list[Join] = []
    left: _Left | None = None
    for line in lines:
        if not line.is_plain:
            between_columns = not line.stands and not line.is_credit and line.paragraph.removed != COLUMN_HEAD
            left = left if between_columns else None
        elif left is not None and judge.is_broken(left, line):
            joins.append(Join(left.index, line.index, between(left.line.text, line.text), COLUMN_BREAK))
            left.add(line)
        else:
            left = None if line.is_finished else _Left(line)
    return joins


class _Judge:
    """Decides whether neighbouring lines belong together; properties of the page are computed on demand."""

    def __init__(self, lines: Sequence[Line], *, newspaper: bool, printed: bool) -> None:
        self.lines = [line for line in lines if line.is_plain]
        self.credited = [line for line in lines if line.is_plain or line.is_credit]
        self.newspaper = newspaper
        self.may_be_printed = printed

    @cached_property
    def printed(self) -> bool:
        """Whether lines that merely lack a full stop may be broken."""
        if not self.may_be_printed or self.newspaper:
            return self.may_be_printed
        running = sum(line.is_running for line in self.lines)
        bonds = [
            _bond(left.text, right.text)
            for left, right in pairwise(self.lines)
            if left.is_running and not left.is_finished
        ]
        bound = _FEW_BROKEN if len(bonds) <= max(1, _SLOPPY * running) else _BROKEN
        return sum(bonds) >= bound * len(bonds)

    @cached_property
    def indented(self) -> bool:
        """Whether the page indents its paragraphs."""
        return sum(line.is_indented for line in self.lines) * 2 > len(self.lines)

    @cached_property
    def verse(self) -> frozenset[int]:
        """Short lines in a row, which may be verse; a byline ends the row of what stands above it."""
        return _in_a_row(self.credited, lambda line: line.is_plain and len(line.text) <= _VERSE)

    @cached_property
    def listed(self) -> frozenset[int]:
        """Lines that may be items of a list: they end in a comma, the last but one perhaps in an "and"."""
        return _in_a_row(self.lines, lambda line: _ITEM_END.search(line.tail) is not None, "：:")

    @cached_property
    def rows(self) -> frozenset[int]:
        """Lines in a row that begin and end in a number or a foreign word, as those of a table do."""
        return _in_a_row(self.lines, lambda line: _ROW.match(line.text) is not None)

    def is_broken(self, left: _Left, right: Line) -> bool:
        """Whether the second line continues the first."""
        if left.line.is_finished or "heading" in {left.line.paragraph.kind, right.paragraph.kind}:
            return False
        certain = right.continues or (left.opened != "" and right.closed[:1] == left.opened[-1:])
        binds = self._runs_on(left, right, certain) if left.runs else self._is_stub(left, right, certain)
        if not binds or not left.line.is_chinese or self._stands_apart(left, right):
            return False
        index = left.line.index
        return certain or self.newspaper or not (index in self.listed or index in self.rows)

    def _stands_apart(self, left: _Left, line: Line) -> bool:
        """Whether a line begins something new."""
        if line.is_credit or line.has_dateline or line.is_numbered or line.is_spoken or line.is_box:
            return True
        labelled = line.is_labelled and _bond(left.line.text, line.text) <= _IN_WORD
        if not left.is_open and (labelled or (left.line.is_labelled and line.is_field)):
            return True
        return (line.is_indented and self.indented) or not line.is_chinese

    def _runs_on(self, left: _Left, right: Line, certain: bool) -> bool:  # noqa: FBT001 - a finding
        if certain:
            return True
        if right.is_headline or left.may_head:
            return False
        if left.is_open or left.line.wants_more:
            return right.head[:1] not in _QUOTES
        return self.printed and self._bond(left, right) > _NEEDED

    def _is_stub(self, left: _Left, right: Line, certain: bool) -> bool:  # noqa: FBT001 - a finding
        """Whether a short line begins a paragraph, rather than being a headline, a caption or verse."""
        line = left.line
        long = line.opens or len(line.text) > _SALUTATION
        if not (certain or self.newspaper or left.is_open or line.opens):
            return False
        if line.is_numbered or line.is_spoken or not (right.is_running or (long and right.is_finished)):
            return False
        prose = self.newspaper and len(line.text) > _VERSE  # what is short below is its rest, or a headline
        near = {line.index} if prose else {line.index, right.index}
        if not line.opens and not self.verse.isdisjoint(near):
            return False
        if certain:
            return True
        if left.is_open:
            binds = long or line.tail[-1:] not in _COMMAS  # a salutation may end so
        elif line.opens:
            binds = self._bond(left, right) > _NEEDED
        else:
            has_comma = "，" in line.text or "," in line.text
            binds = self.newspaper and _bond(line.text, right.text) > (_STUB if has_comma else _IN_WORD)
        return binds and self.printed

    def _bond(self, left: _Left, right: Line) -> float:
        opening = right.opens or right.head[:1] in _QUOTES
        return (
            _bond(left.line.text, right.text)
            + (_NEWSPAPER if self.newspaper else 0.0)
            - (_LIKE_AN_OPENING if opening else 0.0)
        )


def _bond(left: str, right: str) -> float:
    """How much likelier, in nats, a sentence goes on from one text to the other than one ends.

    The characters that meet must also be a pair, since letters and marks say little about ends of sentences.
    """
    model = charmodel.load()
    last, first = left[-1], right[0]
    pair = model.pair(last, first)
    goes_on = pair - model.pair(last, "。") - model.pair("。", first)
    return min(goes_on - _GOES_ON, pair - model.char(first) + _PAIR)
