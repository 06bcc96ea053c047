"""Front matter, in which only string values are text; keys, order, comments and quotes stay.

It is read line by line rather than by a YAML parser, since the place of every character is needed and the
front matter of scraped posts is often not quite YAML. Anything other than a string on its own line, or a
line of a block scalar, is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsclean.check.spans import Span, Spans
from newsclean.lazy import regex
from newsclean.markup.frontmatter import FrontMatter, is_key_line, split
from newsclean.mojibake.signs import find_mark

LINE = regex(r"([^\r\n]*+)(?:\r\n|\n|\r|\Z)")
KEY = regex(
    r"""(?P<indent>[ ]*+)(?P<dash>(?:-[ ]++)*+)
        (?:(?P<key>"[^"\r\n]*+"|'[^'\r\n]*+'|[^\s:\#"'\[\]{},&*!|>%@`-][^:\#\r\n]*+)
           :(?=[ \t\r\n]|\Z)[ \t]*+)?+
    """,
    re.VERBOSE,
)
TOML_KEY = regex(r"[ \t]*+(?P<key>[A-Za-z0-9_.-]++|\"[^\"\r\n]*+\")[ \t]*+=[ \t]*+")
BLOCK_SCALAR = regex(r"[|>][0-9+-]{0,2}[ \t]*+(?:\#[^\r\n]*+)?$")
QUOTED = regex(r"""(?:"(?:[^"\\\r\n]|\\[^\r\n])*+"|'(?:[^'\r\n]|'')*+')""")
ESCAPE = {
    '"': re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[^\r\n])"),
    "'": regex("''"),
}
PLAIN = regex(r"""[^\s#\[\]{},&*!|>%@`"'?:-](?:[^\s#:]|:(?=[^\s])|(?<=\S)\#|[ \t]++(?=[^\s#]))*+""")
FLOW_PLAIN = regex(
    r"""[^\s#\[\]{},&*!|>%@`"'?:-](?:[^\s#:,\[\]{}]|:(?=[^\s,\[\]{}])|[ \t]++(?=[^\s#,\[\]{}]))*+"""
)
REST = regex(r"[ \t]*+(?:(?<=[ \t])#.*+)?$", re.DOTALL)

