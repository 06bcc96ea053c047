"""HTML to paragraphs, from the events of BeautifulSoup's parser.

No tree is needed, so none is built: the time is linear, and memory does not grow with the depth of nesting.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsclean.characters import REPLACEMENT
from newsclean.document import Kind, Paragraph
from newsclean.lazy import regex
from newsclean.markup import plain
from newsclean.markup.tokens import BLOCKS, CODE

if TYPE_CHECKING:
    from collections.abc import Mapping

DROPPED = frozenset({
    "head", "script", "style", "template", "noscript", "iframe", "object", "applet", "embed", "audio",
    "video", "canvas", "svg", "select", "option", "button", "textarea", "datalist", "map", "rt", "rp", "rtc",
    "title",
})  # fmt: skip
"""Elements whose content is not text of the article; `rt` and `rp` contain ruby readings."""

_KINDS: dict[str, Kind] = {
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
    "li": "list", "dt": "list", "dd": "list", "blockquote": "quote",
    "figcaption": "caption", "caption": "caption", "pre": "code", "xmp": "code", "listing": "code",
}  # fmt: skip
HOLDERS = frozenset(_KINDS) - {"blockquote"} | {"p", "td", "th"}
"""Elements in which a line break is an ordinary space."""

_FORMATTING = frozenset(
    {"a", "b", "big", "em", "font", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u"}
)
"""Inline elements in XML of any kind."""

_HIDDEN = regex(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BLANK = " \t\n\r\f"
_SPACES = regex(f"[{_BLANK}][{_BLANK}]*")  # a `+` would be looked for at a tenth of the speed
_WIDE = "[\u2e80-\u9fff\uff00-\uff60\u2018-\u201d]"
_WRAPPED = regex(f"(?<={_WIDE})[ \t]*[\n\r][ \t\n\r\f]*(?={_WIDE})")
LINE_ENDS = regex("\r?\n[ \t\r]*\n|(?<=[。！？…”』」])[ \t\r]*\n")
"""Where text outside paragraph elements is split: at blank lines, and at lines that end a sentence."""
_QUOTES = ("“”", "‘’")
"""Marks around a quotation, and around one within another."""
_NESTED = 8
"""Quotations around one that gets its marks, at most: each is looked at as a whole."""
_QUOTING = frozenset(("", *"“”‘’「」『』\"'"))
"""What begins a quotation that has its marks, or nothing."""
_MARKS_OF_HEADINGS = frozenset("#¶§🔗")
"""What links to the heading it stands behind, in pages made of Markdown."""
_UNLIKE_CODE = regex("[,:;!?()\x80-\U0010ffff]")
"""Characters that later stages might change in code within a sentence if it were not marked."""
_TICKS = regex("`+")
_MOST_IN_CELL = 3
"""Most paragraphs in a cell of a data table; with more, the table is used for page layout."""
_LONGEST_CELL = 400
"""Most characters in a cell of a data table."""
_SURROGATE = regex("[\ud800-\udfff]")


def paragraphs(markup: str, *, loose: bool = False, unknown_blocks: bool = False) -> list[Paragraph]:
    """The paragraphs of a page or fragment.

    Args:
        markup: HTML; text that may contain a `<` that is not a tag must go through `tokens.to_parse` first.
        loose: Whether lines outside `p`, `li`, `td`… are paragraphs of their own if they end a sentence or a
            blank line follows.
        unknown_blocks: Whether unknown elements are block elements, as in XML.

    Returns:
        Paragraphs with their kinds and their shares of links; none is empty.

    >>> [(p.kind, p.text) for p in paragraphs("<h2>要闻</h2><p>甲<br>乙<ruby>饕<rt>tāo</rt></ruby></p>")]
    [('heading', '要闻'), ('text', '甲'), ('text', '乙饕')]
    """
    if _SURROGATE.search(markup):
        markup = _SURROGATE.sub(REPLACEMENT, markup)
    builder = Builder(loose=loose, unknown_blocks=unknown_blocks)
    from newsclean.markup.listener import listen  # noqa: PLC0415 - BeautifulSoup takes 40 ms; plain text needs none

    listen(f"<html><body>{markup}", builder)
    builder.flush()
    builder.close_table()
    return builder.paragraphs


class Builder:
    """Builds paragraphs from start tags, end tags and text."""

    def __init__(self, *, loose: bool, unknown_blocks: bool) -> None:
        self.paragraphs: list[Paragraph] = []
        self._loose = loose
        self._unknown_blocks = unknown_blocks
        self._text: list[str] = []
        self._linked = 0  # characters inside links, of the paragraph being made
        self._links = 0  # links open
        self._anchor: int | None = None  # where in the text being made the link within the page begins
        self._holders = 0  # elements open in which line breaks separate nothing
        self._kinds: list[tuple[str, Kind]] = []
        self._skipped = ""  # name of the dropped element that is open
        self._depth = 0  # how many of that name are open
        self._table: _Table | None = None  # the table that is open, if it holds none itself
        self._pre = 0
        self._quotes: list[int] = []  # where in the text being made the quotations that are open begin
        self._code: int | None = None  # where in the text being made the code that is open begins
        self._coded = False  # whether the preformatted text being made is said to be lines of code

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Handle a start tag; void elements get an end tag as well."""
        if self._skipped:
            self._depth += name == self._skipped
            return
        dropped = name in DROPPED and not (name == "title" and self._unknown_blocks)
        if dropped or (attributes and _is_hidden(attributes)):
            self._skipped, self._depth = name, 1
            if name in BLOCKS:
                self.flush()
            return
        if name == "a":
            self._start_link(attributes)
        elif name == "br":
            self._break()
        elif name in BLOCKS or (self._unknown_blocks and name not in _FORMATTING):
            self.flush()
            kind = _KINDS.get(name)
            if kind:
                self._kinds.append((name, kind))
                self._pre += kind == "code"
            self._holders += name in HOLDERS
            if name in ("table", "tr", "td", "th"):
                self._start_in_table(name)
        else:
            self._start_inline(name)

    def end(self, name: str) -> None:
        """Handle an end tag."""
        if self._skipped:
            if name == self._skipped:
                self._depth -= 1
                if not self._depth:
                    self._skipped = ""
            return
        if name == "a":
            self._end_link()
        elif name in BLOCKS or (self._unknown_blocks and name not in _FORMATTING):
            self._end_block(name)
        elif name in CODE:
            self._end_code()
        elif name == "q":
            self._end_quote()

    def _break(self) -> None:
        if self._pre:
            self._text.append("\n")
        else:
            self.flush()

    def _end_block(self, name: str) -> None:
        if name == "br":
            return
        self.flush()
        if self._kinds and self._kinds[-1][0] == name:
            _, kind = self._kinds.pop()
            self._pre -= kind == "code"
        self._holders -= name in HOLDERS and self._holders > 0
        if name == "table":
            self.close_table()
        elif name in ("td", "th") and self._table:
            self._table.cell = None

    def _start_link(self, attributes: Mapping[str, str]) -> None:
        self._links += "href" in attributes or not ("id" in attributes or "name" in attributes)
        self._anchor = len(self._text) if attributes.get("href", "").startswith("#") else None

    def _end_link(self) -> None:
        self._links = max(0, self._links - 1)
        if self._anchor is not None:
            if "".join(self._text[self._anchor :]).strip() in _MARKS_OF_HEADINGS:
                del self._text[self._anchor :]
            self._anchor = None

    def _end_quote(self) -> None:
        """Set the marks that browsers show around a quotation, unless it comes with its own."""
        if not self._quotes:
            return
        start = self._quotes.pop()
        if len(self._quotes) < _NESTED and "".join(self._text[start:]).lstrip()[:1] not in _QUOTING:
            marks = _QUOTES[len(self._quotes) % 2]
            self._text.insert(start, marks[0])
            self._text.append(marks[1])

    def _start_inline(self, name: str) -> None:
        if name == "q":
            self._quotes.append(len(self._text))
        elif name in CODE and self._code is None:
            self._code = len(self._text)

    def _end_code(self) -> None:
        if self._code is not None:
            code = "".join(self._text[self._code :])
            if not (self._pre and code.isascii()):  # nothing beside it could change it
                self._coded = bool(self._pre) and "\n" in code.strip() and plain.may_be_code(code)
                self._text[self._code :] = [_marked(code)]
            self._code = None

    def data(self, text: str) -> None:
        """Handle text between tags."""
        if self._skipped:
            return
        if self._loose and not self._holders and "\n" in text:
            first, *others = LINE_ENDS.split(text)
            self._append(first)
            for other in others:
                self.flush()
                self._append(other)
        else:
            self._append(text)

    def _append(self, text: str) -> None:
        self._text.append(text)
        if self._links:
            self._linked += len(text.strip())

    def flush(self) -> None:
        """Finish the current paragraph."""
        if not self._text:
            return
        text = "".join(self._text)
        linked = self._linked
        self._text, self._linked, self._code, self._anchor = [], 0, None, None
        self._quotes.clear()
        kind = self._kinds[-1][1] if self._kinds else "text"
        if self._pre:
            rows = [line for line in plain.lines(text) if line and not line.isspace()]
            made = list(plain.paragraphs("\n".join(rows)))
            if self._coded and any(p.kind != "code" for p in made):
                made = [Paragraph(_between_fences(rows), "code")]
            self._coded = False
        else:
            text = text.strip(_BLANK)
            if "\n" in text or "\r" in text:
                text = _WRAPPED.sub("", text)
            text = _SPACES.sub(" ", text)
            if not text or text.isspace():
                return
            # here, line separators of Unicode separate lines in HTML, too
            rows = [line for line in plain.lines(text) if line and not line.isspace()]
            made = [Paragraph(part, kind) for row in rows for part in plain.apart(row)]
        if linked:
            share = min(1.0, linked / (sum(len(p.text) for p in made) or 1))
            made = [Paragraph(p.text, p.kind, share) for p in made]
        if self._table:
            self._table.add(made)
        else:
            self.paragraphs += made

    def close_table(self) -> None:
        """Finish the open table, if any."""
        if self._table:
            self.paragraphs += self._table.made()
            self._table = None

    def _start_in_table(self, name: str) -> None:
        if name == "table":
            if self._table:
                # the outer one of two nested tables is used for page layout, and is not kept as a table
                self.paragraphs += self._table.flat()
            self._table = _Table()
        elif self._table:
            self._table.open(name)


