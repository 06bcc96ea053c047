"""Where a text may be damaged: a cheap look at all of it, so that the dear search sees only suspects.

What is looked for is what mojibake is full of and ordinary text is not: rare characters close together,
private use, half-width kana, control characters, pairs of accented letters, a question mark in a word.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate, chain
from string import printable
from typing import NamedTuple

from newsclean.characters import LETTER, REPLACEMENT, without_ascii
from newsclean.files import PACKAGE
from newsclean.lazy import AnyOf, begin_with, regex
from newsclean.mojibake.samples import is_dense, is_traditional
from newsclean.mojibake.slips import torn

GAP = 9
"""Ordinary characters that may stand between two suspicious ones."""
ASCII_GAP = 60
"""ASCII characters that may: foreign names stand inside of damaged passages."""
WEIGHT = 3
"""Suspicion at which a passage is looked into."""
ENDING = 4
"""Characters behind a passage among which a question mark is what is left of its last one."""
BESIDE = 6
"""Characters beside a passage in which letters that were swallowed are looked for."""

_KEYS = frozenset(map(chr, range(32, 127)))
_TONED = regex("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]")
_QUESTION = regex(
    r"\?(?:(?=[!-/:-@]?[^\x00-\x9f])"
    rf"|(?<={LETTER}\?)(?=[@-~]{LETTER}|[0-9]|\(?[a-z\u00e0-\u01ff]{{1,6}}\)))"
)
_SWALLOWED = regex(r"[@-~](?<=[^\x00-\x7f].)(?=[^\x00-\x7f]|\([a-z\u00e0-\u01ff]{1,6}\))")
"""A letter or the like in what is not ASCII: that this is Chinese is asked of the few that are found, since a
class of all Chinese characters takes as long to compile as a small text to clean."""
_NOBODY = regex("[\x80-\x9f\ue000-\uf8ff\ufffd]")
_WESTERN = (
    "\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018\u2019"
    "\u201a\u201c\u201d\u201e\u2020\u2021\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
)
"""What Windows-1252 has in place of C1 controls: with an accented letter before it, a sign of mojibake."""
_KUN = "锟"
"""What two replacement characters begin with when GBK reads them: 锟斤拷."""
_BOM = "锘"
"""What GBK makes of the first two bytes of UTF-8's byte order mark."""
_SPACE = "\ue5e5"
"""GBK A3A0, a wide space in Windows' fonts and in web browsers."""
_TWO_MARKS = regex(r"\?\?(?<=[\u3400-\u9fff]\?\?)(?!\?)")


class Window(NamedTuple):
    """A passage that may be damaged: `start` to `end`, in code points."""

    start: int
    end: int


_HARMLESS = (
    "\\x00-\x7f\xa0\u0250-\u02ff\u0700-\u0dff\u0e80-\u10ff\u1200-\u202f\u2031-\u2201\u2266-\u24ff\u25a1-\u25c9\u25cb-\u3040"
    "\u3100-\u3104\u312a-\u33ff\ua000-\uabff\ud7a4-\udfff\ufb00\ufb03-\ufe2f\ufe50-\uff60\uffa0-\ufffc\ufffe-\U0010ffff"
)
"""What ordinary text may have beside common Chinese characters. Left out is what mojibake is full of:
C1 controls and accented letters, Greek to Arabic, Thai, kana, bopomofo, hangul, private use,
compatibility forms, half-width kana, some signs of Mac and DOS, U+FFFD."""


@cache
def _suspects() -> AnyOf:
    """What ordinary text hardly has, and mojibake is full of; the Chinese of it by `tools/make_common.py`."""
    common = (PACKAGE / "data/common.txt").read_text(encoding="utf-8").rstrip("\n")
    return AnyOf(f"{common}{printable}，。、：；！？（）《》“”‘’—…·", _HARMLESS, others=True)


class Look(NamedTuple):
    """What a look at a text says.

    Attributes:
        windows: The suspicious passages, in order, without context.
        torn: Where pairs of Big5 seem to be off by one.
        lost: Signs of characters that are lost occur.
        toned: Letters with the tone marks of pinyin occur.
        bare: The text without its ASCII, or all of it if that is little.
    """

    windows: list[Window]
    torn: list[tuple[int, int]]
    lost: bool
    toned: bool
    bare: str

    @property
    def quiet(self) -> bool:
        """Whether nothing in the text can be damaged: no need to look closer."""
        return not (self.windows or self.torn or self.lost)


