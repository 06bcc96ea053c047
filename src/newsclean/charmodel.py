"""How likely a text is as Chinese, character by character.

The model knows how often characters are, how often one follows another, and which form
of a character belongs to which script. It ranks readings: of bytes whose encoding
is not known, and of text that was decoded wrongly. Characters are counted in their simplified
form, so both scripts share one table of about 110,000 pairs; `tools/make_charmodel.py` makes it
and names its sources and their licences.

>>> model = load()
>>> model.score("今天天气很好。") > model.score("浠婂ぉ澶╂皵寰堝ソ銆")
True
"""

from __future__ import annotations

import struct
import sys
from array import array
from functools import cache
from itertools import accumulate, pairwise
from string import ascii_letters, digits

from newsclean.files import PACKAGE

START = "\n"
"""Stands before the first character of a text and after the last."""

STEP = 0.1
"""Nats a unit of the stored bytes."""

UNKNOWN_HAN = -16.5
"""Log-probability of a Chinese character that is in no source, in nats."""

_PARTS = 13
_NATS = [-STEP * i for i in range(256)]
_NOTHING: dict[str, float] = {}
_MOST = 1 << 17  # entries of a table that grows with what is asked
_CLASSES = (  # what a character outside the vocabulary costs, by the block it stands in; first match counts
    (0x00, 0x09, -24.0),  # C0 controls
    (0x0B, 0x20, -24.0),
    (0x20, 0x7F, -14.0),
    (0x7F, 0xA0, -24.0),  # C1 controls
    (0xA0, 0x250, -15.0),  # accented Latin
    (0x250, 0x1E00, -16.5),  # other alphabets
    (0x1E00, 0x1F00, -16.0),
    (0x2000, 0x2E80, -15.5),  # punctuation, symbols
    (0x3000, 0x3040, -15.0),
    (0x3040, 0x3100, -13.0),  # kana
    (0x3400, 0x4DC0, -18.5),  # extension A
    (0x4E00, 0xA000, UNKNOWN_HAN),
    (0xAC00, 0xD7A4, -16.5),  # hangul
    (0xD800, 0xF900, -24.0),  # surrogates, private use
    (0xF900, 0xFB00, -19.0),  # compatibility ideographs
    (0xFE30, 0xFE70, -13.0),  # vertical and small forms
    (0xFF00, 0xFF61, -15.0),
    (0xFF61, 0xFFA0, -17.0),  # half-width kana
    (0xFFF0, 0x10000, -24.0),
    (0x1F000, 0x20000, -15.0),  # emoji
    (0x20000, 0x3FFFF, -19.0),
)


def _outside(char: str) -> float:
    """Cost of a character that is not in the vocabulary, in nats."""
    code = ord(char)
    for start, end, value in _CLASSES:
        if start <= code < end:
            return value
    return -20.0


class _Costs(dict[str, float]):
    """Log-probabilities; a character without one gets its block's and keeps it."""

    def __missing__(self, char: str) -> float:
        value = _outside(char)
        if len(self) < _MOST:  # hostile input must not fill the memory
            self[char] = value
        return value


class _Rows(dict[str, dict[str, float]]):
    """The pairs by their first character; a row is unpacked when it is first asked for."""

    def __init__(self, vocabulary: str, bounds: list[int], gaps: array[int], values: bytes) -> None:
        super().__init__()
        self._vocabulary = list(vocabulary)
        self._rows = {c: i for i, c in enumerate(vocabulary)}
        self._bounds = bounds
        self._gaps = gaps
        self._values = values

    def __missing__(self, prev: str) -> dict[str, float]:
        index = self._rows.get(prev)
        if index is None:
            if len(self) < _MOST:
                self[prev] = _NOTHING
            return _NOTHING
        here = slice(self._bounds[index], self._bounds[index + 1])
        nexts = map(self._vocabulary.__getitem__, accumulate(self._gaps[here]))
        row = self[prev] = dict(zip(nexts, map(_NATS.__getitem__, self._values[here]), strict=True))
        return row


