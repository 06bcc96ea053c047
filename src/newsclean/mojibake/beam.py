"""Search for the likeliest text behind a damaged one, where bytes were lost.

Every character of the damaged text is turned back into the bytes that the wrong reader had before it;
a mark (U+FFFD or `?`) into the ways bytes can have been lost there. Those bytes are read again, rightly,
by a beam search over what the characters can be, scored by pairs of characters.

The search has two modes: *reading*, as above, and *literal*, where a character stands for itself.
Changing between them costs `SWITCH`, so a line that is only partly damaged needs nothing else. In a
byte shift (one byte of a two-byte text lost, wrong reader and right encoding are the same) reading
with no byte pending *is* literal, so that a shift may begin and end wherever the text says so.

The module is long because the search is one loop, and its steps share what they know.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from newsclean import charmodel
from newsclean.mojibake.candidates import (
    AFTER,
    AFTER_ANY,
    SETS,
    ByteSets,
    Candidate,
    Specs,
    repertoire,
)
from newsclean.mojibake.layouts import Layout
from newsclean.mojibake.readers import Policy, reader
from newsclean.mojibake.readings import TONED, readings

WIDTH = 24
"""States that are kept at a character."""
DEPTH = 28.0
"""Nats behind the best state at which another is dropped."""
SWITCH = 7.0
"""Price of a change between reading and literal, in nats."""
UNMARKED = 11.0
"""Price of a byte that was lost without leaving a mark, in nats."""
BROKEN = 16.0
"""Price of bytes that belong to no character, in nats."""
MANY = 200
"""Candidates that are weighed against each other when it is asked how sure the best one is."""
SPREAD = 40
"""Candidates for one lost character that are tried from one state."""
CONFIRMED = 14.0
"""What it is worth that a lost character has the reading given for it, or a tag is whole again, in nats."""
TAG = 160
"""Characters of a tag that are looked at."""
ASCII_FOR_WIDE = 4.0
"""Price of an ASCII mark standing for its full-width form, in nats."""

AHEAD = 6
"""Characters that must speak for a byte that was lost without a mark."""
SLIP = 3.0
"""Nats by which those must read better."""
FAR = 8.0
"""Nats that one character can add to that at most."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_READING = re.compile(rf"\(?([a-zü{TONED}]{{1,6}})\)")
_TAG_REST = re.compile(
    r"/[a-z][a-z0-9]{0,9}\s?>|(?:p|br|b|a|i|em|div|span|strong|img|li|td|tr|h[1-6])(?:\s[^<>\n]{0,150})?/?>"
)
_YEAR = re.compile(r"([12][0-9]{3}年)|[06789][0-9]{2}年")
_LOW = frozenset(range(32, 64))
_HIGH = frozenset(range(128, 256))
_TRAIL = frozenset(range(64, 255)) - {127}
_PRINTABLE = frozenset(range(32, 127))


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


@dataclass(frozen=True, slots=True)
class Channel:
    """How the text was damaged.

    Attributes:
        wrong: Name of the wrong reader.
        right: The encoding the bytes were in: `utf-8`, `gb18030`, `big5`.
        policy: What the reader did with bytes it could not read.
        script: Which script the text is in: 0 simplified, 1 traditional.
        marks: The characters that stand for lost bytes.
    """

    wrong: str
    right: str
    policy: Policy = "each"
    script: int = 0
    marks: str = REPLACEMENT + "?"

    @property
    def shift(self) -> bool:
        """Whether this is a byte shift: right encoding, wrong alignment."""
        return self.wrong == "gb18030" and self.right == "gb18030"


Node = tuple["Node | None", str, int, bool, Specs | None]
State = tuple[Specs, str, bool]
Options = list[tuple[float, Specs]]
Head = tuple[float, str, "Node | None", int]
"""A state inside of one step: score, character before, what led there, last byte."""