MACHINE = frozenset([
    "aliases", "cover", "date", "guid", "id", "image", "img", "lang", "language", "layout", "link",
    "permalink", "redirect", "redirect_from", "redirect_to", "slug", "template", "thumbnail", "type",
    "url", "uuid",
])  # fmt: skip
"""Keys whose values are for machines: addresses, names of files and templates, ids."""
ADDRESS = regex(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//|\.{0,2}/|mailto:|\S+\.[A-Za-z0-9]{2,5}$")


FORBIDDEN = regex("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""Control characters and Unicode line breaks, which YAML and TOML forbid or break lines at."""


FENCED = regex(r"\ufeff?\s*(?P<fence>---|\+\+\+)[ \t]*(?:\r\n|\n|\r)")
UNFENCED = regex(r"\ufeff?(?P<first>[A-Za-z][\w -]{0,59}:[ \t]++[^\r\n]++)(?P<line>(?:\r\n|\n|\r)[^\r\n]++)+")
OBJECT = regex(r"\ufeff?(?=\{[ \t]*[\r\n])")


def scan(source: str, spans: Spans) -> int:
    """Add the spans of the front matter; return the offset after it, 0 if there is none."""
    where = split(source)
    if where is None or where.content_end == where.end:
        where = _find_odd(source) or where
    if where is None or where.language == "json":
        end = _object_end(source) or (1 if source.startswith("\ufeff") else 0)
        return spans.add(0, end, "block") if end else 0
    find = _toml if where.language == "toml" else _yaml
    for span in find(source, where.content, where.content_end):
        spans.mark(span)
    return spans.mark(Span(spans.done, where.end, "block"))


def reach(source: str) -> int:
    r"""The offset after which no edit can change which part of a source is front matter.

    >>> reach("---\ntitle: 甲\n---\n乙"), reach("甲"), reach("---\n甲")
    (17, 0, 5)
    """
    where = split(source)
    if where is not None and where.content_end < where.end:
        return where.end
    begins = _fence(source) or UNFENCED.match(source) or OBJECT.match(source)
    return len(source) if begins is not None else 0


def _find_odd(source: str) -> FrontMatter | None:
    """Front matter with lines of an unknown form, or without fences, as in Pelican and MultiMarkdown.

    As text its keys would become `title：`, so the linter is less strict here than the markup stage.
    """
    head = _fence(source)
    if head is not None:
        start, fence = head.end(), head["fence"]
        closing = re.compile(rf"^{re.escape(fence)}[ \t]*\r?$", re.MULTILINE).search(source, start)
        if closing is not None and _is_head(source, start, closing.start()):
            language = "yaml" if fence == "---" else "toml"
            return FrontMatter(language, head.start("fence"), start, *closing.span())
    bare = UNFENCED.match(source)
    if bare is not None and is_key_line(bare["first"]) and is_key_line(bare["line"].lstrip()):
        return FrontMatter("yaml", bare.start("first"), bare.start("first"), bare.end(), bare.end())
    return None


def _fence(source: str) -> re.Match[str] | None:
    """The rule above front matter; a byte order mark before it may have been decoded wrongly."""
    mark = find_mark(source)
    return FENCED.match(source, mark.end if mark else 0)


def _is_head(source: str, pos: int, limit: int) -> bool:
    """Whether lines are front matter: one has a key known from posts, most have a key or continue one."""
    known = False
    odd = 0
    for start, end in _lines(source, pos, limit):
        key = KEY.match(source, start, end)
        assert key is not None
        if key["key"] or TOML_KEY.match(source, start, end):
            known = known or is_key_line(source[start:end])
            odd -= 1
        elif source[start:end].strip() and source[start] not in " \t#-]}?:":
            odd += 1
    return known and odd <= 0


def _object_end(source: str) -> int:
    """The end of JSON front matter, as in Hugo, which is left alone; 0 if there is none."""
    head = OBJECT.match(source)
    if head is None:
        return 0
    import json  # noqa: PLC0415 - few posts have it

    try:
        return json.JSONDecoder().raw_decode(source, head.end())[1]
    except (ValueError, RecursionError):
        return 0


def _lines(source: str, pos: int, limit: int) -> Iterator[tuple[int, int]]:
    """Start and end, without the line break, of each line."""
    while pos < limit:
        line = LINE.match(source, pos)
        assert line is not None
        yield line.start(1), line.end(1)
        pos = line.end()


def _yaml(source: str, pos: int, limit: int) -> Iterator[Span]:
    machine = -1  # indentation of the current key for machines, to which all deeper lines belong
    block = -1  # indentation of the key of a block scalar
    for start, end in _lines(source, pos, limit):
        if not source[start:end].strip():
            continue
        match = KEY.match(source, start, end)
        assert match is not None
        indent = match.end("indent") - start
        if indent > block >= 0:
            if machine < 0:
                yield Span(start + indent, end, "text", "|")
            continue
        block = -1
        if indent < machine or (indent == machine and not match["dash"]):
            machine = -1
        if not (match["key"] or match["dash"]):
            continue
        if (match["key"] or "").strip("\"' \t").lower() in MACHINE and machine < 0:
            machine = indent
        if BLOCK_SCALAR.match(source, match.end(), end):
            block = indent
        elif machine < 0:
            yield from _value(source, match.end(), end)


def _toml(source: str, pos: int, limit: int) -> Iterator[Span]:
    for start, end in _lines(source, pos, limit):
        match = TOML_KEY.match(source, start, end)
        if (
            match is not None
            and match["key"].strip('"').lower() not in MACHINE
            and source[match.end()] in "\"'["
        ):
            yield from _value(source, match.end(), end)


def _value(source: str, start: int, end: int) -> Iterator[Span]:
    """The strings of a value that ends on its line: a scalar, or a list in brackets."""
    if source[start : start + 1] == "[":
        found = []
        pos = start + 1
        while pos < end and source[pos] != "]":
            match = QUOTED.match(source, pos, end) or FLOW_PLAIN.match(source, pos, end)
            if match is not None:
                found.append(match)
            elif source[pos] not in " \t,":
                return
            pos = match.end() if match is not None else pos + 1
        if pos < end and REST.match(source, pos + 1, end):
            for match in found:
                yield from _string(source, match)
        return
    match = QUOTED.match(source, start, end) or PLAIN.match(source, start, end)
    if match is not None and REST.match(source, match.end(), end):
        yield from _string(source, match)


def _string(source: str, match: re.Match[str]) -> Iterator[Span]:
    """The spans of one string: its text and its escapes."""
    value = match[0]
    if (value.isascii() and "\\" not in value) or ADDRESS.match(value.strip("\"'")):
        return
    start, end = match.span()
    quote = value[0] if value[0] in "\"'" else "plain"
    if quote == "plain":
        yield Span(start, end, "text", quote)
        return
    pos = start + 1
    for escape in ESCAPE[quote].finditer(source, pos, end - 1):
        if escape.start() > pos:
            yield Span(pos, escape.start(), "text", quote)
        yield Span(*escape.span(), "fixed", _unescape(escape[0]))
        pos = escape.end()
    if pos < end - 1:
        yield Span(pos, end - 1, "text", quote)


def _unescape(escape: str) -> str:
    if escape[1] in "xuU":
        return chr(min(int(f"0x{escape[2:]}", 0), 0x10FFFF))
    return {"n": "\n", "t": "\t", "_": "\N{NO-BREAK SPACE}"}.get(escape[1], escape[1])


def may_stand(text: str, note: str) -> bool:
    """Whether a text can be a value in these quotes without changing its meaning.

    Args:
        text: The whole value between its quotes, or a part of it.
        note: How it is quoted: the note of its span.

    >>> may_stand("标题：“好”", "plain"), may_stand("标题: 好", "plain"), may_stand('他说"好"', '"')
    (True, False, False)
    """
    if FORBIDDEN.search(text):
        return False
    match note:
        case "plain":
            whole = PLAIN.fullmatch(text)
            return whole is not None and not text.isascii()
        case '"':
            return '"' not in text and "\\" not in text
        case "'":
            return "'" not in text
        case _:  # a line of a block scalar: anything, but its indentation is not its own
            return bool(text) and not text[0].isspace()
