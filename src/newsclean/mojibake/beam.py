"""Search for the likeliest text behind a damaged one, where bytes were lost.

Every character of the damaged text is turned back into the bytes that the wrong reader had before it;
a mark (U+FFFD or `?`) into the ways bytes can have been lost there. Those bytes are read again, rightly,
by a beam search over what the characters can be, scored by sequences of characters.

The search has two modes: *reading*, as above, and *literal*, where a character stands for itself.
Changing between them costs `SWITCH`, so a line that is only partly damaged needs nothing else. In a
byte shift (one byte of a two-byte text lost, wrong reader and right encoding are the same) reading
with no byte pending *is* literal, so that a shift may begin and end wherever the text says so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from copy import copy
from functools import cache
from operator import itemgetter

from newsclean import charmodel, ngrams
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
    ASCII_FOR_WIDE,
    HIGH,
    PRINTABLE,
    REPLACEMENT,
    Channel,
    Evidence,
    reading_at,
)
from newsclean.mojibake.lattice import Lattice, Reading, Vertex
from newsclean.mojibake.layouts import Layout
from newsclean.mojibake.readers import reader
from newsclean.mojibake.readings import readings
from newsclean.mojibake.recurrence import Recurrence
from newsclean.mojibake.slips import shift_gains, slipping

WIDTH = 24
"""States that are kept at a character."""
DEPTH = 28.0
"""Nats behind the best state at which another is dropped."""
SHALLOW = 9.0
"""The same for the characters that one lost character can be."""
SWITCH = 7.0
"""Price of a change between reading and literal, in nats."""
BROKEN = 16.0
"""Price of bytes that belong to no character, in nats."""


State = tuple[Specs, str, bool]
"""Bytes read but not yet used, the characters before, and whether text is read from bytes here."""
States = dict[State, Vertex]
Head = tuple[float, str, tuple[Reading, ...], int]
"""A state inside of one step: score, characters before, those read in this step, the last byte."""


class Search:
    """The beam search for one channel.

    Args:
        channel: How the text was damaged.
    """

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.model = ngrams.load()
        self.reader = reader(channel.wrong)
        self.sets = ByteSets()
        self.layout = Layout(channel.right, self.sets)
        self.evidence = Evidence(channel, self.sets)
        self.candidates = Candidates(channel.right, channel.script, self.reader, self.sets)
        self._moves: dict[tuple[Specs, Specs], list[tuple[list[Specs], Specs]]] = {}
        self._heard = Recurrence("")  # what is known of the text at hand
        self._said = ""  # the reading that the text gives for the character at hand
        self._open = False  # whether the place at hand is one of several characters

    def run(  # noqa: C901, PLR0912 - the search itself, one loop over characters
        self,
        text: Sequence[str],
        before: str = charmodel.START,
        after: str = charmodel.START,
        heard: Recurrence | None = None,
    ) -> Lattice:
        """The likeliest readings of a damaged text.

        Args:
            text: The damaged text; or, place by place, the characters that may stand there (none: any).
            before: What stands before it; three characters count.
            after: What follows it; the same.
            heard: What is known of the text around it.
        """
        self._heard = heard or Recurrence("")
        shift = self.channel.shift
        fold = charmodel.load().fold
        begin = self.model.context(fold(before)).chars
        states: States = {((), begin, shift): Vertex(0.0)}
        if not shift:
            states[(), begin, True] = Vertex(0.0 if before.endswith(charmodel.START) else -SWITCH)
        slips = slipping(shift_gains("".join(text))) if shift else b""
        columns: list[list[Vertex]] = []
        for at, char in enumerate(text):
            options = self.evidence.options(text, at)
            start = inside = options
            if shift and "!" <= char <= "~" and not char.isalnum():
                inside = [*options, (ASCII_FOR_WIDE, (0xA3, ord(char) + 0x80))]
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
            vanished = self.evidence.vanished(options)
            edge = () if shift or char not in self.channel.marks else self.evidence.cut_off(text, at)
            new: States = {}
            literal = self.candidates.literal(char[:1] or REPLACEMENT)
            self._open = len(char) != 1
            for (pending, prev, reading), vertex in states.items():
                score = vertex.score
                if not pending and not shift:
                    self._step_literal(new, at, literal, prev, score - (SWITCH if reading else 0.0), vertex)
                    if not reading:
                        score -= SWITCH  # from here on the state is a reading one
                if reading or not pending:
                    for price, specs in inside if pending else start:
                        self._step(new, at, specs, pending, prev, score - price, vertex)
                    if edge and reading:
                        self._step_out(new, at, edge, pending, prev, score, vertex)
                    if vanished and (not shift or slips[at] & (2 if pending else 1)):
                        for price, specs in vanished:
                            self._step(new, at, specs, pending, prev, score - price, vertex)
            if not new:
                for (pending, _, _), vertex in states.items():
                    state = (), literal.fold, shift
                    cell: Reading = (char[:1] or REPLACEMENT, at + 1, False, None)
                    _keep(new, state, vertex, vertex.score - BROKEN, (*_broken(pending, at), cell))
            states = self._pruned(new)
            columns.append(list(states.values()))
        last = Vertex(-math.inf)
        for (pending, prev, _), vertex in states.items():
            ends: States = {}
            for price, specs in self.evidence.at_end() if pending else ():
                self._step(ends, len(text) - 1, specs, pending, prev, vertex.score - price, vertex)
            for (left, chars, _), end in ends.items():
                for _, score, cells in end.arcs if not left else ():
                    last.reach(vertex, score + self._tail(chars, after), cells)
            score = vertex.score - (BROKEN if pending else 0.0)  # a text cut inside a character
            last.reach(vertex, score + self._tail(prev, after), _broken(pending, len(text)))
        return Lattice(columns, last)

    def _tail(self, chars: str, after: str) -> float:
        """Log-probability of what follows the text."""
        follows = charmodel.load().fold(after)
        return sum(
            self.model.context(chars + follows[:number]).score(char) for number, char in enumerate(follows)
        )

    def _step_literal(  # noqa: PLR0913, PLR0917 - the inner loop
        self, new: States, at: int, literal: Candidate, prev: str, score: float, vertex: Vertex
    ) -> None:
        score += self.model.context(prev).score(literal.fold) + literal.share
        state = (), prev + literal.fold, False
        _keep(new, state, vertex, score, ((literal.char, at + 1, False, None),))

    def _step_out(  # noqa: PLR0913, PLR0917 - the inner loop
        self, new: States, at: int, specs: Specs, pending: Specs,
        prev: str, score: float, vertex: Vertex,
    ) -> None:  # fmt: skip
        """A step with which reading ends."""
        last: States = {}
        self._step(last, at, specs, pending, prev, score - SWITCH, vertex)
        for (left, before, _), reached in last.items():
            if not left:
                for _, total, cells in reached.arcs:
                    _keep(new, ((), before, False), vertex, total, cells)

    def _step(  # noqa: PLR0913, PLR0917 - the inner loop
        self, new: States, at: int, specs: Specs, pending: Specs,
        prev: str, score: float, vertex: Vertex,
    ) -> None:  # fmt: skip
        moves = self._moves.get((pending, specs))
        if moves is None:
            moves = self.layout.split(pending + specs)
            if len(self._moves) < 1 << 16:
                self._moves[pending, specs] = moves
        shift = self.channel.shift
        for cells, rest in moves:
            heads: list[Head] = [(score, prev, (), 0)]
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
                heads = self._grown(heads, found, cell, at, None if sure else cell, read=not same)
            for total, before, chars, byte in heads:
                left = rest
                if rest and rest[0] < 0 and cells:
                    left = (self._follow(byte, rest[0]), *rest[1:])
                _keep(new, (left, before, True), vertex, total, chars)

    def _grown(  # noqa: PLR0913 - the inner loop
        self,
        heads: list[Head],
        found: list[Candidate],
        cell: Specs,
        at: int,
        specs: Specs | None,
        *,
        read: bool,
    ) -> list[Head]:
        """The heads with one more character each, the best of them."""
        if len(found) == 1:
            c = found[0]
            last = ((c.char, at + 1, read, specs),)
            byte = c.raw[-1] if c.raw else 0
            context = self.model.context
            return [
                (total + context(before).score(c.fold) + c.share, before + c.fold, chars + last, byte)
                for total, before, chars, _ in heads
            ]
        raised = self._heard.raised
        grown: list[tuple[float, str, tuple[Reading, ...], Candidate]] = []
        for total, before, chars, _ in heads:
            here, prev = self.model.context(before), before[-1:]
            grown += [
                (total + raised(here.score(c.fold), prev, c.fold) + c.share, before, chars, c)
                for c in (found if len(found) <= SPREAD else self.candidates.likely(cell, found, here))
            ]
        grown.sort(key=itemgetter(0), reverse=True)
        floor = grown[0][0] - SHALLOW
        return [
            (total, before + c.fold, (*chars, (c.char, at + 1, read, specs)), c.raw[-1] if c.raw else 0)
            for total, before, chars, c in grown[:WIDTH]
            if total > floor
        ]

    def _pruned(self, states: States) -> States:
        """The best states, those become one that the model does not tell apart."""
        ranked = sorted(states.items(), key=lambda item: -item[1].score)
        floor = ranked[0][1].score - DEPTH
        merged: States = {}
        for (pending, before, reading), vertex in ranked:
            if vertex.score < floor or len(merged) >= WIDTH:
                break
            state = pending, self.model.context(before).chars, reading
            known = merged.setdefault(state, vertex)
            if known is not vertex:
                known.join(vertex)
        return merged

    def _follow(self, byte: int, kind: int) -> int:
        """The spec of the second half of a lost pair whose first half is known by now."""
        allowed = self.reader.unreadable_after(byte)
        return self.sets.spec(allowed & (HIGH if kind == AFTER else HIGH | PRINTABLE))

    def _after(self, heads: list[Head], cell: Specs, at: int) -> list[Head]:
        grown: list[Head] = []
        for head in heads[:WIDTH]:
            specs = (self._follow(head[3], cell[0]), *cell[1:])
            grown += self._grown([head], self.candidates.of(specs), specs, at, specs, read=True)
        grown.sort(key=lambda head: -head[0])
        return grown[:WIDTH]


def _keep(new: States, state: State, origin: Vertex, score: float, cells: tuple[Reading, ...]) -> None:
    """Note a way to a state."""
    vertex = new.get(state)
    if vertex is None:
        vertex = new[state] = Vertex(score)
    vertex.reach(origin, score, cells)


def _broken(pending: Specs, at: int) -> tuple[Reading, ...]:
    """What stands for bytes that belong to no character."""
    return ((REPLACEMENT, at, True, pending),) if pending else ()


@cache
def _shared(channel: Channel) -> Search:
    return Search(channel)


def search(channel: Channel) -> Search:
    """A search for a channel; tables are shared, but not what it is at, so that threads do not meet."""
    return copy(_shared(channel))
