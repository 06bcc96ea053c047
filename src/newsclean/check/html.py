"""The syntax of HTML in a source: tags, comments, elements whose content is not text, entities."""

from __future__ import annotations

import re
from html import unescape

from newsclean.lazy import any_of, regex
from newsclean.markup.tokens import CODE, KNOWN

OPAQUE = frozenset(
    ["iframe", "math", "noembed", "object", "pre", "script", "style", "svg", "template", "textarea", "xmp"]
)
"""Elements whose whole content stays, because it is not text or because every character of it matters."""

READING = frozenset(["rp", "rt", "rtc"])
"""Ruby readings, which are not part of the sentence; their end tag is optional."""

VOID = frozenset([
    "area", "base", "basefont", "br", "col", "embed", "frame", "hr", "link", "meta", "param", "source",
    "track",
])  # fmt: skip
"""Elements without an end tag, inline elements aside."""

ATTRIBUTES = r"""(?:[\s/]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`]++)|[^\s"'<>/=]++)*+"""
TAG = regex(rf"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*+)(?P<rest>{ATTRIBUTES})>")
BARE_TAG = regex(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*+)>")
BARE = KNOWN - OPAQUE - CODE - READING
"""Elements whose tag without attributes is a tag in any text, and has no content to be skipped."""
BROKEN_TAG = regex(r"</?(?P<name>[A-Za-z][A-Za-z0-9:-]*+)(?=[\s/>]|\Z)[^<>]*+(?:>|\Z)")
"""A tag with malformed attributes (stray quotes), or one cut short by the end of the file."""
DECLARATION = regex(r"<[!?][A-Za-z\[][^<>]*+>")
TEMPLATE = regex(
    r"""\{%-?[ \t]*+(?P<tag>[a-z_]*+)[^%{\r\n]*+(?:%(?!\})[^%{\r\n]*+)*+%\}
      | \{\{(?:[<%][ \t]*+(?P<shortcode>[a-z_]*+))?[^{}\r\n]*+\}\}""",
    re.VERBOSE,
)
"""A tag of Jinja or Liquid, a shortcode of Hugo, or what these put in."""
VERBATIM = frozenset([
    "chart", "code", "codeblock", "comment", "echarts", "highlight", "katex", "math", "mathjax", "mermaid",
    "raw", "script",
])  # fmt: skip
"""Tags and shortcodes whose content is not text."""
ENTITY = regex(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
SWITCH = regex(r"\s*newsclean:\s*(on|off)\s*")
SWITCH_ON = regex(r"<!--\s*newsclean:\s*on\s*-->")
KNOWN_TAG = regex(rf"</?(?:{any_of(KNOWN)})(?=[\s/>])[^<>]*>", re.IGNORECASE)


def is_known(name: str) -> bool:
    """Whether this is the name of an HTML or custom element; otherwise it may be words: `<ABC公司>`."""
    return name in KNOWN or "-" in name or ":" in name


def entity(text: str, start: int) -> tuple[int, str] | None:
    """The end of the entity that begins at `start` and the characters it stands for; None if there is none.

    >>> entity("甲&ldquo;乙", 1)
    (8, '“')
    >>> entity("甲&乙;", 1)
    """
    match = ENTITY.match(text, start)
    if match is None:
        return None
    shown = unescape(match[0])
    return (match.end(), " " if shown in "\r\n" else shown) if shown != match[0] else None
