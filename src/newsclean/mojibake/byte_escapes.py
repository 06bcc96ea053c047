r"""Bytes that were spelled out: `\xe4\xb8\xad`, `\344\270\255`, `<E4><B8><AD>`, `=E4=B8=AD`, `+Ti1lhw-`.

Programs print bytes so that they do not take for text: Python and databases, git and the shell, pagers,
mail. As with other escapes, only a passage that nobody would read is repaired; one in a string is code.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from newsclean.edits import Edit
from newsclean.lazy import regex
from newsclean.mojibake.passages import (
    CHINESE,
    LEAST,
    LEAST_MORE,
    Kind,
    is_code,
    is_passage,
    is_string,
    lines,
)

TAIL = 3
"""Bytes of a last character that may be cut off."""
CODECS = ("utf-8", "gb18030", "big5")

_FORMS = {
    "\\x": (regex(r"\\x([0-9a-fA-F]{2})|\\([nrt\"'\\])"), 16),
    "\\": (regex(r"\\([2-3][0-7]{2})|\\([nrt\"'\\])"), 8),
    "<": (regex(r"<([0-9A-F]{2})>()"), 16),
}
"""One byte, by what it begins with (C and Python, git and the shell, the pager less), and its base."""
_DENSE = {
    "\\x": regex(r"\\x[89a-fA-F][0-9a-fA-F]\\x"),
    "\\": regex(r"\\[2-3][0-7]{2}\\"),
    "<": regex(r"<[89A-F][0-9A-F]><"),
}
"""Two bytes in a row: without them there is no passage."""
_UTF7 = regex(r"\+([A-Za-z0-9+/]{3,})-?|\+-")
"""Characters in UTF-7 (RFC 2152), or its plus sign."""
_UTF7_DENSE = regex(r"\+[MT-Za-n/][A-Za-z0-9+/]{10}")
"""Four characters of Chinese."""
_SHORT = {"n": b"\n", "r": b"", "t": b"\t"}
_QUOTED = regex(r"=([0-9A-Fa-f]{2})|=[ \t]*\r?\n()")
_QUOTED_PAIR = regex(r"=[89A-Fa-f][0-9A-Fa-f]=[0-9A-Fa-f]{2}=[0-9A-Fa-f\n]")
_SOFT = regex(r"[^=\s]=[ \t]*\r?$")
_NOT_QUOTED = regex(r"=(?![0-9A-Fa-f]{2}|[ \t]*\r?\n)")
_WORD = regex(r"=\?([A-Za-z0-9_-]{2,20})\?([BbQq])\?([!->@-~]{2,200})\?=")
_WORDS = regex(rf"{_WORD.pattern}(?:\s{{1,4}}{_WORD.pattern})*")


def _byte_escapes(marker: str, text: str) -> Iterator[Edit]:
    if any(_spelled(text, marker, LEAST)):
        yield from _spelled(text, marker, LEAST_MORE)


def _spelled(text: str, marker: str, least: int) -> Iterator[Edit]:
    pattern, base = _FORMS[marker]

    def byte(m: re.Match[str]) -> bytes:
        return bytes([int(m[1], base)]) if m[1] else _SHORT.get(m[2], m[2].encode())

    for start, line in lines(text, marker):
        found = list(pattern.finditer(line))
        first = next((number for number, m in enumerate(found) if m[1]), len(found))
        found = found[first:]
        if not found or is_string(line, found[0].start()):
            continue
        rest = pattern.sub("", line)
        escaped = len(line) - len(rest)
        if is_code(rest, escaped):
            continue
        edit = _decoded(line, found, byte, rest, least)
        if edit:
            yield edit.moved(start)._replace(rule="byte-escape")


def _decoded(
    text: str, found: Sequence[re.Match[str]], byte: Callable[[re.Match[str]], bytes], rest: str, least: int
) -> Edit | None:
    """The passage from the first escape to the last, read in the encoding that it fits; None if in none."""
    for codec in CODECS:
        try:
            pieces = [text[a.end() : b.start()].encode(codec) for a, b in pairwise(found)]
        except UnicodeEncodeError:
            continue
        last = found[-1].end()
        trail = text[last : last + 1] if codec != "utf-8" and "@" <= text[last : last + 1] <= "~" else ""
        pieces.append(trail.encode())
        raws = [byte(m) for m in found]
        for kept in range(len(found), max(0, len(found) - TAIL - 1), -1):
            raw = b"".join(a + b for a, b in zip(raws[:kept], pieces, strict=False))
            try:
                new = raw.decode(codec)
            except UnicodeDecodeError:
                continue
            if is_passage(new, len(text) - len(rest), rest, least):
                end = last + len(trail) if kept == len(found) else found[kept].start()
                return Edit(found[0].start(), end, new, "")
            if codec == "utf-8" and kept == len(found):
                return None  # other bytes are hardly ever valid UTF-8
    return None


def _quoted_printable(text: str) -> Iterator[Edit]:
    """Lines of quoted-printable; one that ends in `=` goes on in the next."""

    def byte(m: re.Match[str]) -> bytes:
        return bytes.fromhex(m[1]) if m[1] else b""

    blocks = [
        (start, block, list(_QUOTED.finditer(block)), _QUOTED.sub("", block))
        for start, block in _blocks(text)
    ]
    if any(_decoded(block, found, byte, rest, LEAST) for _, block, found, rest in blocks):
        for start, block, found, rest in blocks:
            new = b"".join(map(byte, found))
            if new.isascii():
                edits = [Edit(m.start(), m.end(), byte(m).decode(), "") for m in found]
            else:
                edit = _decoded(block, found, byte, rest, LEAST_MORE)
                edits = [edit] if edit else []
            yield from (edit.moved(start)._replace(rule="quoted-printable") for edit in edits)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """The lines that can be quoted-printable, with those they go on in, each with its offset."""
    start = at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end + 1
        if end < len(text) and _SOFT.search(text, at, end - 1):
            at = end
            continue
        block = text[start:end]
        if _QUOTED.search(block) and not _NOT_QUOTED.search(block):
            yield start, block
        start = at = end


def _encoded_words(text: str) -> Iterator[Edit]:
    """Encoded words of mail headers (RFC 2047); white space between two of them does not count."""
    for m in _WORDS.finditer(text):
        if is_string(text, m.start()):
            continue
        words = list(_WORD.finditer(m.group()))
        if len({word[1].lower() for word in words}) > 1:
            parts = [_word(word[1], _payload(word)) for word in words]
        else:  # a character may be cut between two words
            parts = [_word(words[0][1], b"".join(map(_payload, words)))]
        new = "".join(parts)
        if all(parts) and CHINESE.search(new):
            yield Edit(m.start(), m.end(), new, "encoded-word")


def _payload(word: re.Match[str]) -> bytes:
    if word[2] in "Qq":
        return _QUOTED.sub(lambda m: chr(int(m[1] or "20", 16)), word[3].replace("_", " ")).encode("latin-1")
    try:
        return base64.b64decode(word[3], validate=True)
    except binascii.Error:
        return b""


def _word(charset: str, raw: bytes) -> str:
    name = {"gb2312": "gb18030", "gbk": "gb18030"}.get(charset.lower(), charset)
    try:
        return raw.decode(name)
    except (LookupError, UnicodeDecodeError):
        return ""


def _utf7(text: str) -> Iterator[Edit]:
    if any(_utf7_lines(text, LEAST)):
        yield from _utf7_lines(text, LEAST_MORE)


def _utf7_lines(text: str, least: int) -> Iterator[Edit]:
    for start, line in lines(text, "+"):
        runs = list(_UTF7.finditer(line))
        try:
            news = [run[0].encode().decode("utf-7") for run in runs]
        except UnicodeDecodeError:
            continue
        rest = _UTF7.sub("", line)
        if is_passage("".join(news), len(line) - len(rest), rest, least):
            for run, new in zip(runs, news, strict=True):
                yield Edit(start + run.start(), start + run.end(), new, "utf-7")


BYTE_KINDS = (
    *(Kind(marker[0], dense, partial(_byte_escapes, marker)) for marker, dense in _DENSE.items()),
    Kind("=", _QUOTED_PAIR, _quoted_printable),
    Kind("?", regex(r"\?(?<==\?)"), _encoded_words),
    Kind("+", _UTF7_DENSE, _utf7),
)
r"""Rules `byte-escape`, `quoted-printable`, `encoded-word` and `utf-7`: =D4=C6=C1=EB for 云岭."""
