"""Where a byte of a two-byte text vanished without a mark: from there on it reads better off by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from newsclean import charmodel
from newsclean.characters import REPLACEMENT
from newsclean.lazy import regex

AHEAD = 6
"""Characters that must speak for a byte that was lost without a mark."""
SLIP = 3.0
"""Nats by which those must read better."""
FAR = 8.0
"""Nats that one character can add to that at most."""
BRACKETED = 40
"""Characters before a closing bracket among which the one that opens is looked for."""
RUN = 8
"""Characters off by one that may stand before the letter with which a run of them ends in Big5."""
GUESS = 9.0
"""Price of the character that lost the byte, in nats: it is not known yet."""
BEFORE = 3
"""Characters before what is left over that may be off by one, too."""
TORN = 3.0
"""Nats by which such a run must read better."""
OFF = 6.0
"""The same where a lost byte is news: of 1,229 whole passages none has more, of torn ones nearly all do."""
HOPELESS = -6.0
"""The same below which no longer run will."""

START = 1
"""Flag of a place before which a byte can have vanished if a character begins there."""
INSIDE = 2
"""The same if a character is under way there."""

_NOTHING = regex(f"[\ue000-\uf8ff{REPLACEMENT}]")
"""What pairs of bytes make that nobody wrote."""
_LEFT_OVER = regex(r"[@\[-`{-~]|[A-Za-z](?:(?<=[^0-9A-Za-z ].)|(?=[^0-9A-Za-z ]|$))")
"""What may be a second byte whose first one was dropped; letters and digits beside a letter make a word."""
_OPEN = regex(r"\[[^\]\n]*\Z")
_LETTER = regex("[\u2190-\u26ff\u3105-\u3129\u3400-\u9fff][@-~](?![0-9A-Za-z])")


def shift_gains(text: str) -> list[float]:
    """By how much every character would be likelier with the bytes paired off by one in GBK, in nats.

    0.0 where there is no pair; a single character counts for no more than `FAR` either way.
    """
    return _shift_gains(text, [char.encode("gb18030", "ignore") for char in text], "gb18030")


def _shift_gains(text: Sequence[str], raws: list[bytes], codec: str) -> list[float]:
    """The same for characters whose bytes in an encoding are given, place by place."""
    pair = charmodel.load().pair
    gains: list[float] = []
    plain = shifted = charmodel.START
    before = b""
    for char, raw in zip(text, raws, strict=True):
        if len(before) != 2 or not (len(raw) == 2 or (raw and 0x40 <= raw[0] < 0x7F)):
            gains.append(0.0)
            shifted = charmodel.START
        else:
            other = (before[1:] + raw[:1]).decode(codec, "replace")[0]
            gains.append(max(-FAR, min(FAR, pair(shifted, other) - pair(plain, char))))
            shifted = other
        plain, before = char, raw
    return gains


def slipping(text: str, codec: str) -> bytes:
    """Where a byte can have vanished: `START` where it reads better shifted from there, `INSIDE` if not.

    Args:
        text: Any text.
        codec: The encoding that lost a byte: `gb18030`, `big5`.
    """
    if codec == "big5":
        starts = {start for start, _ in torn(text)}
        return bytes(START * (place in starts) for place in range(len(text)))
    gains = shift_gains(text)
    flags = bytearray(len(gains))
    for place in range(len(gains)):
        sums = list(accumulate(gains[place + 1 : place + 1 + AHEAD]))
        flags[place] = START * (max(sums, default=0.0) > SLIP) + INSIDE * (min(sums[:3], default=0.0) < SLIP)
    return bytes(flags)


def vanishing(raws: list[bytes], codec: str) -> bytes:
    """Where a reader may have dropped a byte: near what reads better off by one, and what a byte was left of.

    Args:
        raws: The bytes that it read, place by place; none where they are not known.
        codec: Their encoding, of two bytes a character.

    Returns:
        `START | INSIDE` or 0 for each place.
    """
    if any(len(raw) != 2 and raw >= b"\x80" for raw in raws):
        return bytes([START | INSIDE]) * len(raws)  # pairs are not where the reader's characters are
    text = "".join(raw.decode(codec, "replace")[0] if raw else charmodel.START for raw in raws)
    flags = bytearray(len(raws))
    spans = [(found.start() - BEFORE, found.end()) for found in _LEFT_OVER.finditer(text)]
    better = 0.0
    for place, gain in enumerate(_shift_gains(text, raws, codec)):
        better = FAR if _NOTHING.match(text, place) else max(0.0, min(FAR, better + gain))
        if better > SLIP:
            spans.append((place - AHEAD, place + 2))
    for start, end in spans:
        near = range(len(flags))[max(0, start) : end]
        flags[near.start : near.stop] = bytes([START | INSIDE]) * len(near)
    return bytes(flags)


def is_off(text: str, codec: str) -> bool:
    """Whether some of a text reads better off by one, although nobody knows of a lost byte.

    Args:
        text: Any text.
        codec: The encoding of two bytes a character that may have lost one: `gb18030`, `big5`.
    """
    better = 0.0
    for gain in _shift_gains(text, [char.encode(codec, "ignore") for char in text], codec):
        better = max(0.0, better + gain)
        if better > OFF:
            return True
    return False


def torn(text: str) -> Iterator[tuple[int, int]]:
    """Where pairs of Big5 seem to be off by one: from the character that lost a byte to one past the last.

    In Big5 two second bytes of five look like ASCII, so that pairs fall into line again soon, and a
    letter is left over: `系統庫呼叫` became `系峸w呼叫`. Only such runs are found here.

    Args:
        text: Traditional Chinese.
    """
    model = charmodel.load()
    pair = model.pair
    for found in _LETTER.finditer(text):
        at = found.end() - 1
        if text[at] == "]" and _OPEN.search(text, max(0, at - BRACKETED), at):
            continue
        follower = text[at + 1 : at + 2] or charmodel.START
        plain = pair(text[at - 1], text[at]) + pair(text[at], follower)
        shifted = -GUESS
        behind, last = text[at].encode(), follower
        best, start = TORN, at
        for place in range(at - 1, max(-1, at - 1 - RUN), -1):
            raw = text[place].encode("cp950", "ignore")
            char = (raw[1:] + behind).decode("cp950", "ignore")
            if len(raw) + len(char) != 2 + 1:
                break
            shifted += pair(char, last)
            plain += pair(text[place - 1] if place else charmodel.START, text[place])
            behind, last = raw[:1], char
            gain = shifted + model.char(char) - plain
            if gain > best:
                best, start = gain, place
            elif gain < HOPELESS:
                break
        if start < at:
            yield start, at + 1
