"""Which characters a few bytes can be when some of them are lost.

A byte is given as a *spec*: a number below 256 for a known byte, `SETS + i` for one of the set of
bytes numbered `i`, `AFTER` for the second half of a lost pair, which depends on what the first half is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from newsclean import charmodel
from newsclean.mojibake.readers import Reader

SETS = 256
AFTER = -1
AFTER_ANY = -2
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
