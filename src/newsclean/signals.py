"""Signals that end a process: held back where it must not be ended, and answered by ending in good order."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

ENDING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)  # Windows has no SIGHUP
"""Ctrl-C, what `kill` and a system that shuts down send, and what a terminal that is closed sends."""


@contextmanager
def held(*signals: signal.Signals) -> Iterator[None]:
    """Hold signals back from this thread, and from the threads and processes started meanwhile.

    What came meanwhile takes effect at the end. Windows knows no such thing: there they are not held.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_in_order() -> None:
    """Let `kill` end this process as Ctrl-C does, so that the processes it has started end too."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
