"""Bytes that are not all UTF-8: damaged, in another encoding, or mixed line by line."""

from __future__ import annotations

import re
from itertools import groupby

from newsclean.decoding.detect import LIKELY, WIDE, detect, score
from newsclean.decoding.readers import HOLE, left_to_right, read_tolerantly

_LONG_CHARACTER = re.compile("[\u0800-\uffef\U00010000-\U0010ffff]")
_GOOD_A_BAD = 2
"""So many whole characters of UTF-8 for each broken one: what is that regular is UTF-8."""
_TRAIL_IN_ASCII = re.compile(rb"[\x80-\xff][\x40-\x7e]")
_HIGH = re.compile(rb"[\x80-\xff]")
_SHORTEST = 16
"""Fewer bytes that are not ASCII than this in a line do not tell one Chinese encoding from another."""
_SHORT = 60
"""In so many bytes a few damaged ones outweigh the sound ones."""
_TRAILS_IN_ASCII = 0.15
_AHEAD = 2.0
"""By so many nats a character another encoding must read better to be the line's own."""


def read_lines(data: bytes, declared: str | None) -> tuple[str, str, int, tuple[str, ...]] | None:
    """Decode bytes that are not valid UTF-8 as a whole.

    Args:
        data: Any bytes.
        declared: Canonical name of the encoding that the text says it has.

    Returns:
        The text, the encoding of most of it, the number of characters lost, and the other lines' encodings;
        None if nothing fits.
    """
    lines = data.splitlines(keepends=True) if b"\n" not in data else data.split(b"\n")
    if b"\n" in data:
        lines = [line + b"\n" for line in lines[:-1]] + lines[-1:]
    names = [_utf8_or_ascii(line) for line in lines]
    foreign = b"".join(line for line, name in zip(lines, names, strict=True) if name is None)
    of_utf8 = b"".join(line for line, name in zip(lines, names, strict=True) if name == "utf-8")
    if not foreign:
        text, damaged = read_tolerantly(data, "utf-8")
        return text, "utf-8", damaged, ()
    name = detect(foreign, declared)
    if of_utf8 and (name is None or score(of_utf8[:1200].decode("utf-8", "replace")) >= LIKELY):
        main = name or "utf-8"
    else:
        names = [None if found == "utf-8" else found for found in names]
        if name is None or name in WIDE:
            name = detect(data, declared)
        if name is None:
            return None
        if name in WIDE:
            text, damaged = read_tolerantly(data, name)
            return text, name, damaged, ()
        main = name
    own = [
        found or _own_encoding(line, main, mixed=bool(of_utf8))
        for line, found in zip(lines, names, strict=True)
    ]
    return _joined(lines, own, main)


def _utf8_or_ascii(line: bytes) -> str | None:
    """`ascii`, `utf-8` (which may be damaged), or None for something else."""
    if line.isascii():
        return "ascii"
    try:
        text, damaged = line.decode(), 0
    except UnicodeDecodeError:
        text = left_to_right(line, "utf-8")
        damaged = text.count(HOLE)
    good = len(_LONG_CHARACTER.findall(text))
    return "utf-8" if good >= damaged * _GOOD_A_BAD and good > 1 else None


def _own_encoding(line: bytes, main: str, *, mixed: bool) -> str:
    """The encoding of a line that is not sound UTF-8, where the other such lines are `main`.

    In a file that has lines of UTF-8 a short one may be UTF-8, too, badly damaged; gb18030 and big5 may mix.
    """
    high = len(_HIGH.findall(line))
    line = line[:1200]
    if mixed and high < _SHORT and _LONG_CHARACTER.search(left_to_right(line, "utf-8")):
        return "utf-8" if _reads_better(line, "utf-8", main) else main
    other = {"gb18030": "big5-hkscs", "big5-hkscs": "gb18030"}.get(main)
    if other is None or high < _SHORTEST:
        return main
    if main == "gb18030":
        # in Big5 half of the second bytes are ASCII, in simplified GBK hardly any
        plausible = len(_TRAIL_IN_ASCII.findall(line)) >= _TRAILS_IN_ASCII * min(high, len(line))
    else:
        plausible = HOLE in left_to_right(line, main)
    return other if plausible and _reads_better(line, other, main, _AHEAD) else main


def _reads_better(line: bytes, other: str, main: str, ahead: float = 0.0) -> bool:
    better = score(left_to_right(line, other))
    return (better >= LIKELY or not ahead) and better > score(left_to_right(line, main)) + ahead


def _joined(lines: list[bytes], names: list[str], main: str) -> tuple[str, str, int, tuple[str, ...]]:
    """Adjoining lines of one encoding decoded together; ASCII goes with any."""
    sizes: dict[str, int] = {}
    parts: list[str] = []
    lost = 0
    for name, group in groupby(zip(names, lines, strict=True), key=lambda pair: pair[0]):
        piece = b"".join(line for _, line in group)
        text, damaged = read_tolerantly(piece, main if name == "ascii" else name)
        parts.append(text)
        lost += damaged
        if name != "ascii":
            sizes[name] = sizes.get(name, 0) + len(piece)
    most, *others = sorted(sizes, key=lambda name: -sizes[name])
    return "".join(parts), most, lost, tuple(others)
