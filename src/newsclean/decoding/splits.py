"""Characters that a line break splits: text broken at a fixed number of bytes, as mailers and boards did."""

from __future__ import annotations

import codecs

from newsclean.characters import REPLACEMENT
from newsclean.charmodel import load
from newsclean.decoding.readers import CHINESE, CUT, codec_of, left_to_right, read_strictly
from newsclean.lazy import regex

_HALF_UTF8 = regex(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")
_NEAR = 60
"""So many bytes of the line below tell whether it is right without its first."""
_LONGEST = 3
"""So many bytes of a character the line below has at most."""


def without_splits(data: bytes, name: str) -> tuple[bytes, int]:
    r"""Bytes with the line breaks that split characters behind them; how many these are.

    Args:
        data: The bytes.
        name: Their encoding; only UTF-8 and those of Chinese are looked at.

    >>> text = "新馆有三层".encode("gb18030")
    >>> without_splits(text[:5] + b"\r\n" + text[5:], "gb18030")[0].decode("gb18030")
    '新馆有\r\n三层'
    """
    if name not in {"utf-8", *CHINESE}:
        return data, 0
    lines = data.splitlines(keepends=True)
    moved = 0
    for number in range(len(lines) - 1):
        line, below = lines[number].rstrip(b"\r\n"), lines[number + 1].lstrip(b" \t")
        rest = _rest(line, below, name)
        if rest:
            lines[number] = line + below[:rest] + lines[number][len(line) :]
            lines[number + 1] = lines[number + 1][: -len(below)] + below[rest:]
            moved += 1
    return b"".join(lines), moved


def _rest(line: bytes, below: bytes, name: str) -> int:
    """How many bytes at the beginning of one line belong to a character at the end of the one above."""
    half = _half(line, name)
    for size in range(1, _LONGEST + 1) if half else ():
        try:
            char = read_strictly(half + below[:size], name)
        except UnicodeDecodeError:
            continue
        whole = len(char) == 1 and _reads_on(line[: -len(half)], char, below, name)
        return size if whole else 0
    return 0


def _half(line: bytes, name: str) -> bytes:
    """What a line ends in of a character that is not whole."""
    if name == "utf-8":
        found = _HALF_UTF8.search(line, max(0, len(line) - _LONGEST))
        return found[0] if found else b""
    if line.isascii():
        return b""
    decoder = codecs.getincrementaldecoder(codec_of(name))("replace")
    decoder.decode(line)
    return decoder.getstate()[0]


def _reads_on(line: bytes, char: str, below: bytes, name: str) -> bool:
    """Whether two lines read better if a character goes on from one to the other; UTF-8 tells by itself."""
    if name == "utf-8":
        return _is_whole(line)
    last = left_to_right(line, name)[-1:]
    whole = _likelihood(last + char) + _likelihood(left_to_right(below[1:_NEAR], name))
    return whole > _likelihood(last + REPLACEMENT) + _likelihood(left_to_right(below[:_NEAR], name))


def _likelihood(text: str) -> float:
    """How likely a text is, in nats, what it lost included."""
    return load().total(text.replace(REPLACEMENT, "")) + CUT * text.count(REPLACEMENT)


def _is_whole(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
