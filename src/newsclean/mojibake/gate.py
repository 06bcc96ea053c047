"""Where a text may be damaged: a cheap look at all of it, so that the dear search sees only suspects.

What is looked for is what mojibake is full of and ordinary text is not: rare characters close together,
private use, half-width kana, control characters, pairs of accented letters, a question mark in a word.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from newsclean import charmodel
from newsclean.mojibake.escapes import may_escape

RARE = -11.8
"""Log-probability below which a character is rare, in nats: about 8 of a thousand in news."""
GAP = 9
"""Ordinary characters that may stand between two suspicious ones."""
ASCII_GAP = 60
"""ASCII characters that may: foreign names stand inside of damaged passages."""
WEIGHT = 3
"""Suspicion at which a passage is looked into."""

_ASCII = bytes(range(128))
_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_QUESTION = re.compile(
    r"\?(?=[!-/:-@]?[\u00a0-\uffff])"
    r"|(?<=[\u3400-\u9fff])\?(?=[@-~][\u3400-\u9fff]|[0-9]|\(?[a-z\u00e0-\u01ff]{1,6}\))"
)
_SWALLOWED = re.compile(
    r"(?<=[\u3400-\u9fff\ue000-\uf8ff])[@-~](?=[\u3400-\u9fff]|\([a-z\u00e0-\u01ff]{1,6}\))"
)
_TWO_MARKS = re.compile(r"(?<=[\u3400-\u9fff])\?\?(?!\?)(?=[^?]|$)")


class Window(NamedTuple):
    """A passage that may be damaged: `start` to `end`, in code points."""

    start: int
    end: int


def _ranges(codes: list[int]) -> str:
    """Code points as the inside of a character class."""
    bounds = [0, *(i for i, (a, b) in enumerate(pairwise(codes), 1) if b != a + 1), len(codes)]
    return "".join(f"{chr(codes[a])}-{chr(codes[b - 1])}" for a, b in pairwise(bounds))


@cache
def _suspects() -> re.Pattern[str]:
    model = charmodel.load()
    common = {char for char, value in model.chars.items() if value > RARE}
    common |= {char for char, fold in model.folded.items() if fold in common}
    rare = [code for code in range(0x3400, 0xA000) if chr(code) not in common]
    return re.compile(
        f"[{_ranges(rare)}\x80-\x9f\ue000-\uf8ff\ufffd\uff61-\uff9f\u1100-\u11ff\uac00-\ud7a3\u3041-\u30ff\u3105-\u3129"
        "\u0370-\u06ff\u0e00-\u0e7f\u2500-\u25a0\uf900-\ufaff\ufe30-\ufe4f]+"
        "|[\xa1-\u024f\u0300-\u036f\u2018-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122\u02c6\u02dc\u2202-\u2265\u25ca]"
        "[\x80-\u036f\u2013-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122\u2202-\u2265\u25ca\uf8ff\ufb01\ufb02]+"
    )


def is_quiet(text: str) -> bool:
    """Whether nothing in the text can be damaged: no need to look closer. Runs at about 300 MB/s."""
    if text.isascii():
        return not may_escape(text)
    rest = text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
    weight = 0
    end = -1000
    for m in _suspects().finditer(rest):
        weight = weight if m.start() - end <= GAP else 0
        weight += m.end() - m.start()
        end = m.end()
        if weight >= WEIGHT:
            return False
    return not _QUESTION.search(text)


def has_tones(text: str) -> bool:
    """Whether letters with the tone marks of pinyin occur."""
    return not text.isascii() and any(tone in text for tone in _TONES)


def windows(text: str, *, shifts: bool = False) -> list[Window]:
    """The suspicious passages, in order, without context.

    Args:
        text: Any text.
        shifts: Whether the text is known to have lost bytes: then two question marks are suspicious, too.
    """
    hits = [(m.start(), m.end(), _weight(m.group())) for m in _suspects().finditer(text)]
    if "?" in text:
        hits += [(m.start(), m.end(), 2) for m in _QUESTION.finditer(text)]
        if shifts:
            hits += [(m.start(), m.end(), WEIGHT) for m in _TWO_MARKS.finditer(text)]
    if hits:
        hits += [(m.start(), m.end(), 2) for m in _SWALLOWED.finditer(text)]
        hits.sort()
    found: list[Window] = []
    start = end = weight = -1
    for a, b, w in hits:
        if weight >= 0 and _near(text, end, a):
            weight += w
            end = max(end, b)
            continue
        if weight >= WEIGHT:
            found.append(Window(start, end))
        start, end, weight = a, b, w
    if weight >= WEIGHT:
        found.append(Window(start, end))
    return found


def _weight(run: str) -> int:
    return sum(3 if "\ue000" <= c <= "\uf8ff" or c == "\ufffd" or "\x80" <= c < "\xa0" else 1 for c in run)


def _near(text: str, end: int, start: int) -> bool:
    gap = start - end
    if gap <= GAP:
        return True
    return gap <= ASCII_GAP and text[end:start].isascii() and "\n" not in text[end:start]
