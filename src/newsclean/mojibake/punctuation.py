"""How well a mark of punctuation fits in a place: brackets come in pairs, stops follow words.

Pairs of characters say little of that: the other bracket is far away, and what is hardly ever seen, such as
two stops in a row, is not in their table.
"""

from __future__ import annotations

from collections.abc import Iterable

PAIRS = dict(zip("“‘（《「『【〈〔", "”’）》」』】〉〕", strict=True))
STOPS = frozenset("，。、；：")
MARKS = STOPS.union(PAIRS, PAIRS.values())
NEAR = 300
"""Characters on both sides of a place in which the other one of a pair is looked for."""
LACKED = 5.0
"""Nats by which a bracket is likelier where the other one of its pair lacks it."""
SPARE = -4.0
"""The same for one that no other one lacks, and for a stop where no word ends."""


def fits(marks: Iterable[str], before: str, after: str) -> dict[str, float]:
    """By how much each of some marks is likelier in a place because of what stands around it, in nats.

    Args:
        marks: The marks; all of them are in `MARKS`.
        before: What stands before the place in its paragraph.
        after: What follows.

    >>> fits("“”。", "他说：“桥通了。", "大家都笑了。")
    {'“': -4.0, '”': 5.0, '。': -4.0}
    """
    lacked = {_lacking(opening, closing, before, after) for opening, closing in PAIRS.items()}
    misplaced = not before or before[-1] in STOPS or before[-1] in PAIRS or after[:1] in STOPS
    found: dict[str, float] = {}
    for mark in marks:
        if mark not in STOPS:
            found[mark] = LACKED if mark in lacked else SPARE
        elif misplaced:
            found[mark] = SPARE
    return found


def _lacking(opening: str, closing: str, before: str, after: str) -> str:
    """The one of a pair that is lacking in a place; empty if none is."""
    is_open = before.rfind(opening) > before.rfind(closing)
    closes = after.find(closing)
    is_closed = closes >= 0 and opening not in after[:closes]
    if is_open == is_closed:
        return ""
    return closing if is_open else opening
