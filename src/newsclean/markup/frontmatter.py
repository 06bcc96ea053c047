"""Front matter: the block of YAML (`---`), TOML (`+++`) or JSON at the head of a Jekyll, Hugo or Hexo post.

Old posts of Hexo have a rule `---` below it alone; mails have headers, and no more than a blank line below.
Readers that turn pages into Markdown (Jina) write title, address and time above `Markdown Content:`.

It is read tolerantly, since scrapers write it carelessly: if it is not valid YAML or TOML, its lines of the
form `key: value` still count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from newsclean.facts import Fact
from newsclean.lazy import regex
from newsclean.markup.keys import SEPARATOR, field_of, fitted, is_known

LONGEST = 1 << 16
"""Longest front matter, in code points, that is read as YAML or TOML; anything longer only line by line."""

DEEPEST = 200
"""Most brackets and list dashes in a line that is given to the parsers, which are recursive."""

MOST_VALUES = 200
"""Most values one key may have; a YAML alias can stand for any number of them."""

_KEY_LINE = regex(r"""(["']?)([\w .-]{1,60}?)\1[ \t]*(?:[:=：](?=\s|$|["'\[])|=|：)[ \t]*(.*)""")
_CONTINUED = regex(r"[ \t#]|[-\[\]{}\"']")
_BREAKS = r"\r\n\x85\u2028\u2029"
_PLAIN = regex(
    rf"""(?:[A-Za-z_][\w-]{{0,59}}:(?:[ ]+(?:"[^"\\{_BREAKS}]*"|'[^'{_BREAKS}]*'
        |[^\W_](?:[^:\#\t{_BREAKS}]|:(?=\S)|(?<=\S)\#)*))?[ ]*\r?(?:\n|\Z))*""",
    re.VERBOSE,
)
"""Lines of keys with one plain or quoted string each: they can be read one by one."""
_TITLE = regex(r"^(?:title|subject)\s*[:=]", re.MULTILINE | re.IGNORECASE)
_UNOPENED = regex(r"(?:title|layout|subject|from|date|author)[ \t]*:[ \t]", re.IGNORECASE)
_NAMED = regex(r"(?:name|title)[ \t]*:[ \t]+")
_NESTED = ("params", "extra")
"""Where Hugo and Zola keep what they have no key for."""
_OBJECT = regex(r"\{[ \t]*[\r\n]")
_BODY = regex(r"[ \t]*[\r\n]\s*[^\s{]")
"""What follows where there is a body, and not another object of JSON."""
_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_READER = "Markdown Content:"
"""What the readers of pages write above their Markdown."""
_LINED = frozenset({"headers", "reader"})
"""Those of which a line says one thing each."""


class FrontMatter(NamedTuple):
    """The place of the front matter of a post, and its language.

    Attributes:
        language: `yaml`, `toml`, `json`; `reader`, lines `Key: value` about a page, with the title of its
            window; or `headers` of that form, below which is no Markdown.
        start: Offset of its first line in the source, in code points.
        content: Offset of the first line after the fence, if there is one above it.
        content_end: Offset of the closing fence.
        end: Offset of the body.
    """

    language: str
    start: int
    content: int
    content_end: int
    end: int


def split(source: str) -> FrontMatter | None:
    r"""Find the front matter of a post.

    A rule `---` above prose does not begin front matter: its lines must be keys, their lists and
    continuations, or comments. Without a closing fence, front matter ends at the first blank line.

    Args:
        source: Source text of a post, or of anything else.

    Returns:
        Its place, or None.

    >>> split("---\ntitle: 标题\n---\n正文")
    FrontMatter(language='yaml', start=0, content=4, content_end=14, end=18)
    """
    start = len(source) - len(source.lstrip("\N{BYTE ORDER MARK} \t\r\n"))
    if source[start : start + 1] == "{":
        return _object(source, start)
    fence = source[start : start + 3]
    if fence not in _FENCES:
        return _unopened(source, start) if _UNOPENED.match(source, start) else None
    _, content, opening = next(_lines(source, start))
    if opening.rstrip() != fence:
        return None
    language = "yaml" if fence == "---" else "toml"
    keys, end, closing = _read_keys(source, content, _FENCES[fence])
    if closing:
        return FrontMatter(language, start, content, *closing) if keys or closing[0] == content else None
    # no closing fence: only a head that says what it is counts
    titled = keys and _TITLE.search(source, content, end)
    return FrontMatter(language, start, content, end, end) if titled else None


def _read_keys(
    source: str, start: int, fences: tuple[str, ...], *, closes: bool | None = None
) -> tuple[int, int, tuple[int, int] | None]:
    """The lines of keys, their lists, continuations and comments from an offset on.

    Args:
        source: The source text.
        start: Where the lines begin.
        fences: What may close them.
        closes: Whether they go on below a blank line; None if the lines there have to tell.

    Returns:
        How many known keys they have, where the last of them ends, and where the closing fence begins and
        ends, if there is one.
    """
    keys, end = 0, start
    for begin, after, line in _lines(source, start):
        bare = line.strip()
        if bare in fences:
            return keys, end, (begin, after)
        if not bare:
            closes = _closes_later(source, after, fences) if closes is None else closes
        key = _KEY_LINE.match(line)
        if not (key or (end > start and _CONTINUED.match(line)) if bare else closes):
            break
        keys += key is not None and is_known(key[2])
        end = after
    return keys, end, None


def _unopened(source: str, start: int) -> FrontMatter | None:
    """Front matter that begins at once; its rule below, or its end, comes before any blank line.

    Readers set blank lines between its lines.
    """
    keys, _, closing = _read_keys(source, start, (_READER,))
    if keys > 1 and closing:
        return FrontMatter("reader", start, start, *closing)
    keys, end, closing = _read_keys(source, start, ("---",), closes=False)
    if keys > 1 and closing:
        return FrontMatter("yaml", start, start, *closing)
    headers = keys > 1 and _are_headers(source, start, end)
    return FrontMatter("headers", start, start, end, end) if headers else None


def _are_headers(source: str, start: int, end: int) -> bool:
    """Whether lines have known keys alone, a title among them, and a body behind a blank line."""
    if not _TITLE.search(source, start, end) or not _BODY.match(source, end):
        return False
    return all(line[:1] in {"", " ", "\t"} or is_key_line(line) for line in source[start:end].split("\n"))


def _object(source: str, start: int) -> FrontMatter | None:
    """An object of JSON with a key known from posts and a body below it; without a body it is data."""
    head = source[start : start + LONGEST]
    if not _OBJECT.match(head):
        return None
    import json  # noqa: PLC0415 - few posts have it

    try:
        loaded, size = json.JSONDecoder().raw_decode(head)
    except (ValueError, RecursionError):
        return None
    end = start + size
    if not any(map(is_known, loaded)) or not _BODY.match(source, end):
        return None
    return FrontMatter("json", start, start, end, end)


def is_key_line(line: str) -> bool:
    """Whether a line has a key known from posts, with or without a value.

    >>> is_key_line("title: 标题"), is_key_line("记者: 您好")
    (True, True)
    >>> is_key_line("甲方: 您好")
    False
    """
    key = _KEY_LINE.match(line)
    return key is not None and is_known(key[2])


def facts(source: str, where: FrontMatter) -> tuple[Fact, ...]:
    """What the front matter says about the document.

    Args:
        source: The source text.
        where: Its front matter.

    Returns:
        Facts of origin `front-matter`, one for each value of a list; `title-tag` for the title of a window.
        Dates are ISO 8601 and as precise as written. Keys that say nothing about the article (`layout`) are
        ignored.
    """
    found: list[Fact] = []
    loaded = _load(source[where.content : where.content_end], where.language)
    for name in _NESTED:
        nested = loaded.get(name)
        if isinstance(nested, dict):
            loaded = loaded | nested | loaded  # in that order, and the upper one counts
    for key, value in loaded.items():
        field = field_of(str(key))
        if field is None:
            continue
        for text in _values(value):
            found.extend(Fact(*pair, "front-matter") for pair in fitted(field, text))
    if where.language == "reader":
        found = [_of_window(fact) if fact.field == "title" else fact for fact in found]
    return tuple(dict.fromkeys(found))


def _of_window(title: Fact) -> Fact:
    """The title of a browser's window, without the name of the site."""
    from newsclean.page.head import Head  # noqa: PLC0415 - few texts come from readers
    from newsclean.page.title import bare_title  # noqa: PLC0415 - the same

    return Fact("title", bare_title(title.value, Head()), "title-tag")


def _values(value: object) -> Iterator[str]:
    """The strings in a value, however its lists and mappings are nested; at most `MOST_VALUES`."""
    waiting, given = [value], 0
    while waiting and given < MOST_VALUES:
        one = waiting.pop()
        given += 1
        if isinstance(one, dict):
            named = one.get("name", one.get("title"))
            waiting.extend([named] if named is not None else list(one.values())[:MOST_VALUES][::-1])
        elif isinstance(one, list):
            waiting.extend(one[:MOST_VALUES][::-1])
        elif isinstance(one, str):
            yield one
        elif one is not None:
            yield str(one)


def _load(content: str, language: str) -> dict[object, object]:
    """Keys and values of the front matter, read by the parser of its language if that accepts it.

    Most posts need no parser, and loading that of YAML takes a twentieth of a small run.
    """
    plain = language in _LINED or (language == "yaml" and _PLAIN.fullmatch(content))
    too_deep = any(
        line.count("[") + line.count("{") + line.count("- ") > DEEPEST for line in content.split("\n")
    )
    if len(content) <= LONGEST and not too_deep and not plain:
        loaded = _READERS[language](content)
        if isinstance(loaded, dict):
            return loaded
    return dict(_line_by_line(content))


def _yaml(content: str) -> object:
    import yaml  # noqa: PLC0415 - only posts have front matter

    # strings only: a timestamp made by the resolver would be more precise than the date as written
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return yaml.load(content, loader)  # noqa: S506 - the base loader makes strings, lists, dicts
    except (yaml.YAMLError, RecursionError, ValueError):
        return None


def _toml(content: str) -> object:
    import tomllib  # noqa: PLC0415 - only Hugo's posts have it

    try:
        return tomllib.loads(content.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return None


def _json(content: str) -> object:
    import json  # noqa: PLC0415 - few posts have it

    return json.loads(content)  # it was found by reading it


_READERS: dict[str, Callable[[str], object]] = {"yaml": _yaml, "toml": _toml, "json": _json}


def _line_by_line(content: str) -> Iterator[tuple[str, list[str]]]:
    """Keys and values of those lines that can be read by themselves."""
    found: dict[str, list[str]] = {}
    values: list[str] = []
    for _, _, line in _lines(content, 0):
        key = None if line[:1] in " \t-#" else _KEY_LINE.match(line)
        if key:
            values = found[key[2].strip()] = []  # of a key that comes twice the last counts, as in YAML
            rest = key[3].strip()
            if rest.startswith("[") and rest.endswith("]"):
                values.extend(_unquoted(part) for part in SEPARATOR.split(rest[1:-1]))
            elif rest not in ("", "|", ">", "|-", ">-"):
                values.append(_unquoted(rest))
        elif line.lstrip().startswith("- "):
            values.append(_unquoted(_NAMED.sub("", line.lstrip()[2:], count=1)))
    yield from found.items()


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _closes_later(source: str, offset: int, fences: tuple[str, ...]) -> bool:
    """Whether a blank line is inside the front matter: more keys follow, and then the closing fence."""
    for _, _, line in _lines(source, offset):
        if line.strip() in fences:
            return True
        if line.strip() and not (_KEY_LINE.match(line) or _CONTINUED.match(line)):
            return False
    return False


def _lines(source: str, offset: int) -> Iterator[tuple[int, int, str]]:
    """The lines from an offset on: the offset of each, that of the next one, and the text."""
    while offset < len(source):
        newline = source.find("\n", offset)
        after = len(source) if newline < 0 else newline + 1
        yield offset, after, source[offset:after].rstrip("\r\n")
        offset = after
