"""Which characters a few bytes can be when some of them are lost.

A byte is given as a *spec*: a number below 256 for a known byte, a larger one for one of a set of bytes, a
negative one for the second half of a lost pair, which depends on what the first half is (see `ByteSets`).
"""

from __future__ import annotations

import codecs
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import compress, repeat
from operator import add, itemgetter
from typing import NamedTuple

from newsclean import charmodel
from newsclean.mojibake.punctuation import MARKS
from newsclean.mojibake.readers import Reader
from newsclean.mojibake.readings import readings

SETS = 256
SPREAD = 40
"""Candidates for one lost character that are tried whatever stands before it."""
WIDE = -6.0
"""Log share of letters and digits of full width, of all, in nats."""
MOST = 1 << 16
"""Entries of a table that grows with what is asked."""
Specs = tuple[int, ...]


def is_known(specs: Specs) -> bool:
    """Whether none of the bytes is lost."""
    return min(specs) >= 0 and max(specs) < SETS


class Candidate(NamedTuple):
    """A character that the bytes can be.

    Attributes:
        char: The character.
        fold: Its simplified form, by which the model knows it.
        share: Log share of this form in the script at hand.
        base: Log-probability at the beginning of a word, with the share.
        raw: Its bytes, where it is one of several.
    """

    char: str
    fold: str
    share: float
    base: float
    raw: bytes


_BASE = itemgetter(3)  # of a candidate


@dataclass(eq=False)
class Choice:
    """The characters that a few bytes can be.

    Attributes:
        specs: What is known of the bytes; nothing where none of them is lost.
        found: The characters, likeliest first.
    """

    specs: Specs
    found: list[Candidate] = field(repr=False)

    @cached_property
    def by_fold(self) -> dict[str, Candidate]:
        """The characters by their simplified form; of several with the same one the likeliest."""
        return {c.fold: c for c in reversed(self.found)}

    @cached_property
    def shares(self) -> dict[str, float]:
        """The shares of those characters in the script at hand."""
        return {fold: c.share for fold, c in self.by_fold.items()}

    @cached_property
    def marks(self) -> list[str]:
        """Those of the characters of which the punctuation around tells how well they fit."""
        return [c.char for c in self.found if c.char in MARKS]

    def said(self, reading: str) -> Choice:
        """What is left of a choice when the reading of the character is known, if it is given."""
        if not reading or len(self.found) < 2:
            return self
        return Choice(self.specs, [c for c in self.found if reading in readings().get(c.char, ())])

    def likely(self, *expected: AbstractSet[str]) -> list[Candidate]:
        """The characters worth weighing: the frequent ones, and those that are expected.

        Args:
            expected: Simplified forms of characters.
        """
        frequent = self.found[:SPREAD]
        seen = {fold for folds in expected for fold in folds & self.by_fold.keys()}
        seen.difference_update(c.fold for c in frequent)
        return [*frequent, *map(self.by_fold.__getitem__, seen)]


