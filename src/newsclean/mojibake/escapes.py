r"""Escapes that were escaped once more, or left in running text: `&amp;ldquo;`, `\u4e2d`, `%E4%B8%AD`.

What makes them damage is that nobody would read them: a passage *is* escapes. Single ones, those in
quotation marks, in scripts, in attributes and in URLs are code, and code is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from string import ascii_letters, digits
from urllib.parse import unquote_to_bytes

from newsclean.edits import Edit, applied
from newsclean.lazy import regex
from newsclean.mojibake.backslashes import BETWEEN, find_backslashes
from newsclean.mojibake.byte_escapes import BYTE_KINDS, CODECS
from newsclean.mojibake.entities import ENTITY_KINDS, IN_PLAIN_TEXT
from newsclean.mojibake.literals import find_literals
from newsclean.mojibake.passages import (
    LEAST,
    LEAST_MORE,
    Kind,
    is_code,
    is_passage,
    is_string,
    lines,
    moved,
    outside_spans,
    without_code,
)
from newsclean.mojibake.string_escapes import CODE, STRING_KINDS

_UNITS = {
    "\\u": regex(r"(?:\\+u(?:[0-9a-fA-F]{4}|\{[0-9a-fA-F]{4}\}))+|\\+[nrt\"'/]"),
    "\\x{": regex(r"(?:\\x\{[0-9a-fA-F]{4}\})+"),
    "u": regex(r"(?:u[0-9a-fA-F]{4}){2,}"),
    "%u": regex(r"(?:%u[0-9a-fA-F]{4})+"),
    "<U+": regex(r"(?:<U\+[0-9A-F]{4}>)+"),
}
"""Runs of characters by their code, as they begin: JSON and Java, Perl, JSON without its backslashes,
JavaScript's `escape`, R."""
_SHORT = {"n": "\n", "r": "", "t": "\t"}
_CONTROL = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PERCENT_RUN = regex(r"(?:%[0-9A-Fa-f]{2}|%(?=%)|[A-Za-z0-9._~!$()*+,;:@/?#\[\]=&-])+")
_PERCENT_CHARACTERS = ascii_letters + digits + "%._~!$()*+,;:@/?#[]=&-"
_ADDRESS = regex(r"/|\.{1,2}/|www\.|[a-z]*\?|[\w.-]+/|.*(?:://|\]\()")
"""Runs that are an address, or hold one: the target of a link in Markdown is one in any text."""
_PERCENT_DENSE = regex(r"%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2}){3}|%25[0-9A-Fa-f]{2}%25")
_TAG = regex(r"</?(?:p|div|br|span|a|b|html|body|head|meta|li|td|h[1-6]|img)\b[^<>\n]{0,300}>", re.IGNORECASE)


def find_escapes(text: str) -> list[Edit]:
    """Escapes in running text, with what they stand for.

    Args:
        text: Any text, HTML source too.

    Returns:
        Edits in order: rules `unicode-escape`, `percent-escape`, `extra-backslash`, `string-escape`, and
            those of `newsclean.mojibake.byte_escapes`, `newsclean.mojibake.entities` and
            `newsclean.mojibake.literals`.

    >>> [e.new for e in find_escapes("被称为&amp;ldquo;老街&amp;rdquo;的地方")]
    ['“', '”']
    """
    if literals := find_literals(text):
        return literals
    text, gaps = without_code(text)
    kinds = (*_KINDS, *IN_PLAIN_TEXT) if "&" in text and not _TAG.search(text) else _KINDS
    found = [
        edit for kind in kinds if kind.first in text and kind.hint.search(text) for edit in kind.find(text)
    ]
    kept: list[Edit] = []
    for edit in outside_spans(sorted(found, key=lambda edit: (edit.start, -edit.end)), text):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return moved(kept, gaps)


def _unicode_escapes(marker: str, text: str) -> Iterator[Edit]:
    if any(_units(text, marker, LEAST)):
        yield from _units(text, marker, LEAST_MORE)


def _units(text: str, marker: str, least: int) -> Iterator[Edit]:
    for start, line in lines(text, marker):
        runs = list(_UNITS[marker].finditer(line))
        news = [_decode_units(m.group()) for m in runs]
        first = next((m.start() for m in runs if marker in m.group()), 0)
        total = sum(len(m.group()) for m in runs)
        rest = _UNITS[marker].sub("", line)
        if (
            not runs
            or any(new is None for new in news)
            or is_string(line, first)
            or not is_passage("".join(map(str, news)), total, rest, least)
            or is_code(rest, total)
        ):
            continue
        for m, new in zip(runs, news, strict=True):
            yield Edit(start + m.start(), start + m.end(), str(new), "unicode-escape")


def _decode_units(run: str) -> str | None:
    """A run of escapes as text; None when it holds half a surrogate pair or a control."""
    codes = CODE.findall(run)
    if not codes:
        return _SHORT.get(run[-1], run[-1])
    try:
        decoded = bytes.fromhex("".join(codes)).decode("utf-16-be")
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(decoded) else decoded


def _percent_escapes(text: str) -> Iterator[Edit]:
    for start, line in lines(text, "%"):
        runs = [run for run in _percent_runs(line) if not _ADDRESS.match(run[0])]
        total = sum(len(run[0]) for run in runs)
        rest = applied(line, [Edit(*run.span(), "", "") for run in runs])
        for codec in CODECS if runs else ():
            try:
                news = [_unquoted(run[0]).decode(codec) for run in runs]
            except UnicodeDecodeError:
                continue
            if is_passage("".join(news), total, rest):
                for run, new in zip(runs, news, strict=True):
                    yield Edit(start + run.start(), start + run.end(), new, "percent-escape")
                break
            if codec == "utf-8":
                break  # other bytes are hardly ever valid UTF-8


def _percent_runs(line: str) -> Iterator[re.Match[str]]:
    """The words of a line that are full of percent-encoding; not one that begins as a string or a field."""
    end = 0
    for dense in _PERCENT_DENSE.finditer(line):
        if dense.start() < end:
            continue
        start = end + len(line[end : dense.start()].rstrip(_PERCENT_CHARACTERS))
        run = next(run for run in _PERCENT_RUN.finditer(line, start) if run.end() > dense.start())
        end = run.end()
        if line[run.start() - 1 : run.start()] not in {*"\"'`=<\\"}:
            yield run


def _unquoted(run: str) -> bytes:
    raw = unquote_to_bytes(run)
    return unquote_to_bytes(raw) if raw.isascii() and b"%" in raw else raw  # escaped twice


_KINDS = (
    Kind("\\", regex(r"\\(?=u)"), partial(_unicode_escapes, "\\u")),
    Kind("\\", regex(r"\\(?=x\{)"), partial(_unicode_escapes, "\\x{")),
    Kind("u", regex("u(?=[4-9][0-9a-fA-F]{3}u[0-9a-fA-F]{4}u)"), partial(_unicode_escapes, "u")),
    Kind("%", regex("%(?=u)"), partial(_unicode_escapes, "%u")),
    Kind("+", regex(r"\+(?<=<U\+)"), partial(_unicode_escapes, "<U+")),
    Kind("%", _PERCENT_DENSE, _percent_escapes),
    Kind("\\", BETWEEN, find_backslashes),
    *STRING_KINDS,
    *BYTE_KINDS,
    *ENTITY_KINDS,
)