class Search:
    """The beam search for one channel.

    Args:
        channel: How the text was damaged.
        pairs: Log-probabilities of pairs, if others than the model's are to be used.
    """

    def __init__(self, channel: Channel, pairs: Mapping[str, Mapping[str, float]] | None = None) -> None:
        self.channel = channel
        self.model = charmodel.load()
        self.pairs = self.model.pairs if pairs is None else pairs
        self.reader = reader(channel.wrong)
        self.letters = repertoire(channel.right, channel.script)
        self.sets = ByteSets()
        self.layout = Layout(channel.right, self.sets)
        self._moves: dict[tuple[Specs, Specs], list[tuple[list[Specs], Specs]]] = {}
        self._cells: dict[Specs, list[Candidate]] = {}
        self._wide: dict[Specs, dict[str, list[Candidate]]] = {}
        self._literals: dict[str, Candidate] = {}
        self._said = ""  # the reading that the text gives for the character at hand
        self._open = False  # whether the place at hand is one of several characters

    # -- what the damaged text says about bytes ---------------------------------------------------

    def _options(self, text: Sequence[str], at: int) -> Options:
        """The bytes that the character at this place can stand for, with their price."""
        char = text[at]
        if not char:  # any character of two bytes
            return [(0.0, (self.sets.spec(_HIGH), self.sets.spec(_TRAIL)))]
        found: Options = [(0.0, tuple(raw)) for one in char for raw in self.reader.ways(one)]
        if char in self.channel.marks and not self.channel.shift:
            found += self._lost(text, at)
        return found

    def _lost(self, text: Sequence[str], at: int) -> Options:
        """What a mark can stand for."""
        wrong, policy = self.reader, self.channel.policy
        follower = text[at + 1][:1] if at + 1 < len(text) else ""
        some = self.sets.spec(wrong.unreadable)
        if follower and follower not in self.channel.marks:
            nexts = {raw[0] for raw in wrong.ways(follower)}
            before = frozenset[int]().union(*(wrong.unreadable_before(y) for y in nexts)) if nexts else _HIGH
        else:
            before = wrong.unreadable
        one = self.sets.spec(before)
        if wrong.single or policy == "each":
            return [(0.0, (one,))] if before else []
        ascii_next = not follower or (follower < "\x80" and follower not in self.channel.marks)
        if policy == "pair":
            found: Options = [(0.0, (some, AFTER))]
            if ascii_next and before:
                found.append((0.0, (one,)))
            return found
        if follower and (follower == "/" or "a" <= follower <= "z"):
            rest = "".join(text[at + 1 : at + 1 + TAG])
            if _TAG_REST.match(rest):  # of </p> the < was swallowed
                return [(-CONFIRMED, (some, 0x3C))]
        return [(0.0, (some, AFTER_ANY)), (2.0, (one,))]

    def _cut_off(self, text: Sequence[str], at: int) -> Specs:
        """What a mark can stand for at the end of what was decoded wrongly: half of a pair, cut off."""
        follower = text[at + 1][:1] if at + 1 < len(text) else ""
        if (
            text[at] != REPLACEMENT
            or self.reader.single
            or follower < "\x80"
            or follower in self.channel.marks
        ):
            return ()
        return (self.sets.spec(self.reader.leads),)

    def _lost_in_shift(self, text: Sequence[str], at: int) -> tuple[Options, Options]:
        """What a mark can stand for in a byte shift: where one may begin, and inside of one.

        It begins with a byte that somebody replaced. Inside, the reader met a trail byte and an ASCII
        character; it swallowed both, or gave the character back. What follows may tell which.
        """
        wild = self.sets.spec(_HIGH)
        start: Options = [(0.0, (wild,))]
        rest = "".join(text[at + 1 : at + 10])
        if _READING.match(rest):  # 經(jīng) became ?jīng) or ?(jīng)
            inside: Options = [(-CONFIRMED, (wild,) if rest[0] == "(" else (wild, 0x28))]
        elif year := _YEAR.match(rest):  # 2017年 became ?017年 or ?2017年
            inside = [(0.0, (wild,) if year[1] else (wild, 0x32 if rest[0] == "0" else 0x31))]
        else:
            inside = [
                (0.0, (wild, self.sets.spec(_LOW))),
                (3.0 if rest[:1] in self.channel.marks else 6.0, (wild, wild)),
            ]
            if rest[:1] < "@":
                inside.append((0.0, (wild,)))
        return start, inside

    # -- what bytes can be ----------------------------------------------------------------------

    def _cell(self, specs: Specs) -> list[Candidate]:
        """The characters that these bytes can be."""
        found = self._cells.get(specs)
        if found is None:
            if max(specs) < SETS and min(specs) >= 0:
                found = self._certain(bytes(specs))
            else:
                found = self.letters.matching(specs, self.sets, self.reader)
            if len(self._cells) < 1 << 16:
                self._cells[specs] = found
        return found

    def _certain(self, raw: bytes) -> list[Candidate]:
        codecs = ("cp950", "big5hkscs") if self.channel.right == "big5" else (self.channel.right,)
        for codec in codecs:
            try:
                return [self._literal(raw.decode(codec), raw)]
            except UnicodeDecodeError:
                continue
        return []

    def _literal(self, char: str, raw: bytes = b"") -> Candidate:
        found = self._literals.get(char)
        if found is None:
            fold = self.model.fold(char)[-1]
            share = self.model.share.get(char, (0.0, 0.0))[self.channel.script]
            found = Candidate(char, fold, share, self.model.starts[fold] + share, raw)
            if len(self._literals) < 1 << 16:
                self._literals[char] = found
        return found

    # -- the search ----------------------------------------------------------------------------------

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
        slips = slipping(shift_gains("".join(text))) if shift else b""
        for at, char in enumerate(text):
            options = self._options(text, at)
            start = inside = options
            if shift and "!" <= char <= "~" and not char.isalnum():
                inside = [*options, (ASCII_FOR_WIDE, (0xA3, ord(char) + 0x80))]
            if shift and char in self.channel.marks:
                self._said = _reading_at(text, at)
                start, inside = (
                    [*kept, *more]
                    for kept, more in zip((options, inside), self._lost_in_shift(text, at), strict=True)
                )
            else:
                self._said = ""
            vanished = self._unmarked(options) if shift else []
            edge = () if shift or char not in self.channel.marks else self._cut_off(text, at)
            new: dict[State, tuple[float, Node | None]] = {}
            literal = self._literal(char[:1] or REPLACEMENT)
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
                    if vanished and slips[at] & (2 if pending else 1):
                        for price, specs in vanished:
                            self._step(new, at, specs, pending, prev, score - price, node)
            if not new:
                for (pending, _, _), (score, node) in states.items():
                    if pending:
                        node = (node, REPLACEMENT, at, True, pending)  # noqa: PLW2901
                    cell: Node = (node, char[:1] or REPLACEMENT, at + 1, False, None)
                    self._keep(new, ((), literal.fold, shift), score - BROKEN, cell)
            states = self._pruned(new)
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
        said = _reading_at([one.char for one in cells[at : at + 10]], 0)
        found = self._cell(cell.specs)
        if said and self.channel.shift:
            found = [c for c in found if said in readings().get(c.char, ())]
        for c in found if len(found) <= MANY else self._likely(cell.specs, found, row):
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
                found = self._cell(cell)
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
                    for c in found if len(found) <= SPREAD else self._likely(cell, found, row):
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
        return self.sets.spec(allowed & (_HIGH if kind == AFTER else _HIGH | _PRINTABLE))

    def _after(self, heads: list[Head], cell: Specs, at: int) -> list[Head]:
        grown: list[Head] = []
        for total, before, parent, byte in heads[:WIDTH]:
            specs = (self._follow(byte, cell[0]), *cell[1:])
            row = self.pairs[before]
            back = self.model.backs.get(before, 0.0)
            found = self._cell(specs)
            for c in found if len(found) <= SPREAD else self._likely(specs, found, row):
                value = row.get(c.fold)
                grown.append((
                    total + (back + c.base if value is None else value + c.share),
                    c.fold,
                    (parent, c.char, at + 1, True, specs),
                    c.raw[-1],
                ))  # fmt: skip
        grown.sort(key=lambda head: -head[0])
        return grown[:WIDTH]

    def _likely(self, specs: Specs, found: list[Candidate], row: Mapping[str, float]) -> list[Candidate]:
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

    # -- byte shifts -----------------------------------------------------------------------------------

    @staticmethod
    def _unmarked_for(specs: Specs, wild: int) -> list[Specs]:
        return [(wild, *specs), (specs[0], wild, *specs[1:])] if len(specs) == 2 else [(wild, *specs)]

    def _unmarked(self, options: Options) -> Options:
        """The same bytes with one that was lost without a mark before or between them."""
        wild = self.sets.spec(_HIGH)
        return [
            (price + UNMARKED, more)
            for price, specs in options
            if price == 0.0 and specs and 0x80 <= specs[0] < SETS
            for more in self._unmarked_for(specs, wild)
        ]


