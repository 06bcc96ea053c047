"""Joins lines that a program or a narrow column wrapped at a fixed width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from newsclean.layout.joins import Join, between
from newsclean.layout.lines import Line
from newsclean.lazy import regex

HARD_WRAP: Final = "hard-wrap"

_NARROW: Final = regex("[\x20-\x7e\u00a0-\u02ff]")
_LEAST: Final = 4
"""Fewest full lines of a wrapped text."""
_LEAST_TOLD: Final = 2
"""The same where indents or blank lines tell its paragraphs, and only the last line of one is short."""
_SHARE: Final = 0.4
"""Least share of the lines of a wrapped text that are full, where nothing tells its paragraphs."""
_MOST: Final = 0.6
"""Least share of the full lines that are such as prose has when it is wrapped."""
_SENTENCE: Final = regex("[。！？!?；;：:…][”’」』）)]*$")
_MARK_ENDS: Final = frozenset("，、,。！？!?；;：:…”’」』）)")
_MARKS: Final = regex(r"[，。、；：！？,;]|(?<!\.)\.(?!\.)")  # a row of dots leads to a price or a page


def find_wraps(lines: Sequence[Line], source: str) -> list[Join]:
    """Find the lines of wrapped text that belong together.

    A text is wrapped if at least two in five of its lines are full, that is about as long as the longest, and
    if most of these do not end in a punctuation mark but have one inside (verse has marks only at line
    ends). A repeated line counts once, since it is part of the site. Two full lines are enough if all
    lines are full except those before an indented line or a blank one. A full line is continued by the
    next one, unless that is indented, after a blank line, or a short one that ends no sentence below one
    that does. In a text with neither, a full line that ends a sentence ends its paragraph.

    Args:
        lines: All paragraphs of a document.
        source: The text they were made from, which shows the blank lines.
    """
    plain = [line for line in lines if line.is_plain and line.paragraph.kind == "text"]
    if len(plain) <= _LEAST_TOLD or _count_broken(plain) < _MOST * _LEAST_TOLD:
        return []
    apart = _set_apart(lines, source)
    headings = {left.index for left, right in pairwise(plain) if _heads(left, right, apart)}
    body = [line for line in plain if line.index not in headings]
    full = max((_full(body, measure) for measure in _MEASURES), key=len)
    members = {line.index for line in full}
    begins = apart | {line.index for line in plain if line.is_indented}
    told = bool(begins)
    inner = {a.index for a, b in pairwise(plain) if b.index == a.index + 1 and b.index not in begins}
    least = _LEAST_TOLD if told and inner <= members else max(_LEAST, _SHARE * len(plain))
    if len({line.text for line in full}) < least or not _is_prose(full):
        return []
    wrapped = {line.index for line in plain}
    joins: list[Join] = []
    start: int | None = None
    for left, right in pairwise(lines):
        heads = right.index not in members and not right.is_finished  # of a section: its line is short
        goes_on = (
            left.index in members
            and right.index in wrapped
            and right.index not in begins
            and not right.is_numbered
            and not (_SENTENCE.search(left.text) and (not told or heads))
        )
        if goes_on:
            start = left.index if start is None else start
            joins.append(Join(start, right.index, between(left.text, right.text), HARD_WRAP))
        else:
            start = None
    return joins


def _count_broken(lines: Sequence[Line]) -> int:
    """How many lines end in no punctuation mark."""
    return sum(line.text[-1] not in _MARK_ENDS for line in lines)


def _is_prose(full: Sequence[Line]) -> bool:
    """Whether most of the full lines are Chinese, end in no mark and have one inside."""
    marked = sum(_MARKS.search(line.text[1:-1]) is not None for line in full)
    chinese = sum(line.is_chinese for line in full)
    return min(_count_broken(full), marked, chinese) >= _MOST * len(full)


def _heads(line: Line, below: Line, apart: set[int]) -> bool:
    """Whether a line stands between blank ones and ends no sentence, as the head of a page does."""
    return below.index in apart and (line.index in apart or line.index == 0) and not line.is_finished


def _full(lines: Sequence[Line], measure: _Measure) -> list[Line]:
    """The lines that are about as long as the longest; none if the text is not wrapped."""
    lengths: list[int] = []
    strays = len(lines) // 20  # a title may be longer
    for line in lines:
        lengths.append(measure.length(line.paragraph.text.rstrip()))
        strays -= lengths[-1] > measure.most
        if strays < 0:
            return []
    ordered = sorted(lengths)
    longest = ordered[-1 - len(ordered) // 20]
    if longest < measure.least or ordered[-1] > longest + measure.slack:
        return []
    return [line for line, length in zip(lines, lengths, strict=True) if length > longest - measure.slack]


def width(text: str) -> int:
    """The width of a text in columns: one for ASCII and Latin letters, two for all other characters.

    >>> width("通车12年")
    8
    """
    return 2 * len(text) - len(_NARROW.findall(text))


class _Measure(NamedTuple):
    """How a program measures lines.

    Attributes:
        length: The length of a line.
        least: Shorter lines are verse.
        most: Longer lines are paragraphs.
        slack: By how much a full line may be shorter: a character and a mark that must not begin a line, or
            a word.
    """

    length: Callable[[str], int]
    least: int
    most: int
    slack: int


_MEASURES: Final = (_Measure(width, 20, 160, 5), _Measure(len, 10, 80, 3))
"""In columns, of which a Chinese character takes two; and in characters."""


def _set_apart(lines: Sequence[Line], source: str) -> set[int]:
    """The lines after a blank line; none if nearly all are, since that says nothing."""
    apart: set[int] = set()
    end = 0
    for line in lines:
        at = source.find(line.paragraph.text, end)
        if at < 0:
            if line.is_plain:
                return set()
            continue
        if line.is_plain and source.count("\n", end, at) > 1:
            apart.add(line.index)
        end = at + len(line.paragraph.text)
    return apart if len(apart) < 0.8 * sum(line.is_plain for line in lines) else set()
