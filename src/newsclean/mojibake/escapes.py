r"""Escapes that were escaped once more, or left in running text: `&amp;ldquo;`, `\u4e2d`, `%E4%B8%AD`.

What makes them damage is that nobody would read them: a passage *is* escapes. Single ones, those in
quotation marks, in scripts, in attributes and in URLs are code, and code is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_letters, digits
from urllib.parse import unquote_to_bytes

from newsclean.edits import Edit, applied
from newsclean.lazy import regex
from newsclean.mojibake.backslashes import find_backslashes
from newsclean.mojibake.byte_escapes import CODECS, find_byte_escapes
from newsclean.mojibake.entities import AMONG, DOUBLE, find_entities
from newsclean.mojibake.passages import (
    LEAST,
    LEAST_MORE,
    is_code,
    is_passage,
    is_string,
    lines,
    moved,
    outside_code,
    without_code,
)

_UNITS = {
    "\\u": regex(r"(?:\\+u(?:[0-9a-fA-F]{4}|\{[0-9a-fA-F]{4}\}))+|\\+[nrt\"'/]"),
    "\\x{": regex(r"(?:\\x\{[0-9a-fA-F]{4}\})+"),
    "%u": regex(r"(?:%u[0-9a-fA-F]{4})+"),
    "<U+": regex(r"(?:<U\+[0-9A-F]{4}>)+"),
}
"""Runs of characters by their code, as they begin: JSON and Java, Perl, JavaScript's `escape`, R."""
_SHORT = {"n": "\n", "r": "", "t": "\t"}
_CODE = regex("[0-9a-fA-F]{4}")
_CONTROL = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PERCENT_RUN = regex(r"(?:%[0-9A-Fa-f]{2}|%(?=%)|[A-Za-z0-9._~!$()*+,;:@/?#\[\]=&-])+")
_PERCENT_CHARACTERS = ascii_letters + digits + "%._~!$()*+,;:@/?#[]=&-"
_ADDRESS = regex(r"/|\.{1,2}/|www\.|[a-z]*\?|[\w.-]+/|.*(?:://|\]\()")
"""Runs that are an address, or hold one: the target of a link in Markdown is one in any text."""
_PERCENT_DENSE = regex(r"%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2}){3}|%25[0-9A-Fa-f]{2}%25")
_HINTS = {
    "\\": regex(r"\\[ux2-3\u3001-\u9fff\uff01-\uff5e]"),
    "%": regex(r"%(?:u[0-9a-fA-F]{4}|[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2}){3}|25[0-9A-Fa-f]{2}%25)"),
    "<": regex(r"<(?:U\+|[0-9A-F]{2}>)"),
    "=": regex(r"=(?:\?|[0-9A-Fa-f]{2}=)"),
    "+": regex(r"\+[MT-Za-n/][A-Za-z0-9+/]{10}"),
    "&": regex(f"{DOUBLE.pattern}|{AMONG.pattern}"),
}
"""What escapes begin with, by the first character: it is found at ten times the speed of one of several."""
_TAG = regex(r"</?(?:p|div|br|span|a|b|html|body|head|meta|li|td|h[1-6]|img)\b[^<>\n]{0,300}>", re.IGNORECASE)


def may_escape(text: str) -> bool:
    """Whether anything in the text looks like the beginning of an escape."""
    return "&" in text or any(first in text and hint.search(text) for first, hint in _HINTS.items())


def find_escapes(text: str) -> list[Edit]:
    """Escapes in running text, with what they stand for.

    Args:
        text: Any text, HTML source too.

    Returns:
        Edits in order: rules `double-escaped-entity`, `escaped-entity`, `unicode-escape`, `percent-escape`,
            `extra-backslash`, and those of `newsclean.mojibake.byte_escapes`.

    >>> [e.new for e in find_escapes("被称为&amp;ldquo;老街&amp;rdquo;的地方")]
    ['“', '”']
    """
    spans = outside_code(text)
    tagged = any(_TAG.search(text, *span) for span in spans)
    begun = {
        first
        for first, hint in _HINTS.items()
        if first in text and any(hint.search(text, *span) for span in spans)
    }
    if not begun and (tagged or "&" not in text):
        return []
    edits: list[Edit] = []
    text, gaps = without_code(text, spans)
    for marker in _UNITS:
        if marker[0] in begun and marker in text:
            edits += _unicode_escapes(text, marker)
    if "%" in begun:
        edits += _percent_escapes(text)
    if not begun.isdisjoint("\\<=+"):
        edits += find_byte_escapes(text)
        edits += find_backslashes(text)
    if "&" in begun or not tagged:
        edits += find_entities(text, tagged=tagged)
    edits.sort()
    kept: list[Edit] = []
    for edit in edits:
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return moved(kept, gaps)


def _unicode_escapes(text: str, marker: str) -> list[Edit]:
    if not any(_units(text, marker, LEAST)):
        return []
    return list(_units(text, marker, LEAST_MORE))


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
    codes = _CODE.findall(run)
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
