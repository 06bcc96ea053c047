r"""What strings of programs leave in running text: `\n` and `\t`, `\"` and `\/`, `\u3002` among characters.

Text taken out of JSON or a database by halves has them wherever the string had them. Where escapes are
written of, they stand in quotation marks or beside what they are called.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsclean.edits import Edit
from newsclean.lazy import regex
from newsclean.mojibake.passages import CHINESE, ENDS, HAN, MARKS, Kind, ends_sentence, is_lesson, lines

LEAST = 2
"""Escaped signs of a kind that there must be."""

_BREAKS = regex(r"(?:\\+[nrt])+")
_GOES_ON = regex(r"\s|[^\x00-\x7f]|<|\Z")
_QUOTING = frozenset("\"'`“‘「『(（[\\")
_SIGNS = regex(r"(?:\\+u(?:00[aA][0bB]|00[bB]7|(?:20[0-2]|30[0-3]|[fF][fF][0-6])[0-9a-fA-F]))+")
"""Spaces, punctuation and full-width signs."""
_NO_STRING = regex(r"""\\(?![\\"'/bfnrtu])""")
"""A backslash before what strings do not escape: that of patterns, roff or LaTeX."""
_RETURN = regex("_x000[dD]_")
CODE = regex("[0-9a-fA-F]{4}")
"""The code of a character in an escape."""


def _breaks(text: str) -> Iterator[Edit]:
    """Line breaks and tabs, if one of them stands between two sentences."""
    found = [m for m in _BREAKS.finditer(text) if not is_lesson(text, m)]
    if not any(ends_sentence(text, m) and _GOES_ON.match(text, m.end()) for m in found):
        return
    for m in found:
        before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
        apart = before not in _QUOTING and not (after.isascii() and after.isalpha())
        if ends_sentence(text, m) or (apart and _is_among(text, *m.span())):
            yield Edit(*m.span(), "\n" if "n" in m[0] else " ", "string-escape")


def _slashes(text: str) -> Iterator[Edit]:
    r"""Backslashes before quotation marks and slashes, in lines where no such sign has none."""
    for start, line in lines(text, "\\"):
        if _NO_STRING.search(line):
            continue
        for sign in '"/':
            hits = list(_places(line, "\\" + sign))
            if len(hits) < LEAST or len(hits) != line.count(sign):
                continue
            if sign == "/" or any(_is_among(line, at, at + 2) for at in hits):
                for at in hits:
                    yield Edit(start + at, start + at + 1, "", "string-escape")


def _is_among(text: str, start: int, end: int) -> bool:
    """Whether a part of a text has Chinese before or behind it."""
    return CHINESE.match(text[start - 1 : start]) is not None or CHINESE.match(text, end) is not None


def _places(text: str, sign: str) -> Iterator[int]:
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1)


def _signs(text: str) -> Iterator[Edit]:
    """Punctuation by its code among characters that are none."""
    found = [m for m in _SIGNS.finditer(text) if _is_among(text, *m.span()) and not is_lesson(text, m)]
    if len(found) >= LEAST:
        for m in found:
            new = "".join(chr(int(code, 16)) for code in CODE.findall(m[0]))
            yield Edit(*m.span(), new, "unicode-escape")


def _returns(text: str) -> Iterator[Edit]:
    """Carriage returns as spreadsheets write them in XML: `_x000D_`."""
    for m in _RETURN.finditer(text):
        yield Edit(*m.span(), "", "string-escape")


STRING_KINDS = (
    Kind("_", regex("_(?=x000[dD]_)"), _returns),
    Kind("\\", regex(rf"\\(?=[nrt])(?<=[{ENDS}]\\)"), _breaks),
    Kind("\\", regex(r'\\(?=["/])'), _slashes),
    Kind("\\", regex(rf"\\(?=u)(?<=[{HAN}{MARKS}]\\)"), _signs),
)
