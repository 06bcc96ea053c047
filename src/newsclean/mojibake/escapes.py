r"""Escapes that were escaped once more, or left in running text: `&amp;ldquo;`, `\u4e2d`, `%E4%B8%AD`.

What makes them damage is that nobody would read them: a passage *is* escapes. Single ones, those in
quotation marks, in scripts, in attributes and in URLs are code, and code is left alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from newsclean import charmodel
from newsclean.document import Edit

HAN = "\u3400-\u9fff"
MARKS = "\u2018-\u201d\u2026\u3000-\u303f\uff01-\uff60"
LEAST = 8
"""Characters of Chinese that a passage of escapes must hold."""
SHARE = 0.6
"""Share of its line that a passage of escapes must fill."""
SENSE = -8.5
"""Nats a character that the decoded passage must reach."""

_SCRIPT = re.compile(r"<(script|style|pre|code|textarea)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_UNICODE = re.compile(r"(?:\\u[0-9a-fA-F]{4}[^\\\n\"'`]{0,40}?)*(?:\\u[0-9a-fA-F]{4}){2,}")
_UNICODE_ONE = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_PERCENT = re.compile(r"[!#-;=?-~]*%[0-9A-Fa-f]{2}[!#-;=?-~]*")
_PERCENT_RUN = re.compile(r"(?:%[0-9A-Fa-f]{2}|[A-Za-z0-9._~!$'()*+,;:@/?#\[\]=&-])+")
_DOUBLE = re.compile(r"&amp;(#[xX][0-9a-fA-F]{2,6}|#[0-9]{2,7}|[A-Za-z][A-Za-z0-9]{1,30});")
_SINGLE = re.compile(r"&(#[xX][0-9a-fA-F]{2,6}|#[0-9]{2,7}|[A-Za-z][A-Za-z0-9]{1,30});")
_TAG = re.compile(
    r"</?(?:p|div|br|span|a|b|html|body|head|meta|li|td|h[1-6]|img)\b[^<>\n]{0,300}>", re.IGNORECASE
)
_CHINESE = re.compile(f"[{HAN}{MARKS}]")
_SOLID = re.compile(f"[{HAN}{MARKS}A-Za-z0-9]")
_PAIRS = {"ldquo": "rdquo", "lsquo": "rsquo", "laquo": "raquo", "quot": "quot"}
_QUOTES = _PAIRS | {right: left for left, right in _PAIRS.items()}
_MEANT = frozenset({"lt", "gt", "amp", "apos"})
"""Entities that keep text from being taken for markup, and are written so on purpose."""
_MEANT_CODES = frozenset({0x26, 0x27, 0x3C, 0x3E})
REACH = 400
"""Characters within which a quotation mark has its partner."""
FEW = 3
"""Numeric entities of Chinese characters from which on a text is full of them."""


def find_escapes(text: str) -> list[Edit]:
    """Escapes in running text, with what they stand for.

    Args:
        text: Any text, HTML source too.

    Returns:
        Edits in order: rules `double-escaped-entity`, `escaped-entity`, `unicode-escape`, `percent-escape`.

    >>> [e.new for e in find_escapes("被称为&amp;ldquo;老街&amp;rdquo;的地方")]
    ['“', '”']
    """
    edits: list[Edit] = []
    if "\\u" in text:
        edits += _unicode_escapes(text)
    if "%" in text:
        edits += _percent_escapes(text)
    if "&amp;" in text:
        edits += _entities(text, _DOUBLE, "double-escaped-entity")
    if "&" in text and _SINGLE.search(text) and not _TAG.search(text):
        edits += _entities(text, _SINGLE, "escaped-entity")
    edits.sort()
    kept: list[Edit] = []
    for edit in edits:
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def _lines(text: str, marker: str) -> Iterator[tuple[int, str]]:
    """The lines that hold the marker, outside of scripts, each with its offset."""
    scripts = [(m.start(), m.end()) for m in _SCRIPT.finditer(text)] if "<" in text else []
    at = text.find(marker)
    number = 0
    while at >= 0:
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        while number < len(scripts) and scripts[number][1] <= at:
            number += 1
        if number < len(scripts) and scripts[number][0] <= at:
            end = max(end, scripts[number][1])
        else:
            yield start, text[start:end]
        at = text.find(marker, end)


def _is_passage(decoded: str, escaped: str, line: str) -> bool:
    """Whether escapes are a passage of text: long enough, most of the line, and sensible Chinese."""
    if len(_CHINESE.findall(decoded)) < LEAST or len(escaped) < SHARE * len(line.strip()):
        return False
    return charmodel.load().score(decoded) > SENSE


def _unicode_escapes(text: str) -> Iterator[Edit]:
    for start, line in _lines(text, "\\u"):
        first = line.find("\\u")
        if line[:first].rstrip().endswith(('"', "'", "`", "=", "(", "{", "[")):
            continue
        runs = list(_UNICODE_ONE.finditer(line))
        total = "".join(m.group() for m in runs)
        decoded = _decode_units(total)
        if decoded is None or not _is_passage(decoded, total, re.sub(r"<[^<>]*>", "", line)):
            continue
        if len(re.findall(r"[\"'`{}=;]", _UNICODE_ONE.sub("", line))) * 12 > len(total):
            continue  # code has its own characters between the escapes
        for m in runs:
            new = _decode_units(m.group())
            if new is not None:
                yield Edit(start + m.start(), start + m.end(), new, "unicode-escape")


def _decode_units(escapes: str) -> str | None:
    """Four-digit escapes as text; None when they hold half a surrogate pair or a control."""
    units = bytes.fromhex("".join(escapes.split("\\u")))
    try:
        decoded = units.decode("utf-16-be")
    except UnicodeDecodeError:
        return None
    return decoded if decoded.replace("\n", "").replace("\t", "").isprintable() or " " in decoded else None


def _percent_escapes(text: str) -> Iterator[Edit]:
    for start, line in _lines(text, "%"):
        for m in _PERCENT_RUN.finditer(line):
            run = m.group()
            if (
                run.count("%") < 2 * LEAST
                or "://" in run
                or re.match(r"/|\.{1,2}/|www\.|[a-z]*\?|[\w.-]+/", run)
            ):
                continue
            if m.start() and line[m.start() - 1] in "\"'`=<>/\\":
                continue
            raw = unquote_to_bytes(run)
            for codec in ("utf-8", "gb18030", "big5"):
                try:
                    decoded = raw.decode(codec)
                except UnicodeDecodeError:
                    continue
                if _is_passage(decoded, run, line):
                    yield Edit(start + m.start(), start + m.end(), decoded, "percent-escape")
                    break


def _entities(text: str, pattern: re.Pattern[str], rule: str) -> Iterator[Edit]:
    """Entities of characters that stand among Chinese; those that keep markup apart stay."""
    found: list[tuple[re.Match[str], str]] = []
    for m in pattern.finditer(text):
        char = html.unescape(f"&{m[1]};")
        if m[1] not in _MEANT and len(char) == 1 and ord(char) not in _MEANT_CODES and char.isprintable():
            found.append((m, char))
    numbered = sum(1 for m, char in found if m[1][0] == "#" and _CHINESE.match(char))
    starts = {m.start(): char for m, char in found}
    ends = {m.end(): char for m, char in found}
    for m, char in found:
        before = ends.get(m.start()) or text[max(0, m.start() - 1) : m.start()]
        after = starts.get(m.end()) or text[m.end() : m.end() + 1]
        chinese = bool(_CHINESE.match(before) or _CHINESE.match(after))
        if m[1] in _QUOTES:
            good = _is_paired(text, m, pattern) or bool(_CHINESE.match(before) and _CHINESE.match(after))
        elif m[1][0] == "#" and ord(char) > 0xFF:
            good = numbered >= FEW or (chinese and bool(_CHINESE.match(char)))
        else:
            good = bool(_SOLID.match(before) and _SOLID.match(after)) and _has_chinese_near(text, m)
        if good:
            yield Edit(m.start(), m.end(), char, rule)


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
        _CHINESE.match(line[q.end() : q.end() + 1]) or _CHINESE.match(line[max(0, q.start() - 1) : q.start()])
        for q in marks
    )


def _has_chinese_near(text: str, m: re.Match[str]) -> bool:
    return bool(_CHINESE.search(text, max(0, m.start() - 40), m.end() + 40))
