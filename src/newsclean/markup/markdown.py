"""Markdown to HTML, as far as news posts use it; HTML within it is left alone.

It differs from CommonMark where scrapes do: lines indented by four spaces are paragraphs unless they look
like program code, and adjacent lines that end in full sentences, or are all as short as those of verse, are
separate paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from textwrap import dedent

from newsclean.characters import count_han
from newsclean.lazy import regex
from newsclean.markup.plain import FENCE, is_code, lines
from newsclean.markup.tokens import BLOCKS, tokenize

_HEADING = regex(r"\s{0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*\s*$")
_TITLE = regex(r"(?:\A\s*#|\n[ \t]*\r?\n#{1,6}(?=[^\n]*\n[ \t]*\r?\n))[ \t]+\S")
"""A heading that nothing else can be."""
_DIVISION = regex(r"\s{0,3}:{3,}[ \t]*(?:\{[^{}]*\}|[A-Za-z][A-Za-z0-9_-]*)?(.*)$")
"""Where a fenced division of Pandoc or VuePress begins or ends, and the title it may have."""
_RULE = regex(r"\s{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|\[(?:TOC|toc)\]\s*)$")
"""A rule, or where the table of contents goes."""
_UNDERLINE = regex(r"\s{0,3}=+\s*$")
_QUOTE = regex(r"\s{0,3}>[ \t]?")
_BULLET = regex(r"\s*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_NUMBER = regex(r"\s*\d{1,9}[.)][ \t]+(?=\S)")
_TABLE_RULE = regex(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_REFERENCE = regex(r"\s{0,3}\[([^\[\]^]+)\]:\s*<?(\S+?)>?(?:\s+[\"'(].*)?$")
_FOOTNOTE = regex(r"\s{0,3}\[\^[^\[\]\s]+\]:\s*")
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
_CODE_TAG = regex(r"\s*\{(?:%-?|\{[<%])\s*(highlight|codeblock|code)\b[^{}]*\}\}?\s*$")
"""The tag before program code in Jekyll, Hexo and Hugo."""
_TAG_MARKS = "{}%<>- \t"
_INDENTED = regex(r"(?: {4}|\t).*\S")
_BLOCK_TAG = regex(r"\s{0,3}<(?:/?([A-Za-z][A-Za-z0-9]*)(?=[\s/>]|$)|!--|\?|![A-Z])")
_ENDS_SENTENCE = regex(r"[。！？!?…”』」：:；;）)》.]\s*$")
_FIELD = regex("\\s*[\u4e00-\u9fff]{2,6}[ ]?[:：]")
"""A field in a block of them: 本文作者：甲."""
_SPLIT = regex(r"(?<!\\)\|")

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
_VERSE = 24
"""Characters of the longest line of verse."""
_LEAST_HAN = 4
"""Fewest Chinese characters of an image description that is a caption, not 图片 or a file name."""


def to_html(body: str) -> str:
    r"""The body of a post as HTML.

    Args:
        body: Markdown, HTML, or both mixed, without the front matter.

    Returns:
        HTML for `html.paragraphs`. Whatever is not Markdown is left alone.

    >>> to_html("## 要闻\n\n**甲**说[乙](http://a.b)。")
    '<h2>要闻</h2>\n\n<p>甲说<a href="http://a.b">乙</a>。</p>'
    """
    rows = lines(body)
    references = {m[1].lower(): m[2] for row in rows if "]:" in row and (m := _REFERENCE.match(row))}
    return "\n".join(_Blocks(rows, references).read())


def is_certain(source: str) -> bool:
    r"""Whether a text without front matter is Markdown: it has a heading, and links or images.

    The heading begins the text, or stands between blank lines. Below one that begins it, code between fences
    shows as much; elsewhere it would tell a cleaned text, in which fences and blank lines stay, from the same
    text before.

    >>> is_certain("# 春雨\n\n见[旧文](https://a.b/c)。"), is_certain("# 春雨\n\n见旧文。")
    (True, False)
    """
    heading = _TITLE.search(source)
    if heading is None:
        return False
    some = lines(source)
    if heading.start() == 0 and "```" in source and sum(FENCE.match(row) is not None for row in some) > 1:
        return True
    return "](" in source and any(map(certain_links, some))


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
            (m.start(), m.end(), _without_addresses(m[2]), not m[1])
            for m in _IMAGE_OR_LINK.finditer(line)
            if _ADDRESS.match(m[3])
        )
    if "<" in line:
        found += ((t.start, t.end, t.name, True) for t in tokenize(line) if t.kind == "link")
        found.sort()
    return [x for i, x in enumerate(found) if not i or x[0] >= found[i - 1][1]]


def _without_addresses(text: str) -> str:
    """A text with links and images replaced by their text."""
    return _IMAGE_OR_LINK.sub(r"\2", text) if "](" in text else text


_ADDRESS = regex(r"(?:https?:|ftp:|mailto:)?/{0,2}[\w.-]+\.\w|/|(?:%[0-9A-Fa-f]{2}){3}")


class _Blocks:
    """Reads lines as blocks, and returns their HTML."""

    def __init__(self, rows: list[str], references: dict[str, str]) -> None:
        self._rows = rows
        self._references = references
        self._at = 0
        self._waiting: list[str] = []  # lines of the paragraph being read
        self._out: list[str] = []
        self._unclosed: set[tuple[str, ...]] = set()  # ends of fences and tags known not to come

    def read(self) -> list[str]:
        """HTML of all blocks."""
        while self._at < len(self._rows):
            row = self._rows[self._at]
            if not row.strip():
                self._block("")
            elif not (self._html(row) or self._code(row) or self._line(row) or self._table(row)):
                self._waiting.append(row)
                self._at += 1
        self._end()
        return self._out

    def _end(self) -> None:
        if self._waiting:
            self._out.extend(_paragraph(self._waiting, self._references))
            self._waiting = []

    def _block(self, html: str | None, size: int = 1) -> bool:
        """Finish the paragraph, then add a block (or nothing) for `size` lines."""
        self._end()
        if html is not None:
            self._out.append(html)
        self._at += size
        return True

    def _html(self, row: str) -> bool:
        """A block of HTML, which ends at the next blank line, as in CommonMark."""
        tag = _BLOCK_TAG.match(row)
        if self._waiting or not tag or (tag[1] is not None and tag[1].lower() not in BLOCKS):
            return False
        while self._at < len(self._rows) and self._rows[self._at].strip():
            self._out.append(self._rows[self._at])
            self._at += 1
        return True

    def _code(self, row: str) -> bool:
        """Program code, between fences or tags or indented."""
        return self._fenced(row) or self._indented(row)

    def _fenced(self, row: str) -> bool:
        """Program code between fences or tags; an unclosed fence is dropped, and the text after it stays."""
        fence, tag = FENCE.match(row), _CODE_TAG.match(row)
        marks = (fence[1],) if fence else (f"end{tag[1]}", f"/{tag[1]}") if tag else ()
        if not marks:
            return False
        first = self._at + 1
        last = None
        if marks not in self._unclosed:
            ends = (i for i in range(first, len(self._rows)) if self._rows[i].strip(_TAG_MARKS) in marks)
            last = next(ends, None)
        if last is None:
            self._unclosed.add(marks)
            return self._block(None)
        return self._block(_preformatted(self._rows[first:last]), last - first + 2)

    def _indented(self, row: str) -> bool:
        """Indented lines below a blank one, if they look like program code."""
        if self._waiting or not _INDENTED.match(row):
            return False
        after = self._at
        while after < len(self._rows) and _INDENTED.match(self._rows[after]):
            after += 1
        code = self._rows[self._at : after]
        return is_code(code) and self._block(_preformatted(code), len(code))

    def _line(self, row: str) -> bool:
        """Headings, rules, link definitions, and the ends of divisions."""
        if _RULE.match(row) or _REFERENCE.match(row):
            return self._block(None)
        division = _DIVISION.match(row)
        if division:
            title = _inline(division[1].strip(" \t:"), self._references)
            return self._block(f"<p>{title}</p>" if title else None)
        if _UNDERLINE.match(row):
            title = self._waiting.pop() if self._waiting else ""
            return self._block(f"<h2>{_inline(title.strip(), self._references)}</h2>" if title else None)
        heading = _HEADING.match(row)
        if not heading:
            return False
        level = len(heading[1])
        return self._block(f"<h{level}>{_inline(heading[2], self._references)}</h{level}>")

    def _table(self, row: str) -> bool:
        under = self._at + 1
        if "|" not in row or under >= len(self._rows) or "-" not in self._rows[under]:
            return False
        if not _TABLE_RULE.match(self._rows[under]):
            return False
        stop = next((i for i in range(under, len(self._rows)) if "|" not in self._rows[i]), len(self._rows))
        rows = [row, *self._rows[under + 1 : stop]]
        return self._block(_table(rows, self._references), max(stop, under + 1) - self._at)


def _preformatted(code: list[str]) -> str:
    """HTML of program code, without the indent that all its lines share."""
    return "<pre><code>" + escape(dedent("\n".join(code)), quote=False) + "</code></pre>"


def _paragraph(rows: list[str], references: dict[str, str]) -> list[str]:
    """HTML of adjacent lines: quotes, lists, and text with or without paragraph breaks at line ends."""
    out: list[str] = []
    text: list[str] = []
    lined = (
        all(_ENDS_SENTENCE.search(row) for row in rows[:-1])
        or (all(map(_is_short, rows)) and any(map(count_han, rows)))
        or all(map(_FIELD.match, rows))
    )

    def end() -> None:
        if text:
            out.append("<p>" + _inline("\n".join(text), references) + "</p>")
            text.clear()

    for raw in rows:
        row, wrap = raw, ""
        while quoted := _QUOTE.match(row):
            row, wrap = row[quoted.end() :], "blockquote"
        bullet = _BULLET.match(row)
        number = None if bullet else _NUMBER.match(row)
        note = _FOOTNOTE.match(row)
        if wrap or bullet or number or note:
            end()
            # the number of an item is part of the text, a bullet is not
            row = row[bullet.end() :] if bullet else row[note.end() :] if note else row
            inner = _inline(row.strip(), references)
            inner = f"<li>{inner}</li>" if bullet or number else inner
            out.append(
                f"<{wrap}>{inner}</{wrap}>" if wrap else inner if bullet or number else f"<p>{inner}</p>"
            )
            continue
        if lined and text:
            end()
        if out and not text and out[-1].endswith("</li>") and row.startswith(("  ", "\t")):
            # indented lines belong to the item above
            out[-1] = out[-1].removesuffix("</li>") + "\n" + _inline(row.strip(), references) + "</li>"
            continue
        text.append(row.strip(" \t").removesuffix("\\"))
        if row.endswith(("  ", "\\")):
            end()
    end()
    return out


def _is_short(row: str) -> bool:
    """Whether a line is one of verse or of a list, since nobody wraps Chinese so early."""
    return len(_without_addresses(row).strip()) <= _VERSE


def _table(rows: list[str], references: dict[str, str]) -> str:
    made = []
    for row in rows:
        cells = _SPLIT.split(row.strip().removeprefix("|").removesuffix("|"))
        made.append("<tr>" + "".join(f"<td>{_inline(c.strip(), references)}</td>" for c in cells) + "</tr>")
    return "<table>" + "".join(made) + "</table>"


def _inline(text: str, references: dict[str, str]) -> str:
    """The text of a paragraph with its Markdown as HTML; code and tags are left alone."""
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
        text = _links(text, references, keep)
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


def _links(text: str, references: dict[str, str], keep: Callable[[str], str]) -> str:
    """The text with links as HTML, images as captions, and without footnote marks."""

    def link(match: re.Match[str]) -> str:
        if match[1]:
            return keep(_caption(match[2]))
        return f"{keep(_anchor(match[3]))}{match[2]}{keep('</a>')}"

    text = _IMAGE_OR_LINK.sub(link, text)
    if references:
        text = _REFERRED.sub(lambda m: m[1] if (m[2] or m[1]).lower() in references else m[0], text)
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