class ByteSets:
    """Sets of bytes, and second halves of lost pairs, by number, so that specs stay plain numbers."""

    def __init__(self) -> None:
        self._numbers: dict[frozenset[int], int] = {}
        self._tables = [_table((byte,)) for byte in range(SETS)]
        self._halves: dict[tuple[Reader, frozenset[int]], int] = {}
        self._lost: list[tuple[Reader, frozenset[int]]] = []
        self._seconds: dict[tuple[int, int], int] = {}

    def spec(self, members: frozenset[int]) -> int:
        """The spec of "one of these bytes"."""
        number = self._numbers.get(members)
        if number is None:
            number = self._numbers[members] = len(self._tables)
            self._tables.append(_table(members))
        return number

    def half(self, wrong: Reader, allowed: frozenset[int]) -> int:
        """The spec of the second half of a pair that is lost because a reader could not read it.

        Args:
            wrong: The reader.
            allowed: The bytes that it may be.
        """
        lost = wrong, allowed
        if lost not in self._halves:
            self._lost.append(lost)
            self._halves[lost] = -len(self._lost)
        return self._halves[lost]

    def second(self, half: int, lead: int) -> int:
        """The spec of a second half when the first half is known.

        Args:
            half: As given by `half`.
            lead: The first half.
        """
        spec = self._seconds.get((half, lead))
        if spec is None:
            wrong, allowed = self._lost[-half - 1]
            spec = self._seconds[half, lead] = self.spec(allowed & wrong.unreadable_after(lead))
        return spec

    def table(self, spec: int) -> bytes:
        """A table for `bytes.translate`: 1 for the bytes that a spec stands for, 0 for others."""
        return self._tables[spec]

    def members(self, spec: int) -> frozenset[int]:
        """The bytes that a spec stands for."""
        return frozenset(compress(range(SETS), self._tables[spec]))

    def holds_high(self, spec: int) -> bool:
        """Whether one of the bytes that a spec stands for is not ASCII."""
        return b"\1" in self._tables[spec][0x80:]

    def holds_ascii(self, spec: int) -> bool:
        """Whether one of the bytes that a spec stands for is ASCII."""
        return b"\1" in self._tables[spec][:0x80]


def _table(members: Iterable[int]) -> bytes:
    table = bytearray(256)
    for byte in members:
        table[byte] = 1
    return bytes(table)


def _both(one: bytes, other: bytes) -> bytes:
    """The bits that two strings of bytes of one length have in common, at the speed of C."""
    return (int.from_bytes(one, "big") & int.from_bytes(other, "big")).to_bytes(len(one), "big")


class Repertoire:
    """All characters of the model in one encoding and script, to be looked up by some of their bytes.

    Attributes:
        codec: The right encoding: `utf-8`, `gb18030` or `big5`.
    """

    def __init__(self, codec: str, script: int) -> None:
        self.codec = codec
        model = charmodel.load()
        formed = model.share.keys() | model.folded.keys()
        alone = [char for char in model.backs if char not in formed and char >= " "]
        wide = [char for char in model.folded if char >= "\N{FULLWIDTH DIGIT ZERO}"]
        chars = [*alone, *wide, *model.share]
        folds = list(map(model.folded.get, chars, chars))
        shares = [0.0] * len(alone) + [WIDE] * len(wide)
        shares += [both[script] for both in model.share.values()]
        bases = map(add, map(model.starts.__getitem__, folds), shares)
        raws = "\n".join(chars).encode({"big5": "cp950"}.get(codec, codec), "ignore").split(b"\n")
        self._rows = sorted(zip(chars, folds, shares, bases, raws, strict=True), key=_BASE, reverse=True)
        self._by_size: dict[int, Pool] = {}

    def _pool(self, size: int) -> Pool:
        """The characters with so many bytes."""
        pool = self._by_size.get(size)
        if pool is None:
            rows = [row for row in self._rows if len(row[-1]) == size]
            raw = b"".join([row[-1] for row in rows])
            # Candidate(*row) in a loop takes three times as long
            found = list(map(tuple.__new__, repeat(Candidate), rows))
            pool = self._by_size[size] = Pool(found, [raw[place::size] for place in range(size)])
        return pool

    def matching(self, specs: Specs, sets: ByteSets) -> list[Candidate]:
        """The characters whose bytes fit the specs, likeliest first."""
        pool = self._pool(len(specs))
        known = [(place, spec) for place, spec in enumerate(specs) if 0 <= spec < SETS]
        if known:
            pool = pool.having(*known[-1])
        return pool.fitting(specs, sets)


