"""The Markdown within a line or paragraph to HTML: code, links, images, emphasis; tags are left alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from html import escape

from newsclean.characters import count_han
from newsclean.lazy import regex
from newsclean.markup.tokens import tokenize

_TEMPLATE = regex(r"\{%[^{}%]*%\}|\{\{[<%][^{}]*[>%]\}\}|\{:[^{}\n]*\}")
_SHOWN = regex(r"""(?:caption|title|alt)=(?:"([^"]*)"|'([^']*)')""")
"""What a template shows with the picture it puts there: {{< figure src="a.jpg" title="甲" >}}."""
_ATTRIBUTES = regex(
    r"\[([^\[\]\n]+)\]\{[#.][^{}\n]*\}|(?<=\))\{(?:[#.]|[\w-]{1,20}=)[^{}\n]*\}"
    r"|(?<=\S)[ \t]*\{[#.][^{}\n]*\}$"
)
"""What Pandoc writes behind spans, links and headings: [甲]{.name}."""
_ICON = regex(r"(?<!\S)__(?!\S)")
"""What html2text makes of an empty element, as icons are."""
_CODE = regex(r"(?<!`)(`{1,3})(?!`)([^`\n]+)\1(?!`)")
_IMAGE_OR_LINK = regex(
    r"""(!?)\[((?:[^\[\]\n]|\[[^\[\]\n]*\])*)\]
        \([ \t]*<?((?:\{\{[^{}\n]*\}\})?[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?
        (?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'))?[ \t]*\)""",
    re.VERBOSE,
)
_REFERRED = regex(r"\[([^\[\]\n]+)\]\[([^\[\]\n]*)\]")
_NOTE_MARK = regex(r"\[\^[^\[\]\s]+\]")
_STRONG = regex(r"(?<![*\\])(\*{2,3})(?![*\s、，。；])([^*\n]+)(?<![\s\\])\1(?!\*)")
_EMPHASIS = regex(r"(?<![*\\A-Za-z0-9])\*(?![*\s])([^*\n]+)(?<![\s\\])\*(?![*A-Za-z0-9])")  # 2*3*4 is none
_UNDERSCORES = regex(r"(?<![_\\\w])(_{1,3})(?![_\s])([^_\n]+)(?<![\s\\])\1(?![_\w])")
_STRUCK = regex(r"(?<!~)~~(?![~\s])([^~\n]+)(?<!\s)~~(?!~)")
_ESCAPED = regex(r"\\([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])")
_MARKED = regex(r"[`*_\[{\\~]")
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"  # noncharacters: no text has them
_KEPT = regex(f"{_OPEN}(\\d+){_CLOSE}")
_ADDRESS = regex(r"(?:https?:|ftp:|mailto:)?/{0,2}[\w.-]+\.\w|/|(?:%[0-9A-Fa-f]{2}){3}")
_LEAST_HAN = 4
"""Fewest Chinese characters of an image description that is a caption, not 图片 or a file name."""


def to_html(text: str, labels: Collection[str]) -> str:
    """The text of a paragraph with its Markdown as HTML; code and tags are left alone.

    Args:
        text: A paragraph, with or without line breaks.
        labels: What links are defined for, in lower case: `[甲][1]` is one where `1` is.

    >>> to_html("**甲**说[乙](http://a.b)。", ())
    '甲说<a href="http://a.b">乙</a>。'
    """
    if not _MARKED.search(text):
        return text
    kept: list[str] = []

    def keep(html: str) -> str:
        kept.append(html)
        return f"{_OPEN}{len(kept) - 1}{_CLOSE}"

    text = text.replace(_OPEN, "").replace(_CLOSE, "")
    if "`" in text:
        text = _CODE.sub(lambda m: keep(f"<code>{escape(m[2], quote=False)}</code>"), text)
    if "<" in text:
        text = _without_tags(text, keep)
    if "\\" in text:
        text = _ESCAPED.sub(lambda m: keep(escape(m[1])), text)
    if "{" in text:
        text = _ATTRIBUTES.sub(r"\1", _TEMPLATE.sub(lambda m: keep(_shown(m[0])), text))
    if "[" in text:
        text = _links(text, labels, keep)
    return _KEPT.sub(lambda m: kept[int(m[1])], _plain(text))


def _without_tags(text: str, keep: Callable[[str], str]) -> str:
    """The text with its tags replaced by placeholders."""
    parts: list[str] = []
    done = 0
    for token in tokenize(text):
        if token.kind != "bare":
            parts += (text[done : token.start], keep(text[token.start : token.end]))
            done = token.end
    return "".join(parts) + text[done:]


def _plain(text: str) -> str:
    """The text without emphasis."""
    if "__" in text:
        text = _ICON.sub("", text)
    if "*" in text or "_" in text:
        for _ in range(2):  # from the inside out: ***a***, **a *b* c**
            text = _UNDERSCORES.sub(r"\2", _STRONG.sub(r"\2", _EMPHASIS.sub(r"\1", text)))
    return _STRUCK.sub(r"\1", text) if "~~" in text else text


def _links(text: str, labels: Collection[str], keep: Callable[[str], str]) -> str:
    """The text with links as HTML, images as captions, and without footnote marks."""

    def link(match: re.Match[str]) -> str:
        if match[1]:
            return keep(_caption(match[2]))
        return f"{keep(_anchor(match[3]))}{match[2]}{keep('</a>')}"

    text = _IMAGE_OR_LINK.sub(link, text)
    if labels:
        text = _REFERRED.sub(lambda m: m[1] if (m[2] or m[1]).lower() in labels else m[0], text)
    return _NOTE_MARK.sub("", text)


def _anchor(address: str) -> str:
    return f'<a href="{escape(address)}">'


def _shown(template: str) -> str:
    """What a template shows with a picture, as a caption."""
    shown = _SHOWN.search(template)
    return _caption(escape(shown[1] or shown[2] or "", quote=False)) if shown else ""


def _caption(description: str) -> str:
    """The description of an image as a caption, if it says something."""
    return f"<figcaption>{description}</figcaption>" if count_han(description) >= _LEAST_HAN else ""


def certain_links(line: str) -> list[tuple[int, int, str, bool]]:
    """The unmistakable Markdown in a line of plain text: links and images with an address.

    Args:
        line: A line of a text that is not a post.

    Returns:
        For each its start, its end, its visible text, and whether it is a link.

    >>> certain_links("[返回首页](//a.b/)｜第*1*页")
    [(0, 14, '返回首页', True)]
    >>> certain_links("[![新馆](//a.b/c.png)](//a.b/)")
    [(0, 28, '新馆', True)]
    """
    found: list[tuple[int, int, str, bool]] = []
    if "](" in line:
        found += (
            (m.start(), m.end(), without_addresses(m[2]), not m[1])
            for m in _IMAGE_OR_LINK.finditer(line)
            if _ADDRESS.match(m[3])
        )
    if "<" in line:
        found += ((t.start, t.end, t.name, True) for t in tokenize(line) if t.kind == "link")
        found.sort()
    return [x for i, x in enumerate(found) if not i or x[0] >= found[i - 1][1]]


def without_addresses(text: str) -> str:
    """A text with links and images replaced by their text."""
    return _IMAGE_OR_LINK.sub(r"\2", text) if "](" in text else text
