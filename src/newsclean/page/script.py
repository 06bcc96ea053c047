"""Pages whose text is data in a script, or held back in another element, for the browser to show."""

from __future__ import annotations

import html
import json
import re
from itertools import chain
from typing import NamedTuple
from urllib.parse import unquote

from newsclean.characters import count_han, has_han
from newsclean.dates import from_timestamp, parse_date
from newsclean.facts import Fact
from newsclean.lazy import regex
from newsclean.page.credits import people_in
from newsclean.page.head import Head
from newsclean.page.words import load_words

_SCRIPT = regex(r"<script\b[^>]*>(.*?)(?:</script|$)", re.DOTALL | re.IGNORECASE)
_HELD = regex(
    r"<(?:(textarea|template|noscript|xmp)\b([^>]*)|script\b[^>]*\btype\s*=\s*[\"']?text/(?:[\w.-]*template|html)\b[^>]*)>"
    r"(.*?)(?:</(?:textarea|template|noscript|xmp|script)\b|$)",
    re.DOTALL | re.IGNORECASE,
)
"""Elements that hold HTML which the browser does not show until a script asks for it."""
_NAMED = regex(r"""\b(?:class|id|name)\s{0,4}=\s{0,4}["']?([\w-]{2,40})""")
"""What such an element is called: each of a page's facts may be in one, <textarea class="article-time">."""
_STRING = regex(
    r"""(?<=[:=,(\[{\s])(?:"([^"\\]*(?:\\.[^"\\]*)*)(?:"|\\?\Z)|'([^'\\\n]*(?:\\.[^'\\\n]*)*)')""", re.DOTALL
)
"""A string of JSON, or of JavaScript, which ends with its line where it stands between single quotes."""
_NAME = regex(r"""([A-Za-z_]\w{0,40})["']?\s{0,4}[:=]\s{0,4}(?:[A-Za-z.]{1,20}\()?["']?$""")
"""The key before a value, which a function may decode: text: decode('…')."""
_TAG = regex(r"<[a-zA-Z/!][^<>]*>")
_STAMP = regex(r"""1(?<=[:=\s"']1)\d{9}(?:\d{3})?(?!\d)""")
_MOMENT = regex(r"""20(?<=[:=\s"']20)\d\d[-/年][^"'<>]{4,22}""")
"""A Unix time stamp, and a date; the digits come first, as they are looked for in all of a page."""
_NAMES = tuple(
    regex(rf"""({key}(?<!\w{key}){rest})["']?\s{{0,4}}[:=]\s{{0,4}}["']([^"'\\<>]{{2,20}})["']""")
    for key, rest in (
        ("media", "(?:_?[nN]ame)?"),
        ("source", "_?[nN]ame"),
        ("copyfrom", ""),
        ("author", "_?[nN]ame"),
    )
)
"""Keys that name medium and author; each begins with what can be looked for fast."""
_KEY_LENGTH = 60
_HEX = regex(r"\\x([0-9a-fA-F]{2})")
_QUOTE = regex(r"""\\?(["'])""")
_SHORTEST, _SHARE, _SENTENCE = 60, 0.6, 20


class Data(NamedTuple):
    """An article found in a script: its HTML, and what stands beside it."""

    html: str
    facts: list[Fact]


class _Pair(NamedTuple):
    key: str
    value: str
    place: int


def find_data(source: str, head: Head) -> Data | None:
    """The article in the scripts of a page that shows nothing without them, or None.

    The longest Chinese text among the strings of the data is taken for it, or, where one key
    comes many times with sentences, all of its strings; teasers of articles only where there is nothing else.
    """
    pairs: list[_Pair] = []
    for script in _SCRIPT.finditer(source):
        text = script[1].strip()
        pairs += _pairs(unquote(text) if text.startswith("%7B") else text, script.start(1))
    for held in _HELD.finditer(source):
        name = (held[1] or "script").lower()
        value = html.unescape(held[3]) if name == "textarea" else held[3]  # elsewhere it is HTML as it stands
        pairs.append(_Pair(f"<{name}>", value, held.start(3)))
        if (named := _NAMED.search(held[2] or "")) and len(value) <= _SENTENCE * 10:
            pairs.append(_Pair(re.sub("[^a-z]", "", named[1].lower()), value, held.start(3)))
    sizes = {pair: count_han(_TAG.sub("", pair.value)) for pair in pairs if len(pair.value) >= _SENTENCE}
    teasers = load_words().teasers
    sizes = {pair: size for pair, size in sizes.items() if pair.key not in teasers} or sizes
    if not sizes:
        return None
    best = max(sizes, key=sizes.__getitem__)
    rows = [
        pair
        for pair, size in sizes.items()
        if pair.key == best.key and not best.key.startswith("<") and size >= _SENTENCE and "。" in pair.value
    ]
    if sum(sizes[pair] for pair in rows) * _SHARE > sizes[best]:
        parts = [pair.value for pair in rows]
    else:
        parts = [best.value]
    if max(sizes[best], sum(sizes[pair] for pair in rows)) < _SHORTEST:
        return None
    return Data("".join(_as_html(part) for part in parts), _facts(pairs, best.place, head))