class Pool:
    """Characters to choose from by their bytes, likeliest first.

    Args:
        found: The characters.
        columns: Their first bytes, their second bytes and so on: those of a set are found at the speed of C.
    """

    def __init__(self, found: list[Candidate], columns: list[bytes]) -> None:
        self._found = found
        self._columns = columns
        self._by_byte: dict[tuple[int, int], Pool] = {}

    def fitting(self, specs: Specs, sets: ByteSets) -> list[Candidate]:
        """The characters whose bytes fit the specs, in the same order."""
        fits = b"\1" * len(self._found)  # a byte a character: 1 for those that fit so far
        for place, spec in enumerate(specs):
            if spec >= 0:
                fits = _both(fits, self._columns[place].translate(sets.table(spec)))
            elif place:
                fits = _both(fits, self._paired(place, spec, sets, fits))
        return list(compress(self._found, fits))

    def _paired(self, place: int, half: int, sets: ByteSets, fits: bytes) -> bytes:
        """Which of the characters that fit so far can have the second half of a lost pair at a place."""
        first, second = self._columns[place - 1], self._columns[place]
        leads: defaultdict[int, list[int]] = defaultdict(list)
        for lead in set(compress(first, fits)):
            leads[sets.second(half, lead)].append(lead)
        found = 0
        for spec, some in leads.items():
            both = _both(first.translate(_table(some)), second.translate(sets.table(spec)))
            found |= int.from_bytes(both, "big")
        return found.to_bytes(len(fits), "big")

    def having(self, place: int, byte: int) -> Pool:
        """The characters with a byte at a place, in the same order."""
        pool = self._by_byte.get((place, byte))
        if pool is None:
            fits = self._columns[place].translate(_table((byte,)))
            columns = [bytes(compress(column, fits)) for column in self._columns]
            pool = self._by_byte[place, byte] = Pool(list(compress(self._found, fits)), columns)
        return pool


@cache
def repertoire(codec: str, script: int) -> Repertoire:
    """The characters of an encoding; script 0 is simplified, 1 traditional."""
    return Repertoire(codec, script)


class Candidates:
    """What bytes can be, in one encoding and script.

    Args:
        codec: The right encoding.
        script: 0 simplified, 1 traditional.
        sets: The sets of bytes that specs refer to.
    """

    def __init__(self, codec: str, script: int, sets: ByteSets) -> None:
        self._sets = sets
        self._model = charmodel.load()
        spelled = ("cp950", "big5hkscs") if codec == "big5" else (codec,)
        self._codecs = [codecs.getincrementaldecoder(name) for name in spelled]
        self._repertoire = repertoire(codec, script)
        self._script = script
        self._choices: dict[Specs, Choice] = {}
        self._certains: dict[str, Choice] = {}
        self._literals: dict[str, Candidate] = {}

    def of(self, specs: Specs) -> Choice:
        """The characters that these bytes can be."""
        choice = self._choices.get(specs)
        if choice is None:
            if is_known(specs):
                read = self.read(bytes(specs))
                choice = read[0][0] if read else Choice((), [])
            else:
                choice = Choice(specs, self._repertoire.matching(specs, self._sets))
            if len(self._choices) < MOST:
                self._choices[specs] = choice
        return choice

    def read(self, raw: bytes) -> tuple[list[Choice], Specs] | None:
        """The characters that known bytes are, and what is left over; None when they are none."""
        for codec in self._codecs:
            decoder = codec()
            try:
                return [self._certain(char) for char in decoder.decode(raw)], tuple(decoder.getstate()[0])
            except UnicodeDecodeError:
                continue
        return None

    def _certain(self, char: str) -> Choice:
        """No choice but one."""
        choice = self._certains.get(char)
        if choice is None:
            choice = Choice((), [self.literal(char)])
            if len(self._certains) < MOST:
                self._certains[char] = choice
        return choice

    def literal(self, char: str) -> Candidate:
        """A character that stands for itself, or is read from bytes that are all known."""
        found = self._literals.get(char)
        if found is None:
            fold = self._model.fold(char)[-1]
            share = self._model.share.get(char, (0.0, 0.0))[self._script]
            found = Candidate(char, fold, share, self._model.starts[fold] + share, b"")
            if len(self._literals) < MOST:
                self._literals[char] = found
        return found
