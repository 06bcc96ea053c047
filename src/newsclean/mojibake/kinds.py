"""The kinds of mojibake, read from `rules/mojibake.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from newsclean.mojibake.readers import Policy
from newsclean.tables import load_table

Loss = Policy | Literal["none"]
"""What a reader does with bytes it cannot read; `none` if there are no such bytes."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of mojibake.

    Attributes:
        id: Rule id of its repairs.
        name: What happened, in words.
        read_as: The wrong reader.
        was: The right encoding.
        losses: What the reader does with bytes it cannot read, the usual first.
        why: Where such text comes from.
        before: A damaged example.
        after: The example repaired.
        lost: Whether its reader loses so much that a text usually stays as it is.
        rare: Whether such readers are rare.
    """

    id: str
    name: str
    read_as: str
    was: str
    losses: tuple[Loss, ...]
    why: str
    before: str
    after: str
    lost: bool = False
    rare: bool = False

    @property
    def shift(self) -> bool:
        """Whether it is no wrong reader but a lost byte, which sets all pairs after it off by one."""
        return self.read_as == self.was


SHIFT = "byte-shift"
"""Rule id of byte shifts, whatever encoding they are in."""


@cache
def _entries(table: str) -> tuple[Kind, ...]:
    rows = load_table("mojibake")[table]
    return tuple(Kind(**{**row, "losses": tuple(row["losses"])}) for row in rows)


def kinds() -> tuple[Kind, ...]:
    """All kinds of wrong reading, in the order of the file."""
    return _entries("kind")


@cache
def seldom() -> tuple[Kind, ...]:
    """The kinds of readers that hardly anybody uses, one for each reader."""
    rows = load_table("mojibake")["seldom"]
    return tuple(
        Kind(**{**row, "read_as": name}, losses=("none",), rare=True)
        for row in rows
        for name in row["read_as"]
    )


@cache
def by_id() -> dict[str, Kind]:
    """All kinds of wrong reading by the rule id of their repairs; of those with many readers the first."""
    found: dict[str, Kind] = {}
    for kind in (*kinds(), *seldom()):
        found.setdefault(kind.id, kind)
    return found


def shifts() -> tuple[Kind, ...]:
    """The encodings of two bytes a character in which a byte can be lost."""
    return _entries("shift")
