"""The ways through a damaged text that a search has found up to a place, and which of them it follows."""

from __future__ import annotations

import math
from operator import itemgetter

from newsclean.characters import REPLACEMENT
from newsclean.mojibake.candidates import Specs

WIDTH = 24
"""States that are kept at a character."""
DEPTH = 20.0
"""Nats behind the best state at which another is dropped."""
OWED = 1.2
"""Nats that a state is behind for each byte that is pending: it has yet to be paid for."""
FEW = 2
"""States that are all kept, however unlikely: the text as it stands, and one way of reading it."""
BROKEN = 16.0
"""Price of bytes that belong to no character, in nats."""

Node = tuple["Node | None", str, int, bool, Specs | None]
"""A cell, behind the one before it."""
Paths = dict[str, tuple[float, Node | None]]
"""Ways through the text by the character they end with, folded: log-probability in nats, and last cell."""
Front = dict[Specs | None, Paths]
"""The ways to a place by the bytes that are pending there; `LITERAL` where the text stands for itself."""
LITERAL = None

SCORE = itemgetter(0)
"""Log-probability of a way, in nats."""


def best_of(paths: Paths) -> float:
    """Log-probability of the likeliest of ways, in nats."""
    return max(map(SCORE, paths.values()), default=-math.inf)


def read_ways(front: Front) -> list[tuple[Specs, Paths]]:
    """The ways on which the text is read, by the bytes that are pending."""
    return [(pending, paths) for pending, paths in front.items() if pending is not LITERAL]


def pruned(front: Front) -> Front:
    """The ways that are worth following, of all there are to a place.

    Those with bytes pending have not paid for a character yet that others have.
    """
    if sum(map(len, front.values())) <= FEW:
        return front
    owed = {pending: OWED * len(pending or ()) for pending in front}
    floor = floor_of([path[0] - owed[pending] for pending, paths in front.items() for path in paths.values()])
    kept = {
        pending: {fold: path for fold, path in paths.items() if path[0] - owed[pending] >= floor}
        for pending, paths in front.items()
    }
    return {pending: paths for pending, paths in kept.items() if paths}


def floor_of(scores: list[float]) -> float:
    """Log-probability from which on ways are followed, in nats; `scores` are those of all."""
    scores.sort()
    return max(scores[-1] - DEPTH, scores[-WIDTH] if len(scores) > WIDTH else -math.inf)


def keep(front: Front, pending: Specs | None, paths: Paths) -> None:
    """Add ways to a front, or replace those to the same end that are worse."""
    if paths:
        front[pending] = merged(front[pending], paths) if pending in front else paths


def merged(paths: Paths, more: Paths) -> Paths:
    """The better ways of two."""
    merged = dict(paths)
    for fold, path in more.items():
        if fold not in merged or merged[fold][0] < path[0]:
            merged[fold] = path
    return merged


def priced(paths: Paths, price: float) -> Paths:
    """The ways with a price taken off, in nats."""
    return {fold: (score - price, node) for fold, (score, node) in paths.items()} if price else paths


def lost(paths: Paths, pending: Specs, end: int) -> Paths:
    """The ways on when the bytes that are pending are given up."""
    return {
        fold: (score - BROKEN, (node, REPLACEMENT, end, True, pending))
        for fold, (score, node) in paths.items()
    }
