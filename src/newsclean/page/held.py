"""The strings that a page holds back for its scripts: data, templates, hidden fields, attributes."""

from __future__ import annotations

import html
import json
import re
from typing import Any, NamedTuple
from urllib.parse import unquote

from newsclean.lazy import regex

STAMP = regex(r"""1(?<=[:=\s"']1)\d{9}(?:\d{3})?(?!\d)""")
MOMENT = regex(r"""20(?<=[:=\s"']20)\d\d[-/年][^"'<>]{4,22}""")
"""A Unix time stamp, and a date; the digits come first, as they are looked for in all of a page."""
_SCRIPT = regex(r"<script\b[^>]*>(.*?)(?:</script|$)", re.DOTALL | re.IGNORECASE)
_ELEMENT = regex(
    r"<(?:(textarea|template|noscript|xmp)\b([^>]*)|script\b[^>]*\btype\s*=\s*[\"']?text/(?:[\w.-]*template|html)\b[^>]*)>"
    r"(.*?)(?:</(?:textarea|template|noscript|xmp|script)\b|$)",
    re.DOTALL | re.IGNORECASE,
)
"""Elements that hold HTML which the browser does not show until a script asks for it."""
_CALLED = regex(r"""\b(?:class|id|name)\s{0,4}=\s{0,4}["']?([\w-]{2,40})""")
"""What such an element is called: each of a page's facts may be in one, <textarea class="article-time">."""
_ATTRIBUTE = regex(r"""\s(value|:?[a-z]{1,20}-[a-z-]{1,40})\s?=\s?(?:"([^"<]{100,})"|'([^'<]{100,})')""")
"""An attribute that is long enough for a text: value="&lt;p&gt;…", data-page="{&quot;…"."""
_STRING = regex(
    r"""(?<=[:=,(\[{\s])(?:"([^"\\]*(?:\\.[^"\\]*)*)(?:"|\\?\Z)|'([^'\\\n]*(?:\\.[^'\\\n]*)*)'|`([^`\\]*(?:\\.[^`\\]*)*)`)""",
    re.DOTALL,
)
"""A string of JSON or JavaScript; between single quotes it ends with its line."""
_NAME = regex(r"""([A-Za-z_]\w{0,40})["']?\s{0,4}(?:[:=]\s{0,4}(?:[A-Za-z.]{1,20}\()?|\()["'`]?$""")
"""The key before a value, which a function may decode: text: decode('…'); else the function: write('…')."""
_KEY_LENGTH = 60
_HEX = regex(r"\\x([0-9a-fA-F]{2})")
_QUOTE = regex(r"""\\?(["'`])""")
_DATA, _QUOTED = ("{", "["), ("%7B", "%5B", "%3C")
"""How data within a string begins, and data or markup as part of an address."""
_INDEXED = 3
_SHORT = 200
"""Characters of a field that is no text."""


class Pair(NamedTuple):
    """A string and the key it stands under, lower case; they come in the order of the page.

    Attributes:
        key: The key.
        value: The string, decoded.
        place: About where it stands in the page.
    """

    key: str
    value: str
    place: int


def find_pairs(source: str) -> list[Pair]:
    """All strings with keys that a page holds back for its scripts."""
    pairs: list[Pair] = []
    for script in _SCRIPT.finditer(source):
        text = script[1].strip()
        pairs += _indexed(text, script.start(1)) or _in_script(
            unquote(text) if text.startswith(_QUOTED) else text, script.start(1)
        )
    for held in _ELEMENT.finditer(source):
        name = (held[1] or "script").lower()
        value = html.unescape(held[3]) if name == "textarea" else held[3]  # elsewhere it is HTML as it stands
        pairs.append(Pair(f"<{name}>", value, held.start(3)))
        if (called := _CALLED.search(held[2] or "")) and len(value) <= _SHORT:
            pairs.append(Pair(re.sub("[^a-z]", "", called[1].lower()), value, held.start(3)))
    for attribute in _ATTRIBUTE.finditer(source):
        value = html.unescape(attribute[2] or attribute[3])
        if value.startswith(_DATA):
            pairs += _in_script(value, attribute.start())
        else:
            pairs.append(Pair(f"<{attribute[1]}>", value, attribute.start()))
    return pairs


def name_before(script: str, end: int) -> str:
    """The key before a value, lower case; empty if it has none."""
    match = _NAME.search(script, max(end - _KEY_LENGTH, 0), end)
    return match[1].lower() if match else ""


def _in_script(script: str, start: int, depth: int = 0) -> list[Pair]:
    """Keys with their strings, those of data inside a string too."""
    found = [
        Pair(name, match[0], start + match.start())
        for match in STAMP.finditer(script)
        if (name := name_before(script, match.start()))
    ]
    for match in _STRING.finditer(script):
        value = _decoded(match)
        if value.startswith(_QUOTED):
            value = unquote(value)
        if not value.startswith(_DATA) and (name := name_before(script, match.start())):
            found.append(Pair(name, value, start + match.start()))
        if not depth and '"' in value:
            found += _in_script(value, start + match.start(), depth + 1)
    return found


def _indexed(script: str, start: int) -> list[Pair]:
    """The strings of data in one flat list, in which objects name the places of their values (devalue)."""
    if not (script.startswith("[") and script.endswith("]")):
        return []
    try:
        data = json.loads(script)
    except (ValueError, RecursionError):
        return []
    objects = [item for item in data if isinstance(item, dict)]
    if len(objects) < _INDEXED or not all(type(at) is int for item in objects for at in item.values()):
        return []
    return [
        Pair(key.lower(), value, start + at)
        for item in objects
        for key, at in item.items()
        if isinstance(value := _at(data, at), str)
    ]


def _at(data: list[Any], place: int) -> Any:  # noqa: ANN401 - JSON
    """What stands at a place of a list; None beyond it."""
    return data[place] if 0 <= place < len(data) else None


def _decoded(match: re.Match[str]) -> str:
    r"""A string's value, whatever its quotation marks; \x22 is understood, too."""
    string = match[1]
    if string is None:
        string = _QUOTE.sub(_as_double, match[2] if match[3] is None else match[3])
    if "\\" not in string:
        return string
    try:
        value = json.loads('"' + _HEX.sub(r"\\u00\1", string) + '"', strict=False)
    except ValueError:
        return string
    return value if isinstance(value, str) else string


def _as_double(quote: re.Match[str]) -> str:
    """A quotation mark of a string between other ones as it stands between double ones."""
    return '\\"' if quote[1] == '"' else quote[1]
