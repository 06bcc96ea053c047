"""Search for the likeliest text behind a damaged one, where bytes were lost.

Every character of the damaged text is turned back into the bytes that the wrong reader had before it;
a mark (U+FFFD or `?`) into the ways bytes can have been lost there. Those bytes are read again, rightly,
by a beam search over what the characters can be, scored by pairs of characters.

The search has two modes: *reading*, as above, and *literal*, where a character stands for itself.
Changing between them costs `SWITCH`, so a line that is only partly damaged needs nothing else. In a
byte shift (one byte of a two-byte text lost, wrong reader and right encoding are the same) reading
with no byte pending *is* literal, so that a shift may begin and end wherever the text says so.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from typing import NamedTuple

from newsclean import charmodel
from newsclean.mojibake.candidates import (
    AFTER,
    AFTER_ANY,
    SETS,
    SPREAD,
    ByteSets,
    Candidate,
    Candidates,
    Specs,
)
from newsclean.mojibake.evidence import (
    HIGH,
    PRINTABLE,
    Channel,
    Evidence,
    reading_at,
)
from newsclean.mojibake.layouts import Layout
from newsclean.mojibake.readers import REPLACEMENT, reader
from newsclean.mojibake.readings import readings
from newsclean.mojibake.slips import slipping

WIDTH = 24
"""States that are kept at a character."""
DEPTH = 28.0
"""Nats behind the best state at which another is dropped."""
SWITCH = 7.0
"""Price of a change between reading and literal, in nats."""
BROKEN = 16.0
"""Price of bytes that belong to no character, in nats."""
MANY = 200
"""Candidates that are weighed against each other when it is asked how sure the best one is."""


class Cell(NamedTuple):
    """One character of the result.

    Attributes:
        char: The character.
        end: How many characters of the damaged text are used up after it.
        read: Whether it was read from bytes; False where the text stands for itself.
        specs: What was known of its bytes, if some were lost; else None.
    """

    char: str
    end: int
    read: bool
    specs: Specs | None


Node = tuple["Node | None", str, int, bool, Specs | None]
State = tuple[Specs, str, bool]
Head = tuple[float, str, "Node | None", int]
"""A state inside of one step: score, character before, what led there, last byte."""


class Search:
    """The beam search for one channel.

    Args:
        channel: How the text was damaged.
    """

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.model = charmodel.load()
        self.pairs = self.model.pairs
        self.reader = reader(channel.wrong)
        self.sets = ByteSets()
        self.layout = Layout(channel.right, self.sets)
        self.evidence = Evidence(channel, self.sets)
        self.candidates = Candidates(channel.right, channel.script, self.reader, self.sets)
        self._moves: dict[tuple[Specs, Specs], list[tuple[list[Specs], Specs]]] = {}
        self._said = ""  # the reading that the text gives for the character at hand
        self._open = False  # whether the place at hand is one of several characters

    def run(  # noqa: C901, PLR0912, PLR0915 - the search itself, one loop over characters
        self, text: Sequence[str], prev: str = charmodel.START, after: str = charmodel.START
    ) -> tuple[float, list[Cell]]:
        """The likeliest reading of a damaged text.

        Args:
            text: The damaged text; or, place by place, the characters that may stand there (none: any).
            prev: The character before it.
            after: The character that follows it.

        Returns:
            Its log-probability in nats, all prices taken off, and its characters.
        """
        shift = self.channel.shift
        prev, after = self.model.folded.get(prev, prev), self.model.folded.get(after, after)
        states: dict[State, tuple[float, Node | None]] = {((), prev, shift): (0.0, None)}
        if not shift:
            states[(), prev, True] = (0.0 if prev == charmodel.START else -SWITCH, None)
        slips = slipping("".join(text), self.channel.right) if shift else b""
        for at, char in enumerate(text):
            options = self.evidence.options(text, at)
            start = options
            if shift and char == " " and at + 1 < len(slips) and slips[at + 1] & 1:
                start = [*options, self.evidence.blank]
            inside = self.evidence.inside(char, options)
            if shift and char in self.channel.marks:
                self._said = reading_at(text, at)
                start, inside = (
                    [*kept, *more]
                    for kept, more in zip(
                        (options, inside), self.evidence.lost_in_shift(text, at), strict=True
                    )
                )
            else:
                self._said = ""
            vanished = [self.evidence.vanished(options, inside=is_pending) for is_pending in (False, True)]
            edge = () if shift or char not in self.channel.marks else self.evidence.cut_off(text, at)
            new: dict[State, tuple[float, Node | None]] = {}
            literal = self.candidates.literal(char[:1] or REPLACEMENT)
            self._open = len(char) != 1
            for (pending, prev, reading), (score, node) in states.items():
                if not pending and not shift:
                    self._step_literal(new, at, literal, prev, score - (SWITCH if reading else 0.0), node)
                    if not reading:
                        score -= SWITCH  # noqa: PLW2901 - from here on the state is a reading one
                if reading or not pending:
                    for price, specs in inside if pending else start:
                        self._step(new, at, specs, pending, prev, score - price, node)
                    if edge and reading:
                        self._step_out(new, at, edge, pending, prev, score, node)
                    if not shift or slips[at] & (2 if pending else 1):
                        for price, specs in vanished[bool(pending)]:
                            self._step(new, at, specs, pending, prev, score - price, node)
            if not new:
                for (pending, _, _), (score, node) in states.items():
                    if pending:
                        node = (node, REPLACEMENT, at, True, pending)  # noqa: PLW2901
                    cell: Node = (node, char[:1] or REPLACEMENT, at + 1, False, None)
                    self._keep(new, ((), literal.fold, shift), score - BROKEN, cell)
            states = self._pruned(new)
        for price, specs in self.evidence.at_end():
            for (pending, prev, _), (score, node) in list(states.items()):
                if pending:
                    self._step(states, len(text) - 1, specs, pending, prev, score - price, node)
        best = -math.inf
        last: Node | None = None
        for (pending, prev, _), (score, node) in states.items():
            value = self.pairs[prev].get(after)
            score += self.model.backs.get(prev, 0.0) + self.model.starts[after] if value is None else value  # noqa: PLW2901
            if pending:
                score -= BROKEN  # noqa: PLW2901 - a text cut inside a character
                node = (node, REPLACEMENT, len(text), True, pending)  # noqa: PLW2901
            if score > best:
                best, last = score, node
        cells: list[Cell] = []
        while last is not None:
            cells.append(Cell(*last[1:]))
            last = last[0]
        cells.reverse()
        return best, cells

    def confidence(self, cells: Sequence[Cell], at: int) -> float:
        """Probability of a guessed character among all that its bytes can be, its neighbours being right."""
        cell = cells[at]
        if cell.specs is None or cell.char == REPLACEMENT or any(spec < 0 for spec in cell.specs[:1]):
            return 0.0 if cell.char == REPLACEMENT else 1.0
        before = self.model.fold(cells[at - 1].char) if at else charmodel.START
        after = self.model.fold(cells[at + 1].char) if at + 1 < len(cells) else charmodel.START
        row = self.pairs[before]
        back = self.model.backs.get(before, 0.0)
        start = self.model.starts[after]
        own, total = 0.0, 0.0
        said = reading_at([one.char for one in cells[at : at + 10]], 0)
        found = self.candidates.of(cell.specs)
        if said and self.channel.shift:
            found = [c for c in found if said in readings().get(c.char, ())]
        for c in found if len(found) <= MANY else self.candidates.likely(cell.specs, found, row):
            value = row.get(c.fold)
            score = back + c.base if value is None else value + c.share
            value = self.pairs[c.fold].get(after)
            score += self.model.backs.get(c.fold, 0.0) + start if value is None else value
            p = math.exp(score)
            total += p
            if c.char == cell.char:
                own = p
        return own / total if total else 0.0

    @staticmethod
    def _keep(
        new: dict[State, tuple[float, Node | None]], state: State, score: float, node: Node | None
    ) -> None:
        known = new.get(state)
        if known is None or known[0] < score:
            new[state] = (score, node)

    def _pruned(
        self, states: dict[State, tuple[float, Node | None]]
    ) -> dict[State, tuple[float, Node | None]]:
        if len(states) <= 2:
            return states
        ranked = sorted(states.items(), key=lambda item: -item[1][0])[:WIDTH]
        floor = ranked[0][1][0] - DEPTH
        return {state: value for state, value in ranked if value[0] > floor}

    def _step_literal(  # noqa: PLR0913, PLR0917 - the inner loop
        self, new: dict[State, tuple[float, Node | None]], at: int, literal: Candidate,
        prev: str, score: float, node: Node | None,
    ) -> None:  # fmt: skip
        value = self.pairs[prev].get(literal.fold)
        score += self.model.backs.get(prev, 0.0) + literal.base if value is None else value + literal.share
        self._keep(new, ((), literal.fold, False), score, (node, literal.char, at + 1, False, None))

    def _step_out(  # noqa: PLR0913, PLR0917 - the inner loop
        self, new: dict[State, tuple[float, Node | None]], at: int, specs: Specs, pending: Specs,
        prev: str, score: float, node: Node | None,
    ) -> None:  # fmt: skip
        """A step with which reading ends."""
        last: dict[State, tuple[float, Node | None]] = {}
        self._step(last, at, specs, pending, prev, score - SWITCH, node)
        for (left, before, _), (total, parent) in last.items():
            if not left:
                self._keep(new, ((), before, False), total, parent)

    def _step(  # noqa: C901, PLR0913, PLR0917 - the inner loop
        self, new: dict[State, tuple[float, Node | None]], at: int, specs: Specs, pending: Specs,
        prev: str, score: float, node: Node | None,
    ) -> None:  # fmt: skip
        moves = self._moves.get((pending, specs))
        if moves is None:
            moves = self.layout.split(pending + specs)
            if len(self._moves) < 1 << 16:
                self._moves[pending, specs] = moves
        shift = self.channel.shift
        for cells, rest in moves:
            heads: list[Head] = [(score, prev, node, 0)]
            for cell in cells:
                if cell[0] == AFTER or cell[0] == AFTER_ANY:  # its lead's half was chosen in this very move
                    heads = self._after(heads, cell, at)
                    continue
                found = self.candidates.of(cell)
                if self._said and len(found) > 1:
                    found = [c for c in found if self._said in readings().get(c.char, ())]
                if not found:
                    heads = []
                    break
                sure = len(found) == 1 and max(cell) < SETS and not self._open
                same = shift and sure and not pending and len(cells) == 1 and not rest
                grown: list[Head] = []
                for total, before, parent, _ in heads:
                    row = self.pairs[before]
                    back = self.model.backs.get(before, 0.0)
                    for c in found if len(found) <= SPREAD else self.candidates.likely(cell, found, row):
                        value = row.get(c.fold)
                        grown.append((
                            total + (back + c.base if value is None else value + c.share),
                            c.fold,
                            (parent, c.char, at + 1, not same, None if sure else cell),
                            c.raw[-1] if c.raw else 0,
                        ))  # fmt: skip
                if len(grown) > WIDTH:
                    grown.sort(key=lambda head: -head[0])
                    del grown[2 * WIDTH :]
                heads = grown
            for total, before, parent, byte in heads:
                left = rest
                if rest and rest[0] < 0 and cells:
                    left = (self._follow(byte, rest[0]), *rest[1:])
                self._keep(new, (left, before, True), total, parent)

    def _follow(self, byte: int, kind: int) -> int:
        """The spec of the second half of a lost pair whose first half is known by now."""
        allowed = self.reader.unreadable_after(byte)
        return self.sets.spec(allowed & (HIGH if kind == AFTER else HIGH | PRINTABLE))

    def _after(self, heads: list[Head], cell: Specs, at: int) -> list[Head]:
        grown: list[Head] = []
        for total, before, parent, byte in heads[:WIDTH]:
            specs = (self._follow(byte, cell[0]), *cell[1:])
            row = self.pairs[before]
            back = self.model.backs.get(before, 0.0)
            found = self.candidates.of(specs)
            for c in found if len(found) <= SPREAD else self.candidates.likely(specs, found, row):
                value = row.get(c.fold)
                grown.append((
                    total + (back + c.base if value is None else value + c.share),
                    c.fold,
                    (parent, c.char, at + 1, True, specs),
                    c.raw[-1],
                ))  # fmt: skip
        grown.sort(key=lambda head: -head[0])
        return grown[:WIDTH]


class _Searches(threading.local):
    """The searches of one thread: a search keeps notes while it runs, and its tables grow."""

    def __init__(self) -> None:
        self.made: dict[Channel, Search] = {}


_SEARCHES = _Searches()


def search(channel: Channel) -> Search:
    """The search for a channel, made once a thread."""
    found = _SEARCHES.made.get(channel)
    if found is None:
        found = _SEARCHES.made[channel] = Search(channel)
    return found
