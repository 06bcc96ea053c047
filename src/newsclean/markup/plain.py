"""Plain text to paragraphs: one for every line, or for all lines of a table or of program code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from newsclean.characters import count_han
from newsclean.document import Paragraph
from newsclean.lazy import regex

_BREAK = regex("[\n\r\v\f\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}](?:(?<=\r)\n)?")
_TWO_WIDE, _FOUR_FIXED = "\N{IDEOGRAPHIC SPACE}" * 2, "\N{NO-BREAK SPACE}" * 4
_INDENT = regex(rf"(?<=[。！？…”』」])(?=(?:{_TWO_WIDE}|{_FOUR_FIXED})\S)")
_CODE = regex(
    r"""[;{}]\s*$                                # ends as statements end
      | ^\s*(?:\#include|import\s|from\s\S{1,80}\simport|def\s|class\s|function\s|return\b|if\s*\(|for\s*\(
             |while\s*\(|else\b|elif\s|try:|except|var\s|let\s|const\s|public\s|private\s|static\s|void\s|int\s
             |</?[A-Za-z][\w-]*[\s>]|//|/\*|\*/|\#!|\$\s|>>>|sudo\s|pip\s|npm\s|git\s|SELECT\s|INSERT\s|@\w)
      | \w\([^()]{0,200}\)\s*(?:(?:\#|//).*)?$  # ends in a call
      | ^\s*[\w.\[\]"']{1,80}\s*[-+*/|&]?=[^=]   # assigns
      | ^\s*"[\w-]{1,80}":                       # a member of JSON
      | =>|->
    """,
    re.VERBOSE,
)
_CODE_SHARE = 0.6
"""Least share of the lines of program code that look like statements."""
_MOST_HAN = 0.4
"""Greatest share of Chinese characters (comments, strings) in program code."""
FENCE = regex(r"(?:\s*(?=`)|\s{0,3})(`{3,}|~{3,})\s*([^`]*)$")
"""A line before or after program code in Markdown: its marks, and what language it is in.

That of an item of a list is indented with it.
"""
CELLS = regex(r"\S[^\S\t]*\t\s*\S")
"""A tab between words, as in a row of a table."""


def lines(text: str) -> list[str]:
    r"""The lines of a text, whichever way they end.

    >>> lines("甲\r\n乙\u2028丙")
    ['甲', '乙', '丙']
    """
    return _BREAK.split(text)


def apart(line: str) -> list[str]:
    r"""The paragraphs of a line: it may have lost their line breaks, but not their indents.

    >>> apart("桥今天通车。\u3000\u3000村民都来了。"), apart("甲队\u3000\u3000乙队")
    (['桥今天通车。', '\u3000\u3000村民都来了。'], ['甲队\u3000\u3000乙队'])
    """
    return _INDENT.split(line) if _TWO_WIDE in line or _FOUR_FIXED in line else [line]


def is_code(some: list[str]) -> bool:
    """Whether adjacent lines are program code: several lines, mostly statements, with little Chinese.

    >>> is_code(["import os", "print(os.name)  # 系统"]), is_code(["今天天气很好；", "明天下雨；"])
    (True, False)
    """
    if len(some) < 2:  # noqa: PLR2004 - a single line tells too little
        return False
    hits = sum(1 for line in some if len(line) < 1000 and _CODE.search(line))  # noqa: PLR2004 - minified
    if hits < _CODE_SHARE * len(some):
        return False
    return may_be_code("".join(some))


def may_be_code(text: str) -> bool:
    """Whether a text has few enough Chinese characters to be program code."""
    return count_han(text) < _MOST_HAN * len("".join(text.split()))


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a plain text; blank lines only separate them.

    Two or more adjacent lines with a tab between words are kept together as a table, and program code between
    blank lines, or between the fences of Markdown, is kept together as well.

    Args:
        text: Text without markup.

    Yields:
        Paragraphs with their lines unchanged.
    """
    some = lines(text)
    at = 0
    for start, end in _fenced(some):
        yield from _unfenced(some[at:start])
        yield Paragraph("\n".join(some[start:end]), "code")
        at = end
    yield from _unfenced(some[at:])


def _fenced(some: list[str]) -> Iterator[tuple[int, int]]:
    """Where lines stand between fences, these included: the first, and one past the last."""
    opening: tuple[int, str] | None = None
    for index, line in enumerate(some):
        fence = FENCE.match(line)
        if fence is None:
            continue
        marks, language = fence.groups()
        if opening and not language and marks.startswith(opening[1]):
            yield opening[0], index + 1
            opening = None
        else:
            opening = index, marks


def _unfenced(some: list[str]) -> Iterator[Paragraph]:
    for blank, group in groupby(some, key=lambda line: not line or line.isspace()):
        if blank:
            continue
        block = list(group)
        if is_code(block):
            yield Paragraph("\n".join(block), "code")
            continue
        for table, rows in groupby(block, key=lambda line: CELLS.search(line) is not None):
            kept = list(rows)
            if table and len(kept) > 1:
                yield Paragraph("\n".join(kept), "table")
            else:
                yield from (Paragraph(text) for line in kept for text in apart(line))


def unescaped(text: str) -> str:
    """The text with its character references replaced by what they stand for.

    >>> unescaped("甲&amp;乙"), unescaped("甲乙")
    ('甲&乙', '甲乙')
    """
    if "&" not in text:
        return text
    from html import unescape  # noqa: PLC0415 - its table is large, and few texts need it

    return unescape(text)
