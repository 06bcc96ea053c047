"""Markdown to HTML, as far as news posts use it; HTML within it is left alone.

It differs from CommonMark where scrapes do: lines indented by four spaces are paragraphs unless they look
like program code, and adjacent lines that end in full sentences, or are all as short as those of verse, are
separate paragraphs.
"""

from __future__ import annotations

from collections.abc import Collection
from html import escape
from textwrap import dedent

from newsclean.characters import count_han
from newsclean.lazy import regex
from newsclean.markup import inline
from newsclean.markup.plain import FENCE, is_code, lines
from newsclean.markup.tokens import BLOCKS

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
_CODE_TAG = regex(r"\s*\{(?:%-?|\{[<%])\s*(highlight|codeblock|code)\b[^{}]*\}\}?\s*$")
"""The tag before program code in Jekyll, Hexo and Hugo."""
_TAG_MARKS = "{}%<>- \t"
_INDENTED = regex(r"(?: {4}|\t).*\S")
_BLOCK_TAG = regex(r"\s{0,3}<(?:/?([A-Za-z][A-Za-z0-9]*)(?=[\s/>]|$)|!--|\?|![A-Z])")
_ENDS_SENTENCE = regex(r"[。！？!?…”』」：:；;）)》.]\s*$")
_FIELD = regex("\\s*[\u4e00-\u9fff]{2,6}[ ]?[:：]")
"""A field in a block of them: 本文作者：甲."""
_SPLIT = regex(r"(?<!\\)\|")

_VERSE = 24
"""Characters of the longest line of verse."""


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
    labels = {m[1].lower() for row in rows if "]:" in row and (m := _REFERENCE.match(row))}
    return "\n".join(_Blocks(rows, labels).read())


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
    return "](" in source and any(map(inline.certain_links, some))


class _Blocks:
    """Reads lines as blocks, and returns their HTML."""

    def __init__(self, rows: list[str], labels: Collection[str]) -> None:
        self._rows = rows
        self._labels = labels
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
            self._out.extend(_paragraph(self._waiting, self._labels))
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
            title = inline.to_html(division[1].strip(" \t:"), self._labels)
            return self._block(f"<p>{title}</p>" if title else None)
        if _UNDERLINE.match(row):
            title = self._waiting.pop() if self._waiting else ""
            return self._block(f"<h2>{inline.to_html(title.strip(), self._labels)}</h2>" if title else None)
        heading = _HEADING.match(row)
        if not heading:
            return False
        level = len(heading[1])
        return self._block(f"<h{level}>{inline.to_html(heading[2], self._labels)}</h{level}>")

    def _table(self, row: str) -> bool:
        under = self._at + 1
        if "|" not in row or under >= len(self._rows) or "-" not in self._rows[under]:
            return False
        if not _TABLE_RULE.match(self._rows[under]):
            return False
        stop = next((i for i in range(under, len(self._rows)) if "|" not in self._rows[i]), len(self._rows))
        rows = [row, *self._rows[under + 1 : stop]]
        return self._block(_table(rows, self._labels), max(stop, under + 1) - self._at)


def _preformatted(code: list[str]) -> str:
    """HTML of program code, without the indent that all its lines share."""
    return "<pre><code>" + escape(dedent("\n".join(code)), quote=False) + "</code></pre>"


def _paragraph(rows: list[str], labels: Collection[str]) -> list[str]:
    """HTML of adjacent lines: quotes, lists, and text with or without paragraph breaks at line ends."""
    out: list[str] = []
    text: list[str] = []
    lined = _are_lines(rows)

    def end() -> None:
        if text:
            out.append("<p>" + inline.to_html("\n".join(text), labels) + "</p>")
            text.clear()

    for row in rows:
        if marked := _marked(row, labels):
            end()
            out.append(marked)
            continue
        if lined and text:
            end()
        if out and not text and out[-1].endswith("</li>") and row.startswith(("  ", "\t")):
            # indented lines belong to the item above
            out[-1] = out[-1].removesuffix("</li>") + "\n" + inline.to_html(row.strip(), labels) + "</li>"
            continue
        text.append(row.strip(" \t").removesuffix("\\"))
        if row.endswith(("  ", "\\")):
            end()
    end()
    return out


def _marked(row: str, labels: Collection[str]) -> str | None:
    """HTML of a line that is a quotation, an item of a list, or a footnote; None if it is none of them."""
    quoted = False
    while mark := _QUOTE.match(row):
        row, quoted = row[mark.end() :], True
    bullet, note = _BULLET.match(row), _FOOTNOTE.match(row)
    is_item = bullet is not None or _NUMBER.match(row) is not None
    if not (quoted or is_item or note):
        return None
    # the number of an item is part of the text, a bullet is not
    row = row[bullet.end() :] if bullet else row[note.end() :] if note else row
    made = inline.to_html(row.strip(), labels)
    tag = "li" if is_item else "" if quoted else "p"
    made = f"<{tag}>{made}</{tag}>" if tag else made
    return f"<blockquote>{made}</blockquote>" if quoted else made


def _are_lines(rows: list[str]) -> bool:
    """Whether adjacent lines are paragraphs: they end as sentences, are as short as verse, or are fields."""
    return (
        all(_ENDS_SENTENCE.search(row) for row in rows[:-1])
        or (all(map(_is_short, rows)) and any(map(count_han, rows)))
        or all(map(_FIELD.match, rows))
    )


def _is_short(row: str) -> bool:
    """Whether a line is one of verse or of a list, since nobody wraps Chinese so early."""
    return len(inline.without_addresses(row).strip()) <= _VERSE


def _table(rows: list[str], labels: Collection[str]) -> str:
    made = []
    for row in rows:
        cells = _SPLIT.split(row.strip().removeprefix("|").removesuffix("|"))
        made += ["<tr>", *(f"<td>{inline.to_html(cell.strip(), labels)}</td>" for cell in cells), "</tr>"]
    return f"<table>{''.join(made)}</table>"
