"""Entities that are not spelling but damage: escaped twice, in plain text, or of text decoded wrongly."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import partial

from newsclean.characters import united
from newsclean.edits import Edit, applied
from newsclean.lazy import regex
from newsclean.mojibake import gate
from newsclean.mojibake.passages import (
    CHINESE,
    HAN,
    MARKS,
    Kind,
    ends_sentence,
    is_damaged,
    is_lesson,
    lines,
)

_ENTITY = (  # that of a Chinese character needs no semicolon to be told
    r"((?:#[xX][0-9a-fA-F]{2,6}|#[0-9]{2,7}|[A-Za-z][A-Za-z0-9]{1,30})(?=;)"
    r"|#(?:[1-9][0-9]{4}|8[0-9]{3})(?![0-9])|#[xX][3-9a-fA-F][0-9a-fA-F]{3}(?![0-9a-fA-F]));?"
)
_DOUBLE = regex(rf"&(?:amp;){{1,3}}{_ENTITY}")
"""One that was escaped once more."""
_SINGLE = regex(rf"&{_ENTITY}")
_UNCLOSED = regex(r"&(?:amp;){0,3}(nbsp|[lr][ds]quo|[mn]dash|hellip|middot)(?![A-Za-z0-9;=])；?")
"""One without its semicolon, which browsers show as it stands, or with that of Chinese."""
_AMONG = regex(
    rf"&(?:amp;){{0,3}}(?!(?:nbsp|quot|amp|[lg]t);){_ENTITY}"
    rf"(?:[ -%'-~]{{0,3}}(?:&(?:amp;){{0,3}}{_ENTITY}|[^\x00-\x7f])){{3}}"
)
"""An entity, but one of those that any page has, in the midst of others or of characters that have none."""
_HALVES = regex(
    r"&#(5[56][0-9]{3}|[xX][dD][89a-bA-B][0-9a-fA-F]{2});&#(5[67][0-9]{3}|[xX][dD][c-fC-F][0-9a-fA-F]{2});"
)
"""Two of one character, as programs write that go by UTF-16; browsers read neither."""
_ESCAPED_TAG = regex(
    r"&(?:amp;){0,3}lt;/?((?:p|br|div|span|section|strong|em|b|i|u|a|img|font|center|h[1-6]|ul|ol|li|table|tbody|tr|td"
    r"|blockquote|figure)\b[^<>\n]{0,300}?)&(?:amp;){0,3}gt;",
    re.IGNORECASE,
)
_AMPERSANDS = regex("&(?:amp;)+")
_SOLID = regex(f"[{HAN}{MARKS}A-Za-z0-9]")
_PAIRS = {"ldquo": "rdquo", "lsquo": "rsquo", "laquo": "raquo", "quot": "quot"}
_QUOTES = _PAIRS | {right: left for left, right in _PAIRS.items()}
_MEANT = frozenset({"lt", "gt", "amp", "apos"})
"""Entities that keep text from being taken for markup, and are written so on purpose."""
_MEANT_CODES = frozenset({0x26, 0x27, 0x3C, 0x3E})
_C1 = {spelled: chr(code) for code in range(0x80, 0xA0) for spelled in (f"#{code}", f"#x{code:x}")}
"""Control characters, which the standard takes for those of Windows-1252; other readers have others there."""
REACH = 400
"""Characters within which a quotation mark has its partner."""
FEW = 3
"""Numeric entities of Chinese characters from which on a text is full of them."""


def _entities(pattern: re.Pattern[str], rule: str, text: str) -> Iterator[Edit]:
    """Entities of characters that stand among Chinese; those that keep markup apart stay."""
    found: list[tuple[re.Match[str], str]] = []
    for m in pattern.finditer(text):
        char = _meant(m[1])
        if m[1] not in _MEANT and len(char) == 1 and ord(char) not in _MEANT_CODES and _is_shown(char):
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
        if char.isspace() or pattern is _UNCLOSED:
            good = _has_chinese_near(text, m) and not is_lesson(text, m)
        elif m[1] in _QUOTES:
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


def _damaged(text: str) -> Iterator[Edit]:
    """Entities of text that was decoded wrongly, with markup or without; the longest line tells."""
    found: list[tuple[str, list[Edit]]] = []
    for start, line in lines(text, "&"):
        among = _AMONG.search(line)
        if not among:
            continue
        edits: list[Edit] = []
        for pattern, rule in ((_SINGLE, "escaped-entity"), (_DOUBLE, "double-escaped-entity")):
            for m in pattern.finditer(line):
                char = _C1.get(m[1].lower()) or _meant(m[1])
                if len(char) == 1 and not char.isascii():
                    edits.append(Edit(m.start(), m.end(), char, rule))
        edits.sort()
        meant = applied(line, edits)[among.start() :]
        if gate.look_at(meant).windows:
            found.append((meant, [edit.moved(start) for edit in edits]))
    if found and is_damaged(max((meant for meant, _ in found), key=len)):
        for _, edits in found:
            yield from edits


def _meant(entity: str) -> str:
    """What an entity stands for; nothing if that is half a character, which browsers show as U+FFFD."""
    half = entity[0] == "#" and 0xD800 <= _code(entity[1:]) < 0xE000
    return "" if half else html.unescape(f"&{entity};")


def _code(number: str) -> int:
    """The code of a numeric entity, decimal or hexadecimal."""
    return int(number[1:], 16) if number[0] in "xX" else int(number)


def _halves(text: str) -> Iterator[Edit]:
    """Characters of whose halves in UTF-16 each has an entity."""
    for m in _HALVES.finditer(text):
        char = united("".join(chr(_code(half)) for half in m.groups()))
        if len(char) == 1:
            yield Edit(*m.span(), char, "halved-entity")


def _is_shown(char: str) -> bool:
    """Whether a character is seen, be it by who has a private font, or is a space or a line break."""
    return char.isprintable() or char in "\t\n\r" or unicodedata.category(char) in {"Zs", "Co"}


def _markup(text: str) -> Iterator[Edit]:
    """Tags that were escaped with all the text they stand in, as feeds have them, if one ends a sentence.

    Right behind a tag nothing is written of: `<content type="html">&lt;p&gt;`.
    """
    found = _ESCAPED_TAG.finditer(text)
    tags = [m for m in found if text[m.start() - 1 : m.start()] == ">" or not is_lesson(text, m)]
    if any(ends_sentence(text, m) for m in tags):
        for m in tags:
            yield Edit(*m.span(), html.unescape(_AMPERSANDS.sub("&", m[0])), "escaped-markup")


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


ENTITY_KINDS = (
    Kind("&", _DOUBLE, partial(_entities, _DOUBLE, "double-escaped-entity")),
    Kind("&", _UNCLOSED, partial(_entities, _UNCLOSED, "escaped-entity")),
    Kind("&", _AMONG, _damaged),
    Kind("&", regex("&(?=#(?:5[56]|[xX][dD][89a-bA-B]))"), _halves),
)
IN_PLAIN_TEXT = (
    Kind("&", _SINGLE, partial(_entities, _SINGLE, "escaped-entity")),
    Kind("&", regex("&(?=(?:amp;){0,3}lt;)"), _markup),
)
"""The kinds that are none where there is markup."""