def _marked(code: str) -> str:
    """Code within a sentence, between backticks if it could not be told from the sentence otherwise.

    >>> _marked("print"), _marked("asm! 宏"), _marked("今天，市图书馆开放")
    ('print', '`asm! 宏`', '今天，市图书馆开放')
    """
    bare = code.strip()
    if not _UNLIKE_CODE.search(bare) or "`" in bare or "\n" in bare or not plain.may_be_code(bare):
        return code
    return code.replace(bare, f"`{bare}`", 1)


def _between_fences(rows: list[str]) -> str:
    """Lines of code between fences, where they could not be told from text otherwise."""
    longest = max(map(len, _TICKS.findall("\n".join(rows))), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join((fence, *rows, fence))


class _Table:
    """Rows of cells of paragraphs."""

    def __init__(self) -> None:
        self.rows: list[list[list[Paragraph]]] = []
        self.cell: list[Paragraph] | None = None

    def open(self, name: str) -> None:
        if name == "tr" or not self.rows:
            self.rows.append([])
        self.cell = None
        if name != "tr":
            self.cell = []
            self.rows[-1].append(self.cell)

    def add(self, some: list[Paragraph]) -> None:
        if self.cell is None:
            self.rows.append([some])  # a caption, or text that stands where only rows may
        else:
            self.cell += some

    def flat(self) -> list[Paragraph]:
        return [p for row in self.rows for cell in row for p in cell]

    def made(self) -> list[Paragraph]:
        """One paragraph for each run of rows with several cells, and one for each other line of the table."""
        cells = [cell for row in self.rows for cell in row]
        if any(len(cell) > _MOST_IN_CELL or sum(len(p.text) for p in cell) > _LONGEST_CELL for cell in cells):
            return self.flat()
        made: list[Paragraph] = []
        run: list[list[list[Paragraph]]] = []
        for row in self.rows:
            filled = sum(1 for cell in row if cell)
            if filled > 1:
                run.append(row)
            elif filled:
                made += _joined(run)
                run = []
                made += [p for cell in row for p in cell]
        return made + _joined(run)


def _joined(run: list[list[list[Paragraph]]]) -> list[Paragraph]:
    """The paragraph of a run of rows; a single row is not a table but a line of text."""
    if not run:
        return []
    kind: Kind
    rows = [[_SPACES.sub(" ", " ".join(p.text for p in cell)) for cell in row] for row in run]
    if len(run) > 1:
        text, kind = "\n".join("\t".join(row).rstrip("\t") for row in rows), "table"
    else:
        text, kind = " ".join(filter(None, rows[0])), "text"
    every = [p for row in run for cell in row for p in cell]
    size = sum(len(p.text) for p in every)
    return [Paragraph(text, kind, min(1.0, sum(p.links * len(p.text) for p in every) / size))]


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    """Whether a browser would not show the element."""
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    style = attributes.get("style")
    return style is not None and _HIDDEN.search(style) is not None
