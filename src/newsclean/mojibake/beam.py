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
from collections.abc import Hashable, Iterable, Sequence

from newsclean import charmodel
from newsclean.characters import REPLACEMENT
from newsclean.mojibake.candidates import SETS, Candidate, Choice, Specs
from newsclean.mojibake.channels import Cell, Search
from newsclean.mojibake.evidence import Options, Place
from newsclean.mojibake.fronts import (
    BROKEN,
    DEPTH,
    LITERAL,
    SCORE,
    WIDTH,
    Front,
    Node,
    Paths,
    best_of,
    floor_of,
    keep,
    lost,
    merged,
    priced,
    pruned,
    read_ways,
)

LOOKS = 100
"""Pairs of characters that are looked at to choose among characters, a place."""
SAVED = 1500
"""Those that are not and may be looked at later: places with a choice are far between, as a rule."""
SWITCH = 7.0
"""Price of a change between reading and literal, in nats."""


class Beam:
    """A beam search on its way through a damaged text.

    Args:
        search: What is searched with.
        text: The damaged text; or, place by place, the characters that may stand there (none: any).
        prev: The character before it.
    """

    def __init__(self, search: Search, text: Sequence[str], prev: str) -> None:
        self._model = charmodel.load()
        self._pairs, self._backs = self._model.pairs, self._model.backs
        self._layout = search.layout
        self._candidates = search.layout.candidates
        self._shift = search.channel.shift
        self._reader = search.channel.wrong, search.channel.converted
        self._at_end = search.evidence.at_end()
        self._text = text
        self._evidence = search.evidence
        self._slips = search.evidence.slips(text)
        self._known = search.evidence.known(text, self._slips)  # the ways to spell what stands at a place
        self._place = Place("", [], [])  # the place at hand
        self._end = 0  # and how many there are up to it
        self._looks = SAVED  # pairs that may still be looked at there
        self._front: Front = {(): {self._model.fold(prev): (0.0, None)}}
        if not self._shift:
            self._front[LITERAL] = priced(self._front[()], 0.0 if prev == charmodel.START else SWITCH)

    @property
    def score(self) -> float:
        """Log-probability of the likeliest way so far, all prices taken off, in nats."""
        return max(map(best_of, self._front.values()))

    @property
    def state(self) -> Hashable:
        """The same for searches that share their ways, as long as none of them goes on."""
        return id(self._front)

    def ahead(self, start: int, end: int) -> Hashable:
        """The same for searches that go on alike between two places, if no mark is there."""
        known = tuple(self._known[start:end])
        return known, self._reader if () in known else None

    def follow(self, other: Beam) -> None:
        """Take over the ways of another search, so that both share them."""
        self._front, self._end, self._looks = other._front, other._end, other._looks

    def told(self, start: int) -> tuple[Specs, str] | None:
        """What is made of the text from a place on, and the bytes that are pending; None while that is open.

        Args:
            start: The place.
        """
        lanes = read_ways(self._front)
        if len(lanes) != 1:
            return None
        pending, paths = lanes[0]
        if len(paths) != 1 or max(pending, default=0) >= SETS:
            return None
        ((_, node),) = paths.values()
        chars: list[str] = []
        while node is not None and node[2] > start:
            chars.append(node[1])
            node = node[0]
        return pending, "".join(reversed(chars))

    def advance(self, end: int | None = None) -> None:
        """Go on.

        Args:
            end: The place before which to stop; None for the end of the text.
        """
        end = len(self._text) if end is None else end
        while self._end < end:
            self._skim(end)
            if self._end < end:
                self._place = self._evidence.place(self._text, self._end, self._slips)
                self._end += 1
                self._looks = min(self._looks + LOOKS, SAVED)
                self._front = pruned(self._grown() or self._broken())

    def _skim(self, end: int) -> None:
        """Go on where bytes are known and only one way of pairing them is left.

        What `_grown` does at any place, without asking what else the bytes could be: most of a text is such.

        Args:
            end: The place before which to stop at the latest.
        """
        if not self._known[self._end]:
            return
        lanes = read_ways(self._front)
        stands = self._front.get(LITERAL, {})
        pending, paths = lanes[0] if lanes else ((), {})
        if len(lanes) > 1 or max(pending, default=0) >= SETS:
            return
        best, literal, at = best_of(paths), best_of(stands), self._end
        while at < end and (ways := self._known[at]):
            if pending and literal - SWITCH > best:
                break  # another pairing, which begins here, may be better
            cuts = self._layout.cuts_of(pending, ways)
            if len(cuts) != 1:
                break
            c = self._candidates.literal(self._text[at])
            at += 1
            begun = {} if pending else paths
            if not pending and literal - SWITCH > best - DEPTH:
                paths = merged(paths, priced(stands, SWITCH))
            literal, last = self._best(stands, c)
            switched, node = self._best(begun, c)
            if switched - SWITCH > literal:
                literal, last = switched - SWITCH, node
            if literal > -math.inf:
                stands = {c.fold: (literal, (last, c.char, at, False, None))}
            choices, pending = cuts[0]
            for choice in choices:
                c = choice.found[0]
                best, node = self._best(paths, c)
                paths = {c.fold: (best, (node, c.char, at, True, None))}
        self._looks = min(self._looks + LOOKS * (at - self._end), SAVED)
        self._end = at
        self._front = {LITERAL: stands, pending: paths}

    def finish(self, after: str) -> None:
        """End all ways, when all of the text was searched.

        Args:
            after: The character that follows it.
        """
        front = dict(self._front)
        for price, specs in self._at_end:
            for pending, paths in self._front.items():
                if pending:
                    self._read(front, paths, pending, [(price, specs)])
        fold = self._model.fold(after)
        last = Candidate(after, fold, 0.0, self._model.starts[fold], b"")
        best, node = -math.inf, None
        for pending, paths in front.items():
            if pending:  # the text is cut inside a character
                paths = lost(paths, pending, self._end)  # noqa: PLW2901
            score, before = self._best(paths, last)
            if score > best:
                best, node = score, before
        self._front = {(): {fold: (best, node)}}

    def cells(self) -> list[Cell]:
        """The characters of the likeliest way, when the search is finished."""
        ((_, node),) = self._front[()].values()
        cells: list[Cell] = []
        while node is not None:
            cells.append(Cell(*node[1:]))
            node = node[0]
        cells.reverse()
        return cells

    def _grown(self) -> Front:
        """All ways to go on to the end of one more place; empty when there is none."""
        new: Front = {}
        place = self._place
        begun = self._front.get((), {})
        if not self._shift:
            literal = self._front.get(LITERAL, {})
            keep(new, LITERAL, self._literal(literal, begun, place.char[:1]))
            begun = merged(begun, priced(literal, SWITCH))
        if begun:
            self._read(new, begun, (), place.start)
        for pending, paths in self._front.items():
            if pending:
                self._read(new, paths, pending, place.inside)
                if place.edge:
                    last: Front = {}
                    self._read(last, paths, pending, [(SWITCH, place.edge)])
                    keep(new, LITERAL, last.get((), {}))
        return new

    def _broken(self) -> Front:
        """The ways on where no bytes fit: what is pending is lost, and the text stands for itself."""
        new: Front = {}
        for pending, paths in self._front.items():
            if pending:
                paths = lost(paths, pending, self._end - 1)  # noqa: PLW2901
            stands = self._literal(priced(paths, BROKEN), {}, self._place.char[:1])
            keep(new, () if self._shift else LITERAL, stands)
        return new

    def _literal(self, paths: Paths, read: Paths, char: str) -> Paths:
        """The ways on when the text stands for itself.

        Args:
            paths: The ways to here on which it does already.
            read: Those on which it was read so far.
            char: What stands there; empty if that is open.
        """
        c = self._candidates.literal(char or REPLACEMENT)
        score, node = self._best(paths, c)
        if read:
            switched, last = self._best(read, c)
            if switched - SWITCH > score:
                score, node = switched - SWITCH, last
        elif not paths:
            return {}
        return {c.fold: (score, (node, c.char, self._end, False, None))}

    def _read(self, new: Front, paths: Paths, pending: Specs, options: Options) -> None:
        """Add the ways on when bytes are read.

        Args:
            new: What they are added to.
            paths: The ways to here.
            pending: The bytes that are pending there.
            options: The bytes that may come next, with their prices.
        """
        for price, specs in options:
            paid = priced(paths, price)
            for choices, rest in self._layout.cuts(pending, specs):
                # in a byte shift what is read with no byte pending is what stands there anyway
                stands = self._shift and not pending and len(choices) == 1 and not rest
                ways = paid
                for choice in choices:
                    ways = self._extended(ways, choice, stands=stands)
                if rest and rest[0] < 0:
                    for follower, some in self._followed(ways, choices[-1], rest[0]):
                        self._read(new, some, (), [(0.0, (follower,))])
                elif ways:
                    keep(new, rest, ways)

    def _followed(self, paths: Paths, choice: Choice, half: int) -> Iterable[tuple[int, Paths]]:
        """The ways by what comes next: the second half of a lost pair whose first half is chosen by now."""
        found: dict[int, Paths] = {}
        for fold, path in paths.items():
            for follower in self._layout.beginnings(half, choice.by_fold[fold].raw[-1]):
                found.setdefault(follower, {})[fold] = path
        return found.items()

    def _extended(self, paths: Paths, choice: Choice, *, stands: bool) -> Paths:
        """The ways with one more character that is read from bytes.

        Args:
            paths: The ways to here.
            choice: What the character can be.
            stands: Whether it stands for itself if there is no choice.
        """
        if self._place.said:
            choice = choice.said(self._place.said)
        if not choice.found or not paths:
            return {}
        if len(choice.found) > 1:
            return self._chosen(paths, choice)
        known = not choice.specs and len(self._place.char) == 1
        return self._certain(
            paths, choice.found[0], None if known else choice.specs, read=not (stands and known)
        )

    def _certain(self, paths: Paths, c: Candidate, specs: Specs | None, *, read: bool = True) -> Paths:
        """The ways with one more character that is known: one is left, the best."""
        score, node = self._best(paths, c)
        return {c.fold: (score, (node, c.char, self._end, read, specs))}

    def _best(self, paths: Paths, c: Candidate) -> tuple[float, Node | None]:
        """Log-probability of the likeliest way to a character, with that, in nats; and its last cell."""
        pairs, backs = self._pairs, self._backs
        _, fold, share, base, _ = c
        best, last = -math.inf, None
        for prev, (score, node) in paths.items():
            value = pairs[prev].get(fold)
            total = score + (backs.get(prev, 0.0) + base if value is None else value + share)
            if total > best:
                best, last = total, node
        return best, last

    def _chosen(self, paths: Paths, choice: Choice) -> Paths:
        """The ways with one more character of several.

        A pair that the model knows is at least as likely as its characters apart. So what is best for
        all of them is best for a character, unless one that it makes a pair with is better.
        """
        pairs, backs = self._pairs, self._backs
        back, last = max(
            ((score + backs.get(prev, 0.0), node) for prev, (score, node) in paths.items()), key=SCORE
        )
        apart = [(back + c.base, c.fold) for c in choice.found[:WIDTH]]
        floor = max(apart[0][0] - DEPTH, apart[-1][0] if len(apart) == WIDTH else -math.inf)
        shares = choice.shares
        found: dict[str, tuple[float, Node | None]] = {}
        for prev, (score, node) in sorted(paths.items(), key=lambda way: -way[1][0]):
            if score < floor or self._looks < 0:  # what comes of it is no likelier
                break
            row = pairs[prev]
            seen = row.keys() & shares.keys()
            self._looks -= len(seen) + 1
            for fold in seen:
                value = score + row[fold] + shares[fold]
                if value > floor and (fold not in found or found[fold][0] < value):
                    found[fold] = value, node
            if found:
                floor = max(floor, floor_of([path[0] for path in found.values()]))
        for value, fold in apart:
            if value < floor:
                break
            found.setdefault(fold, (value, last))
        floor = floor_of([path[0] for path in found.values()])
        end, specs, by_fold = self._end, choice.specs, choice.by_fold
        return {
            fold: (score, (node, by_fold[fold].char, end, True, specs))
            for fold, (score, node) in found.items()
            if score >= floor
        }