def look_at(text: str, *, shifts: bool = False) -> Look:
    """A look at a whole text, at about 300 MB/s.

    ASCII is left out first, so that a web page costs little more than its text.

    Args:
        text: Any text.
        shifts: Whether it is known to have lost bytes: then two question marks are suspicious, too.
    """
    if text.isascii():
        return Look([], [], lost=False, toned=False, bare="")
    bare = text if is_dense(text) else without_ascii(text)
    marks = {m.span(): 2 for m in begin_with("?", _QUESTION, text)}
    lost = bool(marks) or _KUN in text or text.startswith(_BOM)
    if shifts:
        marks |= {m.span(): WEIGHT for m in _TWO_MARKS.finditer(text)}
    runs = _suspects().runs_in(bare)
    return Look(
        _windows(text, runs, _suspicious(text, bare, runs) if runs else [], marks),
        list(torn(text)) if is_traditional(bare) else [],
        lost=lost,
        toned=_TONED.search(bare) is not None,
        bare=bare,
    )


def is_toned(text: str) -> bool:
    """Whether letters with the tone marks of pinyin occur."""
    return _TONED.search(without_ascii(text)) is not None


def marks(text: str) -> int:
    """How many question marks stand where a word goes on."""
    return sum(1 for _ in begin_with("?", _QUESTION, text))


def suspicion(text: str) -> int:
    """How many suspicious characters a text has; those that stand for a loss do not count."""
    return sum(len(m[0]) - m[0].count(REPLACEMENT) for m in _suspects().runs.finditer(text))


def _windows(
    text: str,
    runs: re.Pattern[str] | None,
    spans: list[tuple[int, int]],
    marks: dict[tuple[int, int], int],
) -> list[Window]:
    """The suspicious passages.

    Args:
        text: Any text.
        runs: The pattern of its suspicious characters, if it has any.
        spans: Where they stand in it.
        marks: Where question marks do that weigh something, and how much.
    """
    if marks:
        spans = sorted({*spans, *marks})
    weights = {start: weight for (start, _), weight in marks.items()}
    found: list[Window] = []
    start = end = -1
    size = 0
    for a, b in [*spans, (len(text) + ASCII_GAP + 1, 0)]:
        gap = a - end
        if size and (
            gap <= GAP or (gap <= ASCII_GAP and text[end] in _KEYS and _KEYS.issuperset(text[end:a]))
        ):
            end = max(end, b)
            size += b - a
            continue
        if size and (size > 1 or _is_odd(text, start)):
            window = _weighed(text, start, end, runs, weights)
            if window:
                found.append(window)
        start, end, size = a, b, b - a
    return found


def _suspicious(text: str, bare: str, runs: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where suspicious characters stand, alone or in runs.

    One told from what is not ASCII stands where it first comes behind the one before: all of them are told.
    """
    if bare is text:
        return [run.span() for run in runs.finditer(text)]
    spans: list[tuple[int, int]] = []
    end = 0
    for char in "".join(runs.findall(bare)):
        start = text.index(char, end)
        end = start + 1
        spans.append((start, end))
    return spans


def _is_odd(text: str, place: int) -> bool:
    """Whether a suspicious character that stands alone is more than a rare one."""
    if not _is_chinese(text[place]):
        return True
    return not _KEYS.isdisjoint(text[max(0, place - 4) : place + 5])


def _is_chinese(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _weighed(
    text: str, start: int, end: int, runs: re.Pattern[str] | None, marks: dict[int, int]
) -> Window | None:
    """The passage as a window if it is suspicious enough, with the letters beside it that were swallowed."""
    floor, ceiling = max(0, start - BESIDE), end + BESIDE
    swallowed = [
        m.start()
        for m in _SWALLOWED.finditer(text, floor, ceiling)
        if (_is_chinese(text[m.start() - 1]) or "\ue000" <= text[m.start() - 1] <= "\uf8ff")
        and (text[m.end()] == "(" or _is_chinese(text[m.end()]))
    ]
    ending = text.find("?", end, end + ENDING)
    weights = chain(
        (
            _weight(m[0], text[m.end() : m.end() + 1])
            for m in (runs.finditer(text, start, end) if runs else ())
        ),
        (marks[place] for place in range(start, end) if place in marks),
        (2 for _ in swallowed),
        (2,) * (ending >= 0),
    )
    if not any(weight >= WEIGHT for weight in accumulate(weights)):
        return None
    return Window(min([start, *swallowed]), max(end, ending + 1, *(at + 1 for at in swallowed)))


def _weight(run: str, follower: str) -> int:
    """How suspicious a run is: 1 a character, 3 for what nobody writes; a single accented letter is none.

    Nobody writes a euro sign behind one: that is the second byte of curly quotation marks and dashes.
    """
    run = run.replace(_SPACE, "")
    if len(run) < 2:
        if "\xa1" <= run <= "\u024f":
            return 3 if follower == "€" else 2 if follower in _WESTERN and follower else 0
        return 3 if "\ue000" <= run <= "\uf8ff" or run == "\ufffd" or "\x80" <= run < "\xa0" else len(run)
    return len(run) + 2 * len(_NOBODY.findall(run))
