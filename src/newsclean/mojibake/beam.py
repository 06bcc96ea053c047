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
from itertools import islice
from typing import NamedTuple

from newsclean import charmodel
from newsclean.mojibake.candidates import SETS, Candidate, Choice, Specs
from newsclean.mojibake.evidence import Channel, Evidence, Place, reading_at
from newsclean.mojibake.layouts import Layout
from newsclean.mojibake.readers import REPLACEMENT, reader

WIDTH = 24
"""States that are kept at a character."""
DEPTH = 20.0
"""Nats behind the best state at which another is dropped."""
LOOKS = 100
"""Pairs of characters that are looked at to choose among characters, a place."""
SAVED = 1500
"""Those that are not and may be looked at later: places with a choice are far between, as a rule."""
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
"""A cell, behind the one before it."""
Paths = dict[str, tuple[float, Node | None]]
"""Ways through the text by the character they end with, folded: log-probability in nats, and last cell."""
Front = dict[Specs | None, Paths]
"""The ways to a place by the bytes that are pending there; `LITERAL` where the text stands for itself."""
LITERAL = None


class Search:
    """The searches for what was damaged in one way.

    Args:
        channel: How the text was damaged.
        layout: What its bytes can be.
    """

    def __init__(self, channel: Channel, layout: Layout) -> None:
        self.channel = channel
        self.layout = layout
        self.evidence = Evidence(channel, layout.sets)

    def confidence(self, cells: Sequence[Cell], at: int) -> float:
        """Probability of a guessed character among all that its bytes can be, its neighbours being right."""
        cell = cells[at]
        if cell.specs is None or cell.char == REPLACEMENT or any(spec < 0 for spec in cell.specs[:1]):
            return 0.0 if cell.char == REPLACEMENT else 1.0
        model = charmodel.load()
        before = model.fold(cells[at - 1].char) if at else charmodel.START
        after = model.fold(cells[at + 1].char) if at + 1 < len(cells) else charmodel.START
        row = model.pairs[before]
        back = model.backs.get(before, 0.0)
        start = model.starts[after]
        own, total = 0.0, 0.0
        choice = self.layout.candidates.of(cell.specs)
        if self.channel.shift:
            choice = choice.said(reading_at([one.char for one in cells[at : at + 10]], 0))
        for c in choice.found if len(choice.found) <= MANY else choice.likely(row):
            value = row.get(c.fold)
            score = back + c.base if value is None else value + c.share
            value = model.pairs[c.fold].get(after)
            score += model.backs.get(c.fold, 0.0) + start if value is None else value
            p = math.exp(score)
            total += p
            if c.char == cell.char:
                own = p
        return own / total if total else 0.0


