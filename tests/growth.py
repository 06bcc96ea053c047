"""How the time for an input grows with its size."""

from __future__ import annotations

import time
from collections.abc import Callable

TRIES = 6
SPARE = 0.025
"""Seconds that the larger one has besides, for what the first of all runs has to load."""


def is_linear(run: Callable[[int], object], small: int, large: int) -> bool:
    """Whether the larger input takes at most three times its share of the smaller one's time.

    What is meant is the growth, not the speed: processor time, and once in some tries will do, since a busy
    machine is slow now and then and a quadratic search always.
    """
    return any(_seconds(run, large) <= 3 * large / small * _seconds(run, small) + SPARE for _ in range(TRIES))


def _seconds(run: Callable[[int], object], size: int) -> float:
    start = time.process_time()
    run(size)
    return time.process_time() - start