def _reading_at(text: Sequence[str], at: int) -> str:
    """The reading in parentheses after a mark, if one is there; the first parenthesis may be lost."""
    m = _READING.match("".join(text[at + 1 : at + 10]))
    return m[1] if m else ""


def shift_gains(text: str) -> list[float]:
    """By how much every character would be likelier with the bytes paired off by one, in nats.

    0.0 where there is no pair; a single character counts for no more than `FAR` either way.
    """
    pair = charmodel.load().pair
    raws = [char.encode("gb18030", "ignore") for char in text]
    gains: list[float] = []
    plain = shifted = charmodel.START
    for number, raw in enumerate(raws):
        before = raws[number - 1] if number else b""
        if len(before) != 2 or not (len(raw) == 2 or (raw and 0x40 <= raw[0] < 0x7F)):
            gains.append(0.0)
            plain, shifted = text[number], charmodel.START
            continue
        other = (before[1:] + raw[:1]).decode("gb18030", "replace")[0]
        gains.append(max(-FAR, min(FAR, pair(shifted, other) - pair(plain, text[number]))))
        plain, shifted = text[number], other
    return gains


def slipping(gains: list[float]) -> bytes:
    """Where a byte can have vanished: +1 where the text reads better shifted from here on, +2 where not.

    Args:
        gains: What `shift_gains` says; up to `AHEAD` characters of it must speak for the shift.
    """
    flags = bytearray(len(gains))
    for place in range(len(gains)):
        sums = list(accumulate(gains[place + 1 : place + 1 + AHEAD]))
        flags[place] = (max(sums, default=0.0) > SLIP) + 2 * (min(sums[:3], default=0.0) < SLIP)
    return bytes(flags)


@cache
def search(channel: Channel) -> Search:
    """The search for a channel, with the model's own pairs."""
    return Search(channel)
