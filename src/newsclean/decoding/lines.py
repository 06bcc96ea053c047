"""Bytes that are not all UTF-8: damaged, in another encoding, or mixed by line or within one."""

from __future__ import annotations

from collections import Counter
from itertools import groupby, pairwise
from operator import itemgetter

from newsclean.characters import REPLACEMENT, without_ascii
from newsclean.decoding import Decoded, read_as
from newsclean.decoding.detect import (
    CERTAIN,
    LIKELY,
    SAMPLE,
    WIDE,
    count_high,
    detect_any,
    detect_likely,
    is_western,
    score,
)
from newsclean.decoding.readers import CHINESE, left_to_right
from newsclean.lazy import regex

_LONG_CHARACTER = regex("[\u0800-\uffef\U00010000-\U0010ffff]")
"""One that takes three bytes or more in UTF-8."""
_UTF8_BYTES = regex(rb"[\xe0-\xef][\x80-\xbf]{2}")
_LENGTH = 3
"""Bytes of a long character."""
_LEAST_UTF8 = 0.4
"""Share of the bytes that are not ASCII which must look like UTF-8, to look more closely."""
_UTF8_RUN = regex(
    rb"[\xe0-\xef][\x80-\xbf]{2}"
    rb"(?:[\x00-\x7f]{0,200}(?:[\xe0-\xef][\x80-\xbf]{2}|[\xc2-\xdf][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{3})){4,}"
    rb"[\x00-\x7f]{0,200}[\xe0-\xef][\x80-\xbf]{2}"
)
"""A run of UTF-8 from one long character to another; with a few more in it, no other encoding has it."""
_GOOD_A_BAD = 2
"""So many whole characters of UTF-8 for each broken one: what is that regular is UTF-8."""
_LONG = 6
"""So many long characters a run of UTF-8 holds at least."""
_SHORTEST = 7
"""Fewer bytes that are not ASCII than this in a line do not tell one Chinese encoding from another.

Of 447,000 stretches of 3 to 30 characters one with so many is taken for the other, in kana.
"""
_BESIDE = 16
"""The same of what stands in a line beside runs of UTF-8."""
_SHORT = 60
"""In so many bytes a few damaged ones outweigh the sound ones."""
_BEGINNING = 16
"""So many characters tell of most lines that they read well."""
_VOTERS = 20
"""So many lines are asked if all together read as nothing."""
_AHEAD = 2.0
"""By so many nats a character another encoding must read better to be the line's own."""


def read_lines(data: bytes, declared: str | None) -> Decoded | None:
    """Decode bytes that are not valid UTF-8 as a whole; None if no encoding fits.

    Args:
        data: Any bytes.
        declared: Canonical name of the encoding that the text says it has.
    """
    lines = [piece for line in data.splitlines(keepends=True) for piece in _pieces(line)]
    names = [_utf8_or_ascii(line) for line in lines]
    foreign = b"".join(line for line, name in zip(lines, names, strict=True) if name is None)
    of_utf8 = b"".join(line for line, name in zip(lines, names, strict=True) if name == "utf-8")
    if not foreign:
        return read_as(data, "utf-8")
    name = _detect(foreign, declared)
    if of_utf8 and (name is None or score(of_utf8[:SAMPLE].decode("utf-8", "replace")) >= LIKELY):
        main = name or "utf-8"
    else:
        names = [None if found == "utf-8" else found for found in names]
        if name is None or name in WIDE:
            name = _detect(data, declared)
        if name is None:
            return None
        if name in WIDE:
            return read_as(data, name)
        main = name
    own = [
        found or _own_encoding(line, main, mixed=bool(of_utf8))
        for line, found in zip(lines, names, strict=True)
    ]
    return _joined(lines, own, main)


def _detect(data: bytes, declared: str | None) -> str | None:
    """The encoding of the bytes, or of those lines that can be told if together they read as no Chinese."""
    name = detect_likely(data, declared)
    if name not in {*CHINESE, *WIDE} and not is_western(data) and len(lines := data.splitlines()) > 1:
        lines = sorted(lines, key=len, reverse=True)[:_VOTERS]
        votes = Counter(found for line in lines if (found := detect_likely(line, declared)))
        name = votes.most_common(1)[0][0] if votes else name
    return name or detect_any(data, declared)


def _pieces(line: bytes) -> list[bytes]:
    """A line, cut where runs of UTF-8 begin and end if there is more than damage beside them."""
    try:
        line.decode()
    except UnicodeDecodeError:
        runs = [run for run in _UTF8_RUN.finditer(line) if len(_UTF8_BYTES.findall(run[0])) >= _LONG]
    else:
        return [line]
    cuts = [0, *(at for run in runs for at in run.span()), len(line)]
    pieces = [line[a:b] for a, b in pairwise(cuts)]
    return [*filter(None, pieces)] if any(count_high(rest) >= _BESIDE for rest in pieces[::2]) else [line]


def _utf8_or_ascii(line: bytes) -> str | None:
    """`ascii`, `utf-8` (which may be damaged), or None for something else."""
    if line.isascii():
        return "ascii"
    try:
        text, damaged = line.decode(), 0
    except UnicodeDecodeError:
        if len(_UTF8_BYTES.findall(line)) * _LENGTH < _LEAST_UTF8 * count_high(line):
            return None
        text = left_to_right(line, "utf-8")
        damaged = text.count(REPLACEMENT)
    good = len(_LONG_CHARACTER.findall(text))
    return "utf-8" if good >= damaged * _GOOD_A_BAD and good > 1 else None


def _own_encoding(line: bytes, main: str, *, mixed: bool) -> str:
    """The encoding of a line that is not sound UTF-8, where the other such lines are `main`.

    In a file that has lines of UTF-8 a short one may be UTF-8, too, badly damaged; gb18030 and big5 may mix.
    """
    high = count_high(line)
    line = line[:SAMPLE]
    maybe_utf8 = mixed and high < _SHORT and _LONG_CHARACTER.search(left_to_right(line, "utf-8"))
    if maybe_utf8 and _reads_better(line, "utf-8", main):
        return "utf-8"
    other = {"gb18030": "big5-hkscs", "big5-hkscs": "gb18030"}.get(main)
    if other is None or high < _SHORTEST:
        return main
    beginning = without_ascii(left_to_right(line, main))[:_BEGINNING]
    return other if score(beginning) < CERTAIN and _reads_better(line, other, main, _AHEAD) else main


def _reads_better(line: bytes, other: str, main: str, ahead: float = 0.0) -> bool:
    better = score(left_to_right(line, other))
    return (better >= LIKELY or not ahead) and better > score(left_to_right(line, main)) + ahead


def _joined(lines: list[bytes], names: list[str], main: str) -> Decoded:
    """Adjoining lines of one encoding decoded together; ASCII goes with any."""
    sizes: dict[str, int] = {}
    parts: list[Decoded] = []
    names = [main if name == "ascii" else name for name in names]
    for name, group in groupby(zip(names, lines, strict=True), key=itemgetter(0)):
        piece = b"".join(line for _, line in group)
        parts.append(read_as(piece, name))
        sizes[name] = sizes.get(name, 0) + count_high(piece)
    most, *others = sorted((name for name in sizes if sizes[name]), key=lambda name: -sizes[name])
    text = "".join(part.text for part in parts)
    return Decoded(text, most, sum(p.damaged for p in parts), tuple(others), sum(p.split for p in parts))
