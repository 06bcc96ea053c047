"""The folded line: what patterns see, so that one catches both scripts, both widths and any spacing."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from newsclean.hanscript import simpler
from newsclean.lazy import AnyOf, regex

_SPACES = " \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_UNSEEN = regex(
    "[\0-\b\n-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
"""Control and format characters, and line breaks."""

_WIDE = {wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
"""Full-width ASCII, U+FF01 to U+FF5E, and what NFKC makes of it."""

_SAME = str.maketrans("〔〕〖〗丨∣│ǀ╱・\t\N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}", "[]【】||||/·   ")
"""Brackets and bars that Unicode keeps apart and typesetters do not, and spaces."""

_HAN = "\u3400-\u9fff"
_SPREAD = regex(rf"(?<![^\s\W])[{_HAN}](?: [{_HAN}](?![^\s\W]))+")
"""Single Han characters set apart by spaces: 责 任 编 辑, 王 明. `\\w` takes in Han, Latin and digits."""

_RUN = regex("(?<= ) +")
_TIGHT = regex(r"(?<=[^\w ]) +| (?=[^\w ])|(?<![^ ]) +| $")
"""A space beside a punctuation mark, or at either end."""


class Folded(NamedTuple):
    """A line as patterns see it, and where each of its characters came from.

    Attributes:
        text: The folded line.
        original: The line as it stood.
        starts: For each character of `text` the offset in `original` where it came from, and the length of
            `original` at the end; None when nothing moved.
    """

    text: str
    original: str
    starts: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a place in the folded line."""
        if self.starts is None:
            return start, end
        if start == end:
            return self.starts[start], self.starts[start]
        return self.starts[start], self._after(end)

    def _after(self, end: int) -> int:
        starts = self.starts or ()
        last = starts[end - 1]
        while end < len(starts) - 1 and starts[end] == last:  # one character that folds to several: …
            end += 1
        stop = starts[end]
        while stop > last + 1 and self.original[stop - 1].isspace():
            stop -= 1
        return stop

    def slice(self, start: int, end: int) -> str:
        """The original of a piece of the folded line, spaces that were squeezed out left out.

        >>> fold("責　編：王　明").slice(3, 5)
        '王明'
        """
        if self.starts is None:
            return self.original[start:end]
        return "".join(self.original[i] for i in sorted(set(self.starts[start:end])))


@cache
def one_for_one() -> dict[int, str]:
    """What each character folds to, where one becomes one: for `str.translate`."""
    return simpler() | _WIDE | {a: chr(b) for a, b in _SAME.items()}


@cache
def _folding() -> AnyOf:
    """Letters and digits, Han among them, that fold to another one, and spaces."""
    return AnyOf("".join(char for code in one_for_one() if (char := chr(code)).isalnum()), _SPACES)


def squeeze(lines: Sequence[str]) -> list[str]:
    """Lines as they are shown, with their letters folded one for one and without spaces: to find words in.

    Their marks may keep their width.

    >>> squeeze(["責 任 編 輯：ＡＢ", "责任编辑：AB"])
    ['责任编辑:AB', '责任编辑：AB']
    """
    if not _folding().stands_in("".join(lines)):
        return [*lines]
    return [_squeezed(line) if _folding().stands_in(line) else line for line in lines]


def _squeezed(line: str) -> str:
    line = "".join(line.split())
    return line.translate(one_for_one()) if _folding().stands_in(line) else line


def simplify(text: str) -> str:
    """The text with its traditional characters one for one as simplified ones: to find words by.

    >>> simplify("責任編輯：ＡＢ")
    '责任编辑：ＡＢ'
    """
    return text.translate(simpler()) if _folding().stands_in(text) else text


@cache
def _older() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code, new in one_for_one().items():
        found.setdefault(new, []).append(chr(code))
    return found


def forms(char: str) -> tuple[str, ...]:
    """A character and all that fold to it, one for one.

    >>> forms(":")
    (':', '：')
    """
    return (char, *_older().get(char, ()))


def shown(line: str) -> str:
    """The line without control and format characters and line breaks, which no pattern sees.

    What is told of a line before it is folded is told of this: a zero-width space may stand anywhere.

    >>> shown("（完）\u200b")
    '（完）'
    """
    return line if line.isprintable() else _UNSEEN.sub("", line)


def fold(line: str) -> Folded:
    """The folded line: NFKC, simplified, spaces squeezed.

    A run of spaces becomes one; one beside a punctuation mark goes; those between single
    Han characters go, as they only spread a word over the line.

    >>> fold("（ 責 任 編 輯 ： 王小明 ）").text
    '(责任编辑:王小明)'
    >>> fold("記者 王　明 李小華").text
    '记者 王明 李小华'
    """
    starts: Sequence[int] | None = None
    text = line.translate(one_for_one())
    if _UNSEEN.search(line) or not unicodedata.is_normalized("NFKC", text):
        text, starts = _decompose(line)
    if " " in text:
        for where in (_RUN, _TIGHT, _SPREAD):
            gone = {i for m in where.finditer(text) for i in range(*m.span()) if text[i] == " "}
            if gone:
                starts = range(len(text)) if starts is None else starts
                starts = [start for i, start in enumerate(starts) if i not in gone]
                text = "".join(c for i, c in enumerate(text) if i not in gone)
    return Folded(text, line, None if starts is None else (*starts, len(line)))


def _decompose(line: str) -> tuple[str, list[int]]:
    """The line in NFKC, simplified, without control characters; and where each character came from."""
    plain = [*map(_plain, line)]
    return "".join(plain), [offset for offset, new in enumerate(plain) for _ in new]


@cache
def _plain(char: str) -> str:
    new = " " if char.isspace() else unicodedata.normalize("NFKC", char) if char > "~" else char
    seen = (one for one in new if one == " " or unicodedata.category(one) not in {"Cf", "Cc"})
    return "".join(seen).translate(_SAME).translate(simpler())