def find_date(source: str) -> str | None:
    """The date as the scripts of a page give it: that of the surest key, when it has one value."""
    dates: dict[str, set[str]] = {}
    for match in chain(_STAMP.finditer(source), _MOMENT.finditer(source)):
        if name := _name_before(source, match.start()):
            dates.setdefault(name, set()).add(match[0])
    values = next((found for key in load_words().script["date"] if len(found := dates.get(key, ())) == 1), ())
    for value in values:
        return from_timestamp(int(value)) if value.isdigit() else parse_date(value)
    return None


def find_names(source: str) -> list[Fact]:
    """Medium and author as the scripts of a page give them, each under a key with one value."""
    names: dict[str, set[str]] = {}
    for match in chain.from_iterable(pattern.finditer(source) for pattern in _NAMES):
        if has_han(match[2]):
            names.setdefault(match[1].lower(), set()).add(match[2])
    alone = {key: values.pop() for key, values in names.items() if len(values) == 1}
    authors = [value for key, value in alone.items() if key.startswith("author")]
    media = [value for key, value in alone.items() if not key.startswith("author")]
    return [
        *(Fact("source", value, "script") for value in media[:1]),
        *(fact for value in authors for fact in people_in(value, "authors", "script")),
    ]


def _pairs(script: str, start: int, depth: int = 0) -> list[_Pair]:
    """Keys with their strings, those of JSON inside a string too."""
    found = [
        _Pair(name, match[0], start + match.start())
        for match in _STAMP.finditer(script)
        if (name := _name_before(script, match.start()))
    ]
    for match in _STRING.finditer(script):
        string = match[1] if match[2] is None else _QUOTE.sub(_as_double, match[2])
        value = _decoded(string)
        is_data = value.startswith(("{", "[{"))
        if not is_data and (name := _name_before(script, match.start())):
            found.append(_Pair(name, value, start + match.start()))
        if not depth and '\\"' in string:
            found += _pairs(value, start + match.start(), depth + 1)
    return found


def _name_before(script: str, end: int) -> str:
    """The key before a value, lower case; empty if it has none."""
    match = _NAME.search(script, max(end - _KEY_LENGTH, 0), end)
    return match[1].lower() if match else ""


def _as_double(quote: re.Match[str]) -> str:
    """A quotation mark of a string between single quotes as it stands between double ones."""
    return "'" if quote[1] == "'" else '\\"'


def _decoded(string: str) -> str:
    r"""A JSON string's value; \x22 is understood too."""
    if "\\" not in string:
        return string
    try:
        value = json.loads('"' + _HEX.sub(r"\\u00\1", string) + '"', strict=False)
    except ValueError:
        return string
    return value if isinstance(value, str) else string


def _as_html(value: str) -> str:
    """Text as paragraphs, HTML as it is, escaped HTML unescaped."""
    if "&lt;" in value and "<" not in value:
        value = html.unescape(value)
    if _TAG.search(value):
        return value
    lines = html.unescape(value).splitlines()
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines if line.strip())


def _facts(pairs: list[_Pair], place: int, head: Head) -> list[Fact]:
    """For each field the value of one of its keys next to the article's text; the one account of all."""
    accounts = {pair.value for pair in pairs if pair.key in load_words().accounts and has_han(pair.value)}
    facts = [Fact("source", account, "account") for account in accounts if len(accounts) == 1]
    for field, keys in load_words().script.items():
        near = sorted((pair for pair in pairs if pair.key in keys), key=lambda pair: abs(pair.place - place))
        if field == "title":  # those of other articles may stand nearer
            near = [pair for pair in near if pair.value in head.title_tag] or near
        for pair in near:
            value = " ".join(_TAG.sub("", pair.value).split())
            if field == "date":
                date = (
                    from_timestamp(int(value)) if value.isdigit() and len(value) != len("20240601") else None
                )
                value = date or parse_date(value, head.year) or ""
            if not value or (field == "title" and not has_han(value)):
                continue
            facts.extend(
                people_in(value, field, "script")
                if field in {"authors", "editors"}
                else [Fact(field, value, "script")]
            )
            break
    return facts