class CharModel:
    """Statistics of Chinese characters and their pairs.

    The attributes are for searches that cannot afford a call a character; everything is in nats, and
    keys are *folded* (see `fold`) but in `share`.

    Attributes:
        chars: log p(character).
        starts: log p(character | a word begins here): with `backs`, what an unlisted pair costs.
        backs: log weight of "a word may end here", by the character before.
        pairs: log p(character | the one before), by the one before; only what differs from the back-off.
        folded: The form in which a character is counted, for those that have another: above all, simplified.
        share: Log share of a form among the forms of its character, in simplified and in traditional text.
            Forms that are the only one of their character are missing: their share is all, 0.0.
    """

    __slots__ = ("_table", "backs", "chars", "folded", "pairs", "share", "starts")

    def __init__(self, packed: bytes) -> None:
        import lzma  # noqa: PLC0415 - most texts load this module and never the model

        raw = lzma.decompress(packed)
        sizes = struct.unpack_from(f"<{_PARTS}I", raw)
        bounds = list(accumulate(sizes, initial=4 * _PARTS))
        parts = [raw[a:b] for a, b in pairwise(bounds)]
        vocabulary = parts[0].decode("utf-16-le")
        nats = _NATS.__getitem__
        self.chars: dict[str, float] = _Costs(zip(vocabulary, map(nats, parts[1]), strict=True))
        self.starts: dict[str, float] = _Costs(zip(vocabulary, map(nats, parts[2]), strict=True))
        self.backs = dict(zip(vocabulary, map(nats, parts[3]), strict=True))
        raw_gaps = bytearray(2 * len(parts[7]))
        raw_gaps[0::2], raw_gaps[1::2] = parts[7], parts[6]
        gaps = array("H", bytes(raw_gaps))
        if sys.byteorder == "big":  # pragma: no cover
            gaps.byteswap()
        lengths = (high << 8 | low for high, low in zip(parts[4], parts[5], strict=True))
        self.pairs: dict[str, dict[str, float]] = _Rows(
            vocabulary, list(accumulate(lengths, initial=0)), gaps, parts[8]
        )
        forms, simple = parts[9].decode("utf-16-le"), parts[10].decode("utf-16-le")
        self.folded = {c: s for c, s in zip(forms, simple, strict=True) if c != s}
        self.folded |= {chr(ord(c) + 0xFEE0): c for c in ascii_letters + digits}  # full-width ones
        self.folded["\t"] = " "
        self.share = dict(
            zip(forms, zip(map(nats, parts[11]), map(nats, parts[12]), strict=True), strict=True)
        )
        self._table = {ord(c): s for c, s in self.folded.items()}

    def fold(self, text: str) -> str:
        """Every character in its simplified form, full-width letters and digits in ASCII, a tab as a space.

        >>> load().fold("當時的國際形勢")
        '当时的国际形势'
        """
        return text.translate(self._table)

    def char(self, char: str) -> float:
        """Log-probability of one character on its own, in nats."""
        own = self.chars[self.folded.get(char, char)]
        shares = self.share.get(char)
        return own + max(shares) if shares else own

    def pair(self, prev: str, char: str) -> float:
        """Log-probability of `char` after `prev`, in nats, in whichever script suits it."""
        a, b = self.folded.get(prev, prev), self.folded.get(char, char)
        value = self.pairs[a].get(b)
        if value is None:
            value = self.backs.get(a, 0.0) + self.starts[b]
        shares = self.share.get(char)
        return value + max(shares) if shares else value

    def score(self, text: str) -> float:
        """Mean log-probability a character, in nats; the more likely script counts.

        Ordinary Chinese has -5 to -6, rare names and verse -8, Chinese decoded wrongly -10 and less.
        An empty text has 0.0.
        """
        if not text:
            return 0.0
        return self.total(text) / len(text)

    def total(self, text: str, prev: str = START) -> float:
        """Sum of what `score` averages, after the character `prev`."""
        pairs, backs, starts = self.pairs, self.backs, self.starts
        total = 0.0
        a = self.folded.get(prev, prev)
        for b in map(self.folded.get, text, text):
            value = pairs[a].get(b)
            total += backs.get(a, 0.0) + starts[b] if value is None else value
            a = b
        both = list(filter(None, map(self.share.get, text)))
        if both:
            total += max(sum(hans for hans, _ in both), sum(hant for _, hant in both))
        return total


@cache
def load() -> CharModel:
    """The model that ships with the package; read once, in about 20 ms."""
    return CharModel((PACKAGE / "data/charmodel.bin").read_bytes())