class Beam:
    """A beam search on its way through a damaged text.

    Args:
        search: What is searched with.
        text: The damaged text; or, place by place, the characters that may stand there (none: any).
        prev: The character before it.
    """

    def __init__(self, search: Search, text: Sequence[str], prev: str) -> None:
        self._model = charmodel.load()
        self._layout = search.layout
        self._candidates = search.layout.candidates
        self._shift = search.channel.shift
        self._at_end = search.evidence.at_end()
        self._places = search.evidence.places(text)
        self._place = Place("", [], [])  # the place at hand
        self._end = 0  # and how many there are up to it
        self._looks = SAVED  # pairs that may still be looked at there
        self._front: Front = {(): {self._model.fold(prev): (0.0, None)}}
        if not self._shift:
            self._front[LITERAL] = _priced(self._front[()], 0.0 if prev == charmodel.START else SWITCH)

    @property
    def score(self) -> float:
        """Log-probability of the likeliest way so far, all prices taken off, in nats."""
        return max(score for paths in self._front.values() for score, _ in paths.values())

    def advance(self, end: int | None = None) -> None:
        """Go on.

        Args:
            end: The place before which to stop; None for the end of the text.
        """
        for place in islice(self._places, None if end is None else end - self._end):
            self._place = place
            self._end += 1
            self._looks = min(self._looks + LOOKS, SAVED)
            self._front = _pruned(self._grown() or self._broken())

    def result(self, after: str) -> tuple[float, list[Cell]]:
        """The likeliest reading of the text, when all of it was searched.

        Args:
            after: The character that follows it.

        Returns:
            Its log-probability in nats, all prices taken off, and its characters.
        """
        front = dict(self._front)
        for price, specs in self._at_end:
            for pending, paths in self._front.items():
                if pending:
                    self._read(front, paths, pending, specs, price)
        fold = self._model.fold(after)
        last = Candidate(after, fold, 0.0, self._model.starts[fold], b"")
        best, node = -math.inf, None
        for pending, paths in front.items():
            if pending:  # the text is cut inside a character
                paths = _lost(paths, pending, self._end)  # noqa: PLW2901
            score, before = self._best(paths, last)
            if score > best:
                best, node = score, before
        cells: list[Cell] = []
        while node is not None:
            cells.append(Cell(*node[1:]))
            node = node[0]
        cells.reverse()
        return best, cells

    def _grown(self) -> Front:
        """All ways to go on to the end of one more place; empty when there is none."""
        new: Front = {}
        begun = self._front.get((), {})
        if not self._shift:
            literal = self._front.get(LITERAL, {})
            _keep(new, LITERAL, self._literal(_merged(literal, _priced(begun, SWITCH))))
            begun = _merged(begun, _priced(literal, SWITCH))
        for price, specs in self._place.start if begun else ():
            self._read(new, begun, (), specs, price)
        for pending, paths in self._front.items():
            if not pending:
                continue
            for price, specs in self._place.inside:
                self._read(new, paths, pending, specs, price)
            if self._place.edge:
                last: Front = {}
                self._read(last, paths, pending, self._place.edge, SWITCH)
                _keep(new, LITERAL, last.get((), {}))
        return new

    def _broken(self) -> Front:
        """The ways on where no bytes fit: what is pending is lost, and the text stands for itself."""
        new: Front = {}
        for pending, paths in self._front.items():
            if pending:
                paths = _lost(paths, pending, self._end - 1)  # noqa: PLW2901
            _keep(new, () if self._shift else LITERAL, self._literal(_priced(paths, BROKEN)))
        return new

    def _literal(self, paths: Paths) -> Paths:
        """The ways on when the text stands for itself."""
        c = self._candidates.literal(self._place.char[:1] or REPLACEMENT)
        return self._certain(paths, c, None, read=False) if paths else {}

    def _read(self, new: Front, paths: Paths, pending: Specs, specs: Specs, price: float) -> None:
        """Add the ways on when bytes are read.

        Args:
            new: What they are added to.
            paths: The ways to here.
            pending: The bytes that are pending there.
            specs: The bytes that are read.
            price: Price of those, in nats.
        """
        for cells, rest in self._layout.cuts(pending, specs):
            # in a byte shift what is read with no byte pending is what stands there anyway
            stands = self._shift and not pending and len(cells) == 1 and not rest
            heads = [(paths, cells[0] if cells else rest)]
            for following in [*cells[1:], rest] if cells else ():
                grown: list[tuple[Paths, Specs]] = []
                for before, cell in heads:
                    choice = self._candidates.of(cell)
                    ways = self._extended(before, choice, stands=stands)
                    if following and following[0] < 0:
                        grown += self._followed(ways, choice, following)
                    elif ways:
                        grown.append((ways, following))
                heads = grown
            for ways, left in heads:
                _keep(new, left, _priced(ways, price))

    def _followed(self, paths: Paths, choice: Choice, specs: Specs) -> list[tuple[Paths, Specs]]:
        """The ways by what comes next: the second half of a lost pair whose first half is chosen by now."""
        found: dict[int, Paths] = {}
        for fold, path in paths.items():
            follower = self._layout.follower(choice.by_fold[fold].raw[-1], specs[0])
            found.setdefault(follower, {})[fold] = path
        return [(ways, (follower, *specs[1:])) for follower, ways in found.items()]

    def _extended(self, paths: Paths, choice: Choice, *, stands: bool) -> Paths:
        """The ways with one more character that is read from bytes.

        Args:
            paths: The ways to here.
            choice: What the character can be.
            stands: Whether it stands for itself if there is no choice.
        """
        choice = choice.said(self._place.said)
        if not choice.found:
            return {}
        if len(choice.found) > 1:
            return self._chosen(paths, choice)
        known = max(choice.specs) < SETS and len(self._place.char) == 1
        return self._certain(
            paths, choice.found[0], None if known else choice.specs, read=not (stands and known)
        )

    def _certain(self, paths: Paths, c: Candidate, specs: Specs | None, *, read: bool) -> Paths:
        """The ways with one more character that is known: one is left, the best."""
        score, node = self._best(paths, c)
        return {c.fold: (score, (node, c.char, self._end, read, specs))}

    def _best(self, paths: Paths, c: Candidate) -> tuple[float, Node | None]:
        """Log-probability of the likeliest way to a character, with that, in nats; and its last cell."""
        pairs, backs = self._model.pairs, self._model.backs
        best, last = -math.inf, None
        for prev, (score, node) in paths.items():
            value = pairs[prev].get(c.fold)
            total = score + (backs.get(prev, 0.0) + c.base if value is None else value + c.share)
            if total > best:
                best, last = total, node
        return best, last

    def _chosen(self, paths: Paths, choice: Choice) -> Paths:
        """The ways with one more character of several.

        A pair that the model knows is at least as likely as its characters apart. So what is best for
        all of them is best for a character, unless one that it makes a pair with is better.
        """
        pairs, backs = self._model.pairs, self._model.backs
        back, last = max(
            ((score + backs.get(prev, 0.0), node) for prev, (score, node) in paths.items()), key=_score
        )
        found = {c.fold: (back + c.base, last) for c in choice.found[:WIDTH]}
        by_fold = choice.by_fold
        floor = _floor(found)
        for prev, (score, node) in sorted(paths.items(), key=lambda way: -way[1][0]):
            if score < floor or self._looks < 0:  # what comes of it is no likelier
                break
            row = pairs[prev]
            seen = row.keys() & by_fold.keys()
            self._looks -= len(seen) + 1
            for fold in seen:
                value = score + row[fold] + by_fold[fold].share
                if value > floor and (fold not in found or found[fold][0] < value):
                    found[fold] = value, node
            if seen:
                floor = _floor(found)
        end, specs = self._end, choice.specs
        return {
            fold: (score, (node, by_fold[fold].char, end, True, specs))
            for fold, (score, node) in found.items()
            if score >= floor
        }


