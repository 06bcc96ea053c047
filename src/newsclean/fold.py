"""Folds lines for matching, so that one pattern covers both scripts, both widths and any spacing."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from newsclean.hanscript.variants import simpler
from newsclean.lazy import AnyOf, regex

_RARE_BLANKS = "\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BLANKS = regex(f"[ {_RARE_BLANKS}]")
"""All spaces but line breaks."""
_HIDDEN = "\0-\b\v-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
_UNSEEN = regex(f"[\n{_HIDDEN}]")
"""Control and format characters, and line breaks."""

_WIDE = {wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
"""Full-width ASCII, U+FF01 to U+FF5E, and its NFKC form."""

_SAME = str.maketrans("〔〕〖〗丨∣│ǀ╱・\t\N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}", "[]【】||||/·   ")
"""Brackets and bars that typesetters use interchangeably, and spaces."""
_MARKS = regex(f"[\uff01-\uff5e{''.join(map(chr, _SAME))}]")
"""Both of these."""

_SPACES = regex(" +")


class Folded(NamedTuple):
    """A folded line, and the origin of each of its characters.

    Attributes:
        text: The folded line.
        original: The original line.
        starts: For each character of `text` its offset in `original`, followed by the length of `original`;
            None if all offsets are the same.
    """

    text: str
    original: str
    starts: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The range of the original that a range of the folded line came from."""
        if self.starts is None:
            return start, end
        if start == end:
            return self.starts[start], self.starts[start]
        return self.starts[start], self._after(end)

    def _after(self, end: int) -> int:
        starts = self.starts or ()
        last = starts[end - 1]
        while end < len(starts) - 1 and starts[end] == last:  # a character that folds to several, such as …
            end += 1
        stop = starts[end]
        while stop > last + 1 and self.original[stop - 1].isspace():
            stop -= 1
        return stop

    def slice(self, start: int, end: int) -> str:
        """The original of a piece of the folded line, without the spaces that folding removed.

        >>> fold("責　編：王　明").slice(3, 5)
        '王明'
        """
        if self.starts is None:
            return self.original[start:end]
        return "".join(self.original[i] for i in sorted(set(self.starts[start:end])))


@cache
def one_for_one() -> dict[int, str]:
    """The characters that fold to a single other one, as a table for `str.translate`."""
    return simpler() | _WIDE | {a: chr(b) for a, b in _SAME.items()}


@cache
def _folding() -> AnyOf:
    """The letters (including Han) and digits that fold to another one."""
    return AnyOf("".join(char for code in one_for_one() if (char := chr(code)).isalnum()))


@cache
def _uncommon() -> AnyOf:
    """What most texts have nothing of: these, all spaces but the ordinary one, and what is not seen."""
    return AnyOf(_folding().characters, _RARE_BLANKS + _HIDDEN)


def look_at(lines: Sequence[str]) -> tuple[Sequence[str], str]:
    r"""What is seen of lines (see `shown`), and the same squeezed and joined: for a look before folding.

    >>> look_at(["責 編：王明\u200b", "今年，雨水多。"])
    (['責 編：王明', '今年，雨水多。'], '责编:王明\n今年，雨水多。')
    """
    text = "\n".join(lines)
    if _uncommon().stands_in(text) or text.count("\n") >= len(lines):
        lines = [*map(shown, lines)]
        text = squeeze("\n".join(lines))
    return lines, text.replace(" ", "")


def squeeze(text: str) -> str:
    r"""A text of several lines without spaces and with its letters folded, for finding words in it.

    Unlike in a folded line, punctuation may stay full-width.

    >>> squeeze("責 任 編 輯：ＡＢ\n责任编辑：AB")
    '责任编辑:AB\n责任编辑：AB'
    """
    text = _BLANKS.sub("", text)
    if not _folding().stands_in(text):
        return text
    return "\n".join(
        line.translate(one_for_one()) if _folding().stands_in(line) else line for line in text.split("\n")
    )


def simplify(text: str) -> str:
    """The text with each traditional character replaced by a simplified one, for finding words in it.

    >>> simplify("責任編輯：ＡＢ")
    '责任编辑：ＡＢ'
    """
    return text if text.isascii() or not _folding().stands_in(text) else text.translate(simpler())


@cache
def _older() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code, new in one_for_one().items():
        found.setdefault(new, []).append(chr(code))
    return found


def forms(char: str) -> tuple[str, ...]:
    """A character and all others that fold to it.

    >>> forms(":")
    (':', '：')
    """
    return (char, *_older().get(char, ()))


def shown(line: str) -> str:
    """The line without control and format characters and line breaks, which are removed by folding, too.

    Whatever is asked about a line before it is folded is asked about this: a zero-width space may be
    anywhere.

    >>> shown("（完）\u200b")
    '（完）'
    """
    return line if line.isprintable() else _UNSEEN.sub("", line)


def fold(line: str) -> Folded:
    """Fold a line: NFKC, simplified characters, spaces collapsed.

    A run of spaces becomes one space. Spaces beside punctuation are removed, and so are those between single
    Han characters, which only spread a word over the line.

    >>> fold("（ 責 任 編 輯 ： 王小明 ）").text
    '(责任编辑:王小明)'
    >>> fold("記者 王　明 李小華").text
    '记者 王明 李小华'
    """
    starts: Sequence[int] | None = None
    text = _narrow(simplify(line))
    if _UNSEEN.search(line) or not unicodedata.is_normalized("NFKC", text):
        text, starts = _decompose(line)
    kept = _without_spaces(text) if " " in text else None
    if kept is not None:
        starts = kept if starts is None else [starts[place] for place in kept]
        text = "".join([text[place] for place in kept])
    return Folded(text, line, None if starts is None else (*starts, len(line)))


def _narrow(line: str) -> str:
    """The line with its marks folded: it has few kinds, while a table is asked for every character."""
    for mark in set(_MARKS.findall(line)):
        line = line.replace(mark, one_for_one()[ord(mark)])
    return line


def _without_spaces(text: str) -> list[int] | None:
    """The places of all characters but the spaces that folding removes; None if there are no such spaces."""
    kept: list[int] = []
    done = 0
    for run in _SPACES.finditer(text):
        start, end = run.span()
        divides = _is_letter(text[start - 1 : start]) and _is_letter(text[end : end + 1])
        if divides and _is_single(text, start - 1) and _is_single(text, end):  # 责 任 编 辑, 王 明
            divides = False
        kept += range(done, start + divides)
        done = end
    kept += range(done, len(text))
    return kept if len(kept) < len(text) else None


def _is_letter(char: str) -> bool:
    """Whether a character is a letter, including Han, a digit or an underscore; the empty string is none."""
    return char.isalnum() or char == "_"


def _is_single(text: str, at: int) -> bool:
    """Whether a Chinese character stands alone."""
    return "\u3400" <= text[at] <= "\u9fff" and not (
        _is_letter(text[at - 1 : at]) or _is_letter(text[at + 1 : at + 2])
    )


def _decompose(line: str) -> tuple[str, list[int]]:
    """The line in NFKC, simplified and without control characters, and the origin of each character."""
    plain = [*map(_plain, line)]
    return "".join(plain), [offset for offset, new in enumerate(plain) for _ in new]


@cache
def _plain(char: str) -> str:
    new = " " if char.isspace() else unicodedata.normalize("NFKC", char) if char > "~" else char
    seen = (one for one in new if one == " " or unicodedata.category(one) not in {"Cf", "Cc"})
    return "".join(seen).translate(_SAME).translate(simpler())
