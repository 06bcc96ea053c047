r"""Escapes that were escaped once more, or left in running text: `&amp;ldquo;`, `\u4e2d`, `%E4%B8%AD`.

What makes them damage is that nobody would read them: a passage *is* escapes. Single ones, those in
quotation marks, in scripts, in attributes and in URLs are code, and code is left alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from string import ascii_letters, digits
from urllib.parse import unquote_to_bytes

from newsclean.edits import Edit
from newsclean.lazy import regex
from newsclean.mojibake.backslashes import find_backslashes
from newsclean.mojibake.byte_escapes import find_byte_escapes
from newsclean.mojibake.passages import (
    CHINESE,
    HAN,
    LEAST,
    LEAST_MORE,
    MARKS,
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
_CONTROL = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_PERCENT_RUN = regex(r"(?:%[0-9A-Fa-f]{2}|%(?=%)|[A-Za-z0-9._~!$()*+,;:@/?#\[\]=&-])+")
_PERCENT_CHARACTERS = ascii_letters + digits + "%._~!$()*+,;:@/?#[]=&-"
_ADDRESS = regex(r"/|\.{1,2}/|www\.|[a-z]*\?|[\w.-]+/|.*(?:://|\]\()")
"""Runs that are an address, or hold one: the target of a link in Markdown is one in any text."""
_PERCENT_DENSE = regex(r"%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2}){3}|%25[0-9A-Fa-f]{2}%25")
_ENTITY = (  # that of a Chinese character needs no semicolon to be told
    r"((?:#[xX][0-9a-fA-F]{2,6}|#[0-9]{2,7}|[A-Za-z][A-Za-z0-9]{1,30})(?=;)"
    r"|#(?:[1-9][0-9]{4}|8[0-9]{3})(?![0-9])|#[xX][3-9a-fA-F][0-9a-fA-F]{3}(?![0-9a-fA-F]));?"
)
_DOUBLE = regex(rf"&(?:amp;){{1,3}}{_ENTITY}")
_SINGLE = regex(rf"&{_ENTITY}")
_HINTS = {
    "\\": regex(r"\\[ux2-3\u3001-\u9fff\uff01-\uff5e]"),
    "%": regex(r"%(?:u[0-9a-fA-F]{4}|[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2}){3}|25[0-9A-Fa-f]{2}%25)"),
    "<": regex(r"<(?:U\+|[0-9A-F]{2}>)"),
    "=": regex(r"=(?:\?|[0-9A-Fa-f]{2}=)"),
    "&": _DOUBLE,
}
"""What escapes begin with, by the first character: it is found at ten times the speed of one of several."""
_TAG = regex(r"</?(?:p|div|br|span|a|b|html|body|head|meta|li|td|h[1-6]|img)\b[^<>\n]{0,300}>", re.IGNORECASE)
_SOLID = regex(f"[{HAN}{MARKS}A-Za-z0-9]")
_PAIRS = {"ldquo": "rdquo", "lsquo": "rsquo", "laquo": "raquo", "quot": "quot"}
_QUOTES = _PAIRS | {right: left for left, right in _PAIRS.items()}
_MEANT = frozenset({"lt", "gt", "amp", "apos"})
"""Entities that keep text from being taken for markup, and are written so on purpose."""
_MEANT_CODES = frozenset({0x26, 0x27, 0x3C, 0x3E})
REACH = 400
"""Characters within which a quotation mark has its partner."""
FEW = 3
"""Numeric entities of Chinese characters from which on a text is full of them."""


def may_escape(text: str) -> bool:
    """Whether anything in the text looks like the beginning of an escape."""
    return "&" in text or any(hint.search(text) for hint in _HINTS.values())


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
    begun = {first for first, hint in _HINTS.items() if any(hint.search(text, *span) for span in spans)}
    if not begun and (tagged or "&" not in text):
        return []
    edits: list[Edit] = []
    text, gaps = without_code(text, spans)
    for marker in _UNITS:
        if marker[0] in begun and marker in text:
            edits += _unicode_escapes(text, marker)
    if "%" in begun:
        edits += _percent_escapes(text)
    if not begun.isdisjoint("\\<="):
        edits += find_byte_escapes(text)
        edits += find_backslashes(text)
    if "&" in begun:
        edits += _entities(text, _DOUBLE, "double-escaped-entity")
    if not tagged:
        edits += _entities(text, _SINGLE, "escaped-entity")
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
    end = 0
    for dense in _PERCENT_DENSE.finditer(text):
        if dense.start() < end:
            continue
        line = max(end, text.rfind("\n", end, dense.start()) + 1)
        start = line + len(text[line : dense.start()].rstrip(_PERCENT_CHARACTERS))
        m = next(m for m in _PERCENT_RUN.finditer(text, start) if m.end() > dense.start())
        end = m.end()
        run = m.group()
        if run.count("%") < 2 * LEAST or _ADDRESS.match(run):
            continue
        if m.start() and text[m.start() - 1] in "\"'`=<>/\\":
            continue
        raw = unquote_to_bytes(run)
        if raw.isascii() and b"%" in raw:  # escaped twice
            raw = unquote_to_bytes(raw)
        for codec in ("utf-8", "gb18030", "big5"):
            try:
                decoded = raw.decode(codec)
            except UnicodeDecodeError:
                continue
            if is_passage(decoded, len(run), _rest_of_line(text, m)):
                yield Edit(m.start(), m.end(), decoded, "percent-escape")
                break


def _rest_of_line(text: str, m: re.Match[str]) -> str:
    """What stands in the line before and behind a match."""
    end = text.find("\n", m.end())
    return (
        text[text.rfind("\n", 0, m.start()) + 1 : m.start()] + text[m.end() : end if end >= 0 else len(text)]
    )


def _entities(text: str, pattern: re.Pattern[str], rule: str) -> Iterator[Edit]:
    """Entities of characters that stand among Chinese; those that keep markup apart stay."""
    found: list[tuple[re.Match[str], str]] = []
    for m in pattern.finditer(text):
        char = html.unescape(f"&{m[1]};")
        if m[1] not in _MEANT and len(char) == 1 and ord(char) not in _MEANT_CODES and char.isprintable():
            found.append((m, char))
    numbered = sum(1 for m, char in found if m[1][0] == "#" and CHINESE.match(char))
    starts = {m.start(): char for m, char in found}
    ends = {m.end(): char for m, char in found}
    certain: list[Edit] = []
    beside: list[Edit] = []
    for m, char in found:
        before = ends.get(m.start()) or text[max(0, m.start() - 1) : m.start()]
        after = starts.get(m.end()) or text[m.end() : m.end() + 1]
        chinese = bool(CHINESE.match(before) or CHINESE.match(after))
        if m[1] in _QUOTES:
            good = _is_paired(text, m, pattern) or bool(CHINESE.match(before) and CHINESE.match(after))
        elif m[1][0] == "#" and ord(char) > 0xFF:
            good = numbered >= FEW or (chinese and bool(CHINESE.match(char)))
        else:
            good = bool(_SOLID.match(before) and _SOLID.match(after)) and _has_chinese_near(text, m)
        if good:
            certain.append(Edit(m.start(), m.end(), char, rule))
        elif chinese or ((m.start() in ends or m.end() in starts) and _has_chinese_near(text, m)):
            beside.append(Edit(m.start(), m.end(), char, rule))
    # What escaped most of a text's signs escaped them all: —— and ℃ are told by the company they keep.
    yield from certain
    if len(certain) > max(FEW, len(beside)):
        yield from beside


def _is_paired(text: str, m: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """Whether an entity of a quotation mark has its partner in the line, and the two stand among Chinese."""
    start = text.rfind("\n", 0, m.start()) + 1
    end = text.find("\n", m.end())
    line = text[max(start, m.start() - REACH) : min(end if end >= 0 else len(text), m.end() + REACH)]
    own, other = m[1], _QUOTES[m[1]]
    marks = [q for q in pattern.finditer(line) if q[1] in {own, other}]
    if own == other:
        whole = len(marks) > 1
    else:
        whole = any(q[1] == own for q in marks) and any(q[1] == other for q in marks)
    return whole and any(
        CHINESE.match(line[q.end() : q.end() + 1]) or CHINESE.match(line[max(0, q.start() - 1) : q.start()])
        for q in marks
    )


def _has_chinese_near(text: str, m: re.Match[str]) -> bool:
    return bool(CHINESE.search(text, max(0, m.start() - 40), m.end() + 40))
