"""Text decoded wrongly twice, with losses: the outer UTF-8 undone as far as its bytes are there.

What comes out is not text but a choice of characters a place, for the search to choose from.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import NamedTuple

from newsclean.characters import REPLACEMENT
from newsclean.mojibake.readers import Reader

Byte = tuple[int, ...]
"""What a byte can be; a character that the reader never gives is its code, negative."""
LOST: Byte = ()
"""A byte that is not there: it can be any."""
MANY = 256
"""Choices above which a place is open."""
MARK = "?"


class Unwrapped(NamedTuple):
    """The inner text.

    Attributes:
        choices: The characters that can stand at each place, in one string; empty where any can.
        ends: The end of each place in the outer text.
    """

    choices: list[str]
    ends: list[int]


@lru_cache(maxsize=2)  # the searches of a passage differ in other things, too
def unwrap(text: str, outer: Reader, inner: Reader) -> Unwrapped:
    """Undo one wrong reading of UTF-8 that lost bytes.

    Args:
        text: The damaged text.
        outer: Who read the UTF-8 last.
        inner: Who read the text before; only its characters come into question.
    """
    raw: list[Byte] = []
    ends: list[int] = []
    for place, char in enumerate(text, 1):
        plain = outer.made_plain(char)
        if plain and _is_under_way(raw):
            codes = [tuple(sorted(plain))]
        elif char in MARK + REPLACEMENT:
            codes = [LOST]
        else:
            codes = [(code,) for code in next(iter(outer.ways(char)), [-ord(char)])]
        raw += codes
        ends += [place] * len(codes)
    choices: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(raw):
        size = _size(raw, at)
        choices.append(_choices(raw[at : at + size], inner))
        at += size
        places.append(ends[at - 1])
    return Unwrapped(choices, places)


def _is_under_way(raw: list[Byte]) -> bool:
    """Whether a character is that needs one more byte."""
    last = [byte[0] if byte else 0 for byte in raw[-2:]]
    return bool(last) and (0xC2 <= last[-1] < 0xF0 or (0xE0 <= last[0] < 0xF0 and last[-1] >= 0x80))


def _size(raw: list[Byte], at: int) -> int:
    """How many bytes the character beginning there has."""
    first = raw[at]
    if not first:
        size = 3 if _goes_on(raw, at + 1) else 1
    elif first[0] < 0xC0:
        size = 1
    else:
        size = 2 if first[0] < 0xE0 else 3
    taken = 1
    while taken < size and (raw[at + taken : at + taken + 1] == [LOST] or _goes_on(raw, at + taken)):
        taken += 1
    return taken


def _goes_on(raw: list[Byte], at: int) -> bool:
    """Whether a second or third byte of a character is there."""
    return at < len(raw) and bool(raw[at]) and 0x80 <= raw[at][0] < 0xC0


def _choices(codes: list[Byte], inner: Reader) -> str:
    """The characters with these bytes, of which some are lost."""
    if len(codes) == 1:
        return chr(abs(codes[0][0])) if codes[0] and codes[0][0] < 0x80 else MARK
    if codes.count(LOST) > 1:
        return ""
    spans = [
        code or (range(0xE2, 0xF0) if place == 0 else range(0x80, 0xC0)) for place, code in enumerate(codes)
    ]
    chars = (bytes(each).decode("utf-8", "ignore") for each in product(*spans))
    found = "".join(char for char in chars if char and (char == REPLACEMENT or inner.ways(char)))
    if REPLACEMENT in found and codes[0] and codes[1]:
        return REPLACEMENT  # of its neighbours nobody writes any
    return found if len(found) < MANY else ""
