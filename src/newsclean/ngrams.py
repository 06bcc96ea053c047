"""How likely a Chinese character is after the three before it: for choosing characters that were lost.

Beside `charmodel`, which knows pairs and is asked about every text, this model knows words and what stands
beside them. It is read when the first search for lost bytes begins, and by nothing else.
`tools/make_ngrams.py` makes its table, and names the sources and their licences.

>>> model = load()
>>> before = model.context("昨天图书")
>>> before.score("馆") > before.score("官")
True
"""

from __future__ import annotations

import lzma
import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise
from typing import NamedTuple

from newsclean import charmodel

ORDER = 4
"""Characters of the longest sequence that was counted."""
STEP = 0.2
"""Nats a unit of the stored bytes."""
LEAST = 1.0
"""Nats above zero of the largest weight of a back-off that can be stored."""

OPENING = "“‘《「『（【〈〔"
"""Marks that open, behind which no line ends."""
HARDLY = -12.0
"""Log-probability that one does all the same, in nats: the paragraphs counted are too few to tell."""

_NATS = [-STEP * i for i in range(256)]
_BACKS = [LEAST - STEP * i for i in range(256)]
_MOST = 1 << 17  # entries of a table that grows with what is asked
_PER_LEVEL = 6


class Context:
    """What stands before a character, as far as the model tells one such from another.

    Attributes:
        chars: The characters, simplified; at most three.
        row: log p(character | these before it); only what differs from the back-off.
        back: Log weight of the back-off, in nats.
        lower: The context without its first character, to which it backs off; None for the empty one.
    """

    __slots__ = ("back", "chars", "lower", "row")

    def __init__(self, chars: str, row: dict[str, float], back: float, lower: Context | None) -> None:
        self.chars = chars
        self.row = row
        self.back = back
        self.lower = lower

    def score(self, fold: str) -> float:
        """Log-probability of a simplified character here, in nats."""
        total = 0.0
        here: Context | None = self
        while here is not None:
            value = here.row.get(fold)
            if value is not None:
                return total + value
            total += here.back
            here = here.lower
        return total + charmodel.load().chars[fold]

    def rows(self) -> Iterator[dict[str, float]]:
        """What was seen after these characters, and after fewer of them; but not after none."""
        here = self
        while here.lower is not None:
            yield here.row
            here = here.lower


class _Level(NamedTuple):
    """The sequences of one length, in a trie: the children of each sequence lie together, in order.

    Attributes:
        first: Number of the first child of each; one more closes the last.
        nexts: The character that each child adds, by its number in the vocabulary.
        values: Log-probability of each child, in stored units.
        backs: Log weight of the back-off of each sequence, in stored units.
    """

    first: array[int]
    nexts: array[int]
    values: bytes
    backs: bytes


class NGrams:
    """Sequences of up to four characters, with back-off (Katz); characters are folded to simplified."""

    def __init__(self, packed: bytes) -> None:
        raw = lzma.decompress(packed)
        sizes = struct.unpack_from(f"<{2 + _PER_LEVEL * (ORDER - 1)}I", raw)
        bounds = list(accumulate(sizes, initial=4 * len(sizes)))
        parts = [raw[a:b] for a, b in pairwise(bounds)]
        self._vocabulary = parts[0].decode("utf-16-le")
        self._number = {char: i for i, char in enumerate(self._vocabulary)}
        rest = iter(parts[2:])
        self._levels = [
            _Level(
                array("I", accumulate(_wide(high, low), initial=0)), _wide(next_high, next_low), values, backs
            )
            for high, low, next_high, next_low, values, backs in zip(*[rest] * _PER_LEVEL, strict=True)
        ]
        row = dict(zip(self._vocabulary, map(_NATS.__getitem__, parts[1]), strict=True))
        self._empty = Context("", row, 0.0, None)
        self._contexts: dict[str, Context] = {"": self._empty}

    def context(self, before: str) -> Context:
        """The context that a text before a character makes.

        Args:
            before: The text, simplified; its last three characters count.
        """
        chars = before[1 - ORDER :]
        found = self._contexts.get(chars)
        if found is None:
            lower = self.context(chars[1:])
            found = self._unpacked(chars, lower) or lower
            if len(self._contexts) < _MOST:  # hostile input must not fill the memory
                self._contexts[chars] = found
        return found

    def _unpacked(self, chars: str, lower: Context) -> Context | None:
        """The context of exactly these characters; None when nothing is known of it."""
        node = self._number.get(chars[0])
        if node is None:
            return None
        for level, char in zip(self._levels, chars[1:], strict=False):
            number = self._number.get(char, -1)
            end = level.first[node + 1]
            node = bisect_left(level.nexts, number, level.first[node], end)
            if node == end or level.nexts[node] != number:
                return None
        level = self._levels[len(chars) - 1]
        here = slice(level.first[node], level.first[node + 1])
        row = dict(
            zip(
                map(self._vocabulary.__getitem__, level.nexts[here]),
                map(_NATS.__getitem__, level.values[here]),
                strict=True,
            )
        )
        if chars in OPENING:
            row[charmodel.START] = HARDLY
        return Context(chars, row, _BACKS[level.backs[node]], lower) if row else None


def _wide(high: bytes, low: bytes) -> array[int]:
    """Numbers of two bytes, whose halves were stored apart."""
    both = bytearray(2 * len(low))
    both[0::2], both[1::2] = low, high
    numbers = array("H", bytes(both))
    if sys.byteorder == "big":  # pragma: no cover
        numbers.byteswap()
    return numbers


@cache
def load() -> NGrams:
    """The model that ships with the package; read once, in about 0.1 s."""
    return NGrams((files("newsclean") / "data" / "ngrams.bin").read_bytes())
