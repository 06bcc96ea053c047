"""All readings of a damaged text that a search kept: the likeliest, and how sure its characters are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from newsclean.mojibake.candidates import Specs

NEGLIGIBLE = 9.0
"""Nats behind the best way to a state at which another is forgotten."""
TEMPERATURE = 1.15
"""By what the nats of the model are divided to make its probabilities true: it believes itself too much."""


Reading = tuple[str, int, bool, Specs | None]
"""A character as the search reads it: the first four fields of a `Cell`."""


class Cell(NamedTuple):
    """One character of the likeliest reading.

    Attributes:
        char: The character.
        end: How many characters of the damaged text are used up after it.
        read: Whether it was read from bytes; False where the text stands for itself.
        specs: What was known of its bytes, if some were lost; else None.
        sure: How probable it is among all that was kept: 0.0 to 1.0.
    """

    char: str
    end: int
    read: bool
    specs: Specs | None
    sure: float


Arc = tuple["Vertex", float, tuple[Reading, ...]]
"""A way to a vertex: where it comes from, the score of the best reading that goes this way, what it reads."""


class Vertex:
    """A state of the search at one place of the text.

    Attributes:
        score: Log-probability of the best reading that leads here, in nats.
        arcs: The ways that lead here.
        forward: Sum of the probabilities of all ways here, the best one's being 1.
        backward: The same of all ways from here.
    """

    __slots__ = ("arcs", "backward", "forward", "score")

    def __init__(self, score: float) -> None:
        self.score = score
        self.arcs: list[Arc] = []
        self.forward = 1.0
        self.backward = 0.0

    def reach(self, origin: Vertex, score: float, cells: tuple[Reading, ...]) -> None:
        """Note a way here."""
        if score > self.score:
            self.score = score
        elif score < self.score - NEGLIGIBLE:
            return
        self.arcs.append((origin, score, cells))

    def join(self, other: Vertex) -> None:
        """Take over the ways to a vertex that is the same."""
        for arc in other.arcs:
            self.reach(*arc)


class Lattice:
    """What a search kept.

    Args:
        columns: The vertices after each character of the damaged text.
        last: The vertex at which all readings end.
    """

    def __init__(self, columns: Sequence[Sequence[Vertex]], last: Vertex) -> None:
        self._columns = [*columns, (last,)]
        self._last = last

    @property
    def score(self) -> float:
        """Log-probability of the likeliest reading, in nats."""
        return self._last.score

    def cells(self) -> list[Cell]:
        """The likeliest reading, with the probability of each character of which bytes were lost."""
        self._weigh()
        parts: list[list[Cell]] = []
        vertex = self._last
        for column in reversed(self._columns):
            origin, _, cells = max(vertex.arcs, key=itemgetter(1))
            parts.append(_with_doubt(cells, column))
            vertex = origin
        return [cell for part in reversed(parts) for cell in part]

    def _weigh(self) -> None:
        """Forward and backward sums; each column is scaled so that nothing overflows."""
        for column in self._columns:
            for vertex in column:
                vertex.forward = sum(
                    origin.forward * _weight(score, vertex) for origin, score, _ in vertex.arcs
                )
            most = max(vertex.forward for vertex in column)
            for vertex in column:
                vertex.forward /= most
        self._last.backward = 1.0
        for column in reversed(self._columns):
            most = max(vertex.backward for vertex in column)
            for vertex in column:
                vertex.backward /= most
                for origin, score, _ in vertex.arcs:
                    origin.backward += vertex.backward * _weight(score, vertex)


def _weight(score: float, vertex: Vertex) -> float:
    """Probability of a way to a vertex, beside the best one's."""
    return math.exp((score - vertex.score) / TEMPERATURE)


def _with_doubt(cells: tuple[Reading, ...], column: Sequence[Vertex]) -> list[Cell]:
    """Cells with their probabilities, the ways to one column being all there is."""
    own = dict.fromkeys((char for char, _, _, specs in cells if specs is not None), 0.0)
    total = 0.0
    if own:
        for vertex in column:
            for origin, score, others in vertex.arcs:
                share = origin.forward * _weight(score, vertex) * vertex.backward
                total += share
                for char in {other[0] for other in others}:
                    if char in own:
                        own[char] += share
    return [Cell(*cell, 1.0 if cell[3] is None else own[cell[0]] / total) for cell in cells]
