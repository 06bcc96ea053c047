"""Which characters a few bytes can be when some of them are lost.

A byte is given as a *spec*: a number below 256 for a known byte, `SETS + i` for one of the set of
bytes numbered `i`, `AFTER` for the second half of a lost pair, which depends on what the first half is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from newsclean import charmodel
from newsclean.mojibake.readers import Reader

SETS = 256
AFTER = -1
AFTER_ANY = -2
SPREAD = 40
"""Candidates for one lost character that are tried from one state."""
Specs = tuple[int, ...]


class Candidate(NamedTuple):
    """A character that the bytes can be.

    Attributes:
        char: The character.
        fold: Its simplified form, by which the model knows it.
        share: Log share of this form in the script at hand.
        base: Log-probability at the beginning of a word, with the share.
        raw: Its bytes.
    """

    char: str
    fold: str
    share: float
    base: float
    raw: bytes


class ByteSets:
    """Sets of bytes by number, so that specs stay plain numbers."""

    def __init__(self) -> None:
        self._number: dict[frozenset[int], int] = {}
        self._sets: list[frozenset[int]] = []

    def spec(self, members: frozenset[int]) -> int:
        """The spec of "one of these bytes"."""
        number = self._number.get(members)
        if number is None:
            number = self._number[members] = len(self._sets)
            self._sets.append(members)
        return SETS + number

    def members(self, spec: int) -> frozenset[int]:
        """The bytes that a spec stands for."""
        return self._sets[spec - SETS]


class Repertoire:
    """All characters of the model in one encoding and script, to be looked up by some of their bytes.

    Attributes:
        codec: The right encoding: `utf-8`, `gb18030` or `big5`.
    """

    def __init__(self, codec: str, script: int) -> None:
        self.codec = codec
        model = charmodel.load()
        self._buckets: dict[tuple[int, int, int], list[Candidate]] = defaultdict(list)
        self.all: dict[int, list[Candidate]] = defaultdict(list)
        spelled = {"big5": "cp950"}.get(codec, codec)
        forms = [(char, char, 0.0) for char in model.chars if char not in model.share and char >= " "]
        forms += [
            (char, model.folded.get(char, char), shares[script]) for char, shares in model.share.items()
        ]
        for char, fold, share in forms:
            try:
                raw = char.encode(spelled)
            except UnicodeEncodeError:
                continue
            one = Candidate(char, fold, share, model.starts[fold] + share, raw)
            size = len(raw)
            self.all[size].append(one)
            for place, byte in enumerate(raw):
                self._buckets[size, place, byte].append(one)

    def matching(self, specs: Specs, sets: ByteSets, wrong: Reader) -> list[Candidate]:
        """The characters whose bytes fit the specs, likeliest first."""
        size = len(specs)
        pools = [
            self._buckets.get((size, place, spec), []) for place, spec in enumerate(specs) if 0 <= spec < SETS
        ]
        pool: Sequence[Candidate] = min(pools, key=len) if pools else self.all.get(size, [])
        tests = [(place, sets.members(spec)) for place, spec in enumerate(specs) if spec >= SETS]
        tests += [(place, frozenset((spec,))) for place, spec in enumerate(specs) if 0 <= spec < SETS]
        found = [c for c in pool if all(c.raw[place] in members for place, members in tests)]
        for place, spec in enumerate(specs):
            if spec in {AFTER, AFTER_ANY} and place:
                found = [c for c in found if c.raw[place] in wrong.unreadable_after(c.raw[place - 1])]
        found.sort(key=lambda c: -c.base)
        return found


@cache
def repertoire(codec: str, script: int) -> Repertoire:
    """The characters of an encoding; script 0 is simplified, 1 traditional."""
    return Repertoire(codec, script)


class Candidates:
    """What bytes can be in the text of one channel.

    Args:
        codec: The right encoding.
        script: 0 simplified, 1 traditional.
        wrong: Who read the bytes wrongly.
        sets: The sets of bytes that specs refer to.
    """

    def __init__(self, codec: str, script: int, wrong: Reader, sets: ByteSets) -> None:
        self._model = charmodel.load()
        self._repertoire = repertoire(codec, script)
        self._script = script
        self._wrong = wrong
        self._sets = sets
        self._cells: dict[Specs, list[Candidate]] = {}
        self._wide: dict[Specs, dict[str, list[Candidate]]] = {}
        self._literals: dict[str, Candidate] = {}

    def of(self, specs: Specs) -> list[Candidate]:
        """The characters that these bytes can be."""
        found = self._cells.get(specs)
        if found is None:
            if max(specs) < SETS and min(specs) >= 0:
                found = self._certain(bytes(specs))
            else:
                found = self._repertoire.matching(specs, self._sets, self._wrong)
            if len(self._cells) < 1 << 16:
                self._cells[specs] = found
        return found

    def _certain(self, raw: bytes) -> list[Candidate]:
        codecs = ("cp950", "big5hkscs") if self._repertoire.codec == "big5" else (self._repertoire.codec,)
        for codec in codecs:
            try:
                return [self.literal(raw.decode(codec), raw)]
            except UnicodeDecodeError:
                continue
        return []

    def literal(self, char: str, raw: bytes = b"") -> Candidate:
        """A character that stands for itself, or is read from bytes that are all known."""
        found = self._literals.get(char)
        if found is None:
            fold = self._model.fold(char)[-1]
            share = self._model.share.get(char, (0.0, 0.0))[self._script]
            found = Candidate(char, fold, share, self._model.starts[fold] + share, raw)
            if len(self._literals) < 1 << 16:
                self._literals[char] = found
        return found

    def likely(self, specs: Specs, found: list[Candidate], row: Mapping[str, float]) -> list[Candidate]:
        """The candidates worth trying after one character: the frequent ones, and those seen after it."""
        by_fold = self._wide.get(specs)
        if by_fold is None:
            by_fold = {}
            for c in found[SPREAD:]:
                by_fold.setdefault(c.fold, []).append(c)
            self._wide[specs] = by_fold
        likely = list(found[:SPREAD])
        if len(row) < len(found):
            for fold in row:
                if fold in by_fold:
                    likely += by_fold[fold]
        else:
            likely += [c for c in found[SPREAD:] if c.fold in row]
        return likely
