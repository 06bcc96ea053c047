"""Where a byte of a two-byte text vanished without a mark: from there on it reads better off by one."""

from __future__ import annotations

from itertools import accumulate

from newsclean import charmodel

AHEAD = 6
"""Characters that must speak for a byte that was lost without a mark."""
SLIP = 3.0
"""Nats by which those must read better."""
FAR = 8.0
"""Nats that one character can add to that at most."""


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
