r"""Texts that are strings as programs write them: `b'\xe4\xbe\x9b\xe6\x9a\x96'`, `"\u4f9b\u6696"`.

Python writes bytes so that were made a str without being decoded, and JSON any string. A text is one only as
a whole, line by line: a string in other text is code, or written of.
"""

from __future__ import annotations

from newsclean.edits import Edit
from newsclean.lazy import regex
from newsclean.mojibake.passages import CHINESE, LEAST

_QUOTES = ('"', "'")
_BYTES = ('b"', "b'")
_ESCAPE = regex(r"\\[xunrt]")
_LITERAL = regex(r"""b?(?:"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+')""")
_UNKNOWN = regex(r"""(?<!\\)(?:\\\\)*\\[^\\'"abfnrtvxuUN0-7]""")
"""An escape that Python does not know, and warns of."""


def find_literals(text: str) -> list[Edit]:
    r"""The lines of a text that is nothing but strings of a program, with what these stand for.

    >>> [edit.new for edit in find_literals(str("供暖提前三天，请留人。".encode()))]
    ['供暖提前三天，请留人。']
    >>> find_literals('他说："今天\\n明天。"')
    []
    """
    if not text.lstrip().startswith(_QUOTES + _BYTES) or not _ESCAPE.search(text):
        return []
    edits: list[Edit] = []
    start = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            value = _value(bare) if bare[0] == "b" or _ESCAPE.search(bare) else None  # or a quotation
            if value is None:
                return []
            rule = "byte-escape" if bare[0] == "b" else "string-escape"
            edits.append(Edit(start, start + len(line), value, rule))
        start += len(line) + 1
    return edits if len(CHINESE.findall("".join(edit.new for edit in edits))) >= LEAST else []


def _value(literal: str) -> str | None:
    """What a literal stands for; None if it is none, or of bytes that are no text."""
    if not _LITERAL.fullmatch(literal):
        return None
    import json  # noqa: PLC0415 - few texts are literals
    from ast import literal_eval  # noqa: PLC0415 - the same

    from newsclean.decoding import read  # noqa: PLC0415 - the same
    from newsclean.document import Rejected  # noqa: PLC0415 - the same

    text: str | None
    try:
        text = json.loads(literal)
    except ValueError:
        try:
            value = None if _UNKNOWN.search(literal) else literal_eval(literal)
            text = read(value).text if isinstance(value, bytes) else value
        except (ValueError, SyntaxError, Rejected):
            return None
    # Python leaves pairs of surrogates as they are written, and both leave halves.
    return text and text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
