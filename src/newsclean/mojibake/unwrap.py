"""Text decoded wrongly twice, with losses: the outer UTF-8 undone as far as its bytes are there.

What comes out is not text but a choice of characters a place, for the search to choose from.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from newsclean.mojibake.readers import REPLACEMENT, Reader

LOST = -1
"""A byte that is not there."""
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
    raw: list[int] = []
    ends: list[int] = []
    for place, char in enumerate(text, 1):
        ways = outer.ways(char)
        if char in MARK + REPLACEMENT:
            codes: Sequence[int] = [LOST]
        else:
            codes = ways[0] if ways else [-ord(char)]  # what this reader never gives stands for itself
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


def _size(raw: list[int], at: int) -> int:
    """How many bytes the character beginning there has."""
    first = raw[at]
    if first < LOST:
        return 1
    if first == LOST:
        size = 3 if at + 1 < len(raw) and 0x80 <= raw[at + 1] < 0xC0 else 1
    elif first < 0xC0:
        size = 1
    else:
        size = 2 if first < 0xE0 else 3
    taken = 1
    while (
        taken < size and at + taken < len(raw) and (raw[at + taken] == LOST or 0x80 <= raw[at + taken] < 0xC0)
    ):
        taken += 1
    return taken


def _choices(codes: list[int], inner: Reader) -> str:
    """The characters with these bytes, of which some are lost."""
    if len(codes) == 1:
        return chr(abs(codes[0])) if codes[0] < LOST or 0 <= codes[0] < 0x80 else MARK
    if codes.count(LOST) > 1:
        return ""
    spans = [
        [code] if code != LOST else list(range(0xE2, 0xF0) if place == 0 else range(0x80, 0xC0))
        for place, code in enumerate(codes)
    ]
    chars = (bytes(each).decode("utf-8", "ignore") for each in product(*spans))
    found = "".join(char for char in chars if char and (char == REPLACEMENT or inner.ways(char)))
    return found if len(found) < MANY else ""
