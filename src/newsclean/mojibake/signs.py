"""Signs of UTF-8 that were decoded wrongly where the text is sound: a byte order mark before it, `â€œ` in it.

Programs that join texts decode some of them once more: a template, a quotation, a file's first bytes.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from newsclean.characters import REPLACEMENT
from newsclean.edits import Edit
from newsclean.lazy import any_of, regex
from newsclean.mojibake.kinds import Kind, kinds
from newsclean.mojibake.passages import CHINESE
from newsclean.mojibake.readers import reader

LEAST = 2
"""Marks of punctuation beside Chinese from which on they are believed."""

_PUNCTUATION = "“”‘’…—–、。，：；！？（）《》「」『』【】"
_LESSON = regex("[乱亂][码碼]|[编編][码碼]|字符|(?i:utf-?8|unicode|mojibake)")
"""What is in texts that show such signs on purpose."""


def find_signs(text: str) -> list[Edit]:
    r"""Signs of UTF-8 that were decoded wrongly on their own, in order.

    Args:
        text: Text after every other repair.

    >>> [edit.new for edit in find_signs("他说：â€œ船来了。â€\x9d")]
    ['“', '”']
    """
    mark = find_mark(text)
    before = [mark] if mark else []
    if not any(map(text.__contains__, _leads())):  # all signs together take 30 ms to compile
        return before
    pattern, meant = _punctuation()
    found = list(pattern.finditer(text, mark.end if mark else 0))
    if sum(_is_among_chinese(text, m) for m in found) < LEAST or _LESSON.search(text):
        return before
    return before + [meant[m[0]]._replace(start=m.start(), end=m.end()) for m in found]


def find_mark(text: str) -> Edit | None:
    """The deletion of a byte order mark that was decoded wrongly, at the beginning of a text; None without.

    >>> find_mark("ï»¿他说")
    Edit(start=0, end=3, new='', rule='utf8-as-latin1', certain=True)
    """
    return next(
        (Edit(0, len(shown), "", rule) for shown, rule in _marks().items() if text.startswith(shown)), None
    )


def _is_among_chinese(text: str, m: re.Match[str]) -> bool:
    """Whether a Chinese character stands beside a sign."""
    return bool(CHINESE.match(text, m.end()) or (m.start() and CHINESE.match(text, m.start() - 1)))


@cache
def _marks() -> dict[str, str]:
    """What readers make of a byte order mark, and the rule."""
    found: dict[str, str] = {}
    for kind in _usual():
        for shown in _shown(codecs.BOM_UTF8, kind.read_as):
            found.setdefault(shown, kind.id)
    return found


@cache
def _punctuation() -> tuple[re.Pattern[str], dict[str, Edit]]:
    """What readers of single bytes make of marks of punctuation: a pattern, and the edit of each."""
    found: dict[str, Edit] = {}
    for kind in (kind for kind in _usual() if reader(kind.read_as).single):
        shown = [(one, mark) for mark in _PUNCTUATION for one in _shown(mark.encode(), kind.read_as)]
        often = Counter(one for one, _ in set(shown))  # more than one mark may have lost the same byte
        for one, mark in shown:
            if often[one] == 1 and len(one) > 1:
                whole = len(one) == len(mark.encode()) and not {"?", REPLACEMENT}.intersection(one)
                found.setdefault(one, Edit(0, 0, mark, kind.id, whole))
    return re.compile(any_of(found)), found


@cache
def _leads() -> frozenset[str]:
    """What readers of single bytes make of the first byte of a mark of punctuation."""
    raw = bytes({mark.encode()[0] for mark in _PUNCTUATION})
    return frozenset("".join(raw.decode(kind.read_as) for kind in _usual() if reader(kind.read_as).single))


def _usual() -> Iterator[Kind]:
    """The kinds that are worth a look."""
    return (kind for kind in kinds() if kind.was == "utf-8" and not kind.rare)


def _shown(raw: bytes, codec: str) -> list[str]:
    """What a reader makes of bytes: those it cannot read kept as controls, marked, or dropped."""
    marked = raw.decode(codec, "replace")
    shown = [marked, marked.replace(REPLACEMENT, "?")]
    if reader(codec).single:
        shown.append("".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in raw))
        shown.append(raw.decode(codec, "ignore"))
    return shown