def _score(path: tuple[float, Node | None]) -> float:
    return path[0]


def _pruned(front: Front) -> Front:
    """The ways that are worth following, of all there are to a place."""
    floor = _floor(*front.values())
    kept = {
        pending: {fold: path for fold, path in paths.items() if path[0] >= floor}
        for pending, paths in front.items()
    }
    return {pending: paths for pending, paths in kept.items() if paths}


def _floor(*ways: Paths) -> float:
    """Log-probability from which on ways are followed, in nats."""
    scores = sorted([path[0] for paths in ways for path in paths.values()])
    return max(scores[-1] - DEPTH, scores[-WIDTH] if len(scores) > WIDTH else -math.inf)


def _keep(front: Front, pending: Specs | None, paths: Paths) -> None:
    """Add ways to a front, or replace those to the same end that are worse."""
    if paths:
        front[pending] = _merged(front[pending], paths) if pending in front else paths


def _merged(paths: Paths, more: Paths) -> Paths:
    """The better ways of two."""
    merged = dict(paths)
    for fold, path in more.items():
        if fold not in merged or merged[fold][0] < path[0]:
            merged[fold] = path
    return merged


def _priced(paths: Paths, price: float) -> Paths:
    """The ways with a price taken off, in nats."""
    return {fold: (score - price, node) for fold, (score, node) in paths.items()} if price else paths


def _lost(paths: Paths, pending: Specs, end: int) -> Paths:
    """The ways on when the bytes that are pending are given up."""
    return {
        fold: (score - BROKEN, (node, REPLACEMENT, end, True, pending))
        for fold, (score, node) in paths.items()
    }


class _Searches(threading.local):
    """The searches of one thread: their tables grow.

    Those that differ in what became of lost bytes alone share their tables.
    """

    def __init__(self) -> None:
        self.layouts: dict[tuple[str, int, str], Layout] = {}
        self.made: dict[Channel, Search] = {}


_SEARCHES = _Searches()


def search(channel: Channel) -> Search:
    """The search for a channel, made once a thread."""
    found = _SEARCHES.made.get(channel)
    if found is None:
        key = channel.right, channel.script, channel.wrong
        layout = _SEARCHES.layouts.get(key)
        if layout is None:
            layout = _SEARCHES.layouts[key] = Layout(channel.right, channel.script, reader(channel.wrong))
        found = _SEARCHES.made[channel] = Search(channel, layout)
    return found
