"""Tells text from markup in one pass over a source, from left to right.

At each character that may begin markup, the scanner looks for the markup that begins there; everything else
is text. A search for an end that is missing is not repeated, so the time is linear for any source.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from newsclean.check import frontmatter, html
from newsclean.check.spans import LINE_BREAK, Span, Spans
from newsclean.lazy import regex
from newsclean.markup.plain import CELLS
from newsclean.markup.tokens import BLOCKS, CODE

EMPTY_LINES = regex(r"(?:[ \t]*+(?:\r\n|\n|\r))++")
SPACES = regex(r"[ \t]*+")


class Scanner:
    """The scanner of HTML and base of the other scanners; each scans one source.

    Attributes:
        special: Characters that may begin markup.
        html: Whether the whole source is HTML.
        tags: Whether the source may contain tags.
    """

    special = regex(r"[<&{\r\n]")
    html = True
    tags = True

    def __init__(self, source: str) -> None:
        self.source = source
        self.spans = Spans(source)
        self.missing: set[str] = set()  # ends that do not occur in the rest of the source
        self.open_block = self.html  # inside a block element a line break is white space
        self.handlers: dict[str, Callable[[int], int]] = {
            "<": self._angle, "&": self._ampersand, "\n": self._newline, "\r": self._newline,
            "{": self._brace,
        }  # fmt: skip

    def scan(self) -> list[Span]:
        """The spans of the source."""
        source, spans = self.source, self.spans
        pos = frontmatter.scan(source, spans)
        pos = self._begin(pos)
        find = self.special.search
        handlers = self.handlers
        while (match := find(source, pos)) is not None:
            pos = handlers[match[0]](match.start())
        if spans.done < len(source):
            # Spaces at the very end are layout, except in plain text.
            spans.add(len(source), len(source), "block" if self.tags else "inline")
        return _merged(spans.found)

    def _begin(self, pos: int) -> int:
        """Scan what is at the start of the text."""
        return self._indentation(pos)

    def _block(self, start: int, end: int) -> int:
        return self.spans.add(start, end, "block")

    def _until(self, closing: str, start: int) -> int | None:
        """The end of the next occurrence, or None; a missing end is searched for only once."""
        if closing in self.missing:
            return None
        found = self.source.find(closing, start)
        if found < 0:
            self.missing.add(closing)
            return None
        return found + len(closing)

    def _end_tag(self, name: str, start: int) -> re.Match[str] | None:
        """The next end tag of a name."""
        closing = f"</{name}"
        if closing in self.missing:
            return None
        found = re.compile(rf"{closing}(?=[\s/>])[^>]*+(?:>|\Z)", re.IGNORECASE).search(self.source, start)
        if found is None:
            self.missing.add(closing)
        return found

    # -- lines -----------------------------------------------------------------------------------

    def _newline(self, pos: int) -> int:
        source = self.source
        match = EMPTY_LINES.match(source, pos)
        assert match is not None
        end = match.end()
        breaks = source.count("\n", pos, end) or source.count("\r", pos, end)
        while pos > self.spans.done and source[pos - 1] in " \t":
            pos -= 1
        blank = breaks > 1 or pos == 0 or source[pos - 1] in "\r\n"
        block = blank or not self.open_block
        if block:
            self.spans.add(pos, pos, "inline")
            self.spans.mark(Span(pos, end, "block"))
        else:
            self.spans.add(pos, end, "line")
        return self._after_newline(end, blank=blank, block=block)

    def _after_newline(self, pos: int, *, blank: bool, block: bool) -> int:
        """Scan what is at the start of a line, given whether it is after an empty line and in a new block."""
        del blank, block
        return self._indentation(pos)

    def _indentation(self, pos: int) -> int:
        match = SPACES.match(self.source, pos)
        assert match is not None
        return self.spans.add(pos, match.end(), "line")

    # -- HTML ------------------------------------------------------------------------------------

    def _angle(self, pos: int) -> int:
        tag = html.BARE_TAG.match(self.source, pos)
        if tag is None or (name := tag["name"].lower()) not in html.BARE:
            return self._any_angle(pos)
        return self._tag(pos, tag.end(), name, opens=not tag["end"])

    def _any_angle(self, pos: int) -> int:
        """A tag with attributes or content that stays, a declaration, a comment, or no markup at all."""
        source = self.source
        if source[pos + 1 : pos + 2] in ("!", "?"):
            return self._declaration(pos)
        tag = self._find_tag(pos)
        if tag is None:
            return pos + 1
        name, end = tag["name"].lower(), tag.end()
        if source[pos + 1] == "/":
            return self._tag(pos, end, name, opens=False)
        after = self._content(pos, end, name) if source[end - 2] != "/" else None
        return self._tag(pos, end, name, opens=True) if after is None else after

    def _find_tag(self, pos: int) -> re.Match[str] | None:
        tag = html.TAG.match(self.source, pos)
        if tag is not None and self._is_tag(tag):
            return tag
        tag = html.BROKEN_TAG.match(self.source, pos)
        return tag if tag is not None and html.is_known(tag["name"].lower()) else None

    def _is_tag(self, tag: re.Match[str]) -> bool:
        """Whether what looks like a tag is one."""
        return self.html or html.is_known(tag["name"].lower())

    def _content(self, pos: int, end: int, name: str) -> int | None:
        """The element that begins with this tag, if its content is not text."""
        source = self.source
        if name in html.OPAQUE:
            closing = self._end_tag(name, end)
            if closing is None:
                return self._block(pos, len(source) if self.html else end)
            return self._block(pos, closing.end())
        if name in CODE and (closing := self._end_tag(name, end)) is not None:
            self.spans.add(pos, end, "inline")
            self._fixed(end, closing.start())
            return self.spans.add(closing.start(), closing.end(), "inline")
        if name in html.READING:
            following = source.find("<", end)
            return self.spans.add(pos, following if following >= 0 else len(source), "inline")
        return None

    def _tag(self, pos: int, end: int, name: str, *, opens: bool) -> int:
        if name not in BLOCKS:
            return self.spans.add(pos, end, "inline")
        self.open_block = self.html or (opens and name not in html.VOID)
        return self._block(pos, end)

    def _declaration(self, pos: int) -> int:
        source = self.source
        if source.startswith("<!--", pos):
            end = self._until("-->", pos + 4)
            if end is None:
                return self._block(pos, len(source)) if self.html else pos + 1
            switch = html.SWITCH.fullmatch(source, pos + 4, end - 3)
            if switch is not None and switch[1] == "off":
                on = html.SWITCH_ON.search(source, end)
                return self._block(pos, on.end() if on is not None else len(source))
            return self.spans.add(pos, end, "inline")
        if source.startswith("<?", pos) and (end := self._until("?>", pos)) is not None:
            return self._block(pos, end)
        match = html.DECLARATION.match(source, pos)
        return self._block(pos, match.end()) if match is not None else pos + 1

    def _ampersand(self, pos: int) -> int:
        found = html.entity(self.source, pos)
        return pos + 1 if found is None else self.spans.add(pos, found[0], "fixed", found[1])

    def _fixed(self, start: int, end: int) -> int:
        shown = self.source[start:end]
        on_one_line = LINE_BREAK.sub(" ", shown)
        return self.spans.add(start, end, "fixed", on_one_line if on_one_line != shown else "")

    # -- templates ---------------------------------------------------------------------------------

    def _brace(self, pos: int) -> int:
        source = self.source
        match = html.TEMPLATE.match(source, pos)
        if match is None:
            return pos + 1
        tag, shortcode = match["tag"], match["shortcode"]
        if (tag or shortcode) in html.VERBATIM:
            end = self._template_end(f"end{tag}" if tag else f"/{shortcode}", match.end())
            if end is not None:
                return self._block(pos, end)
        return self.spans.add(pos, match.end(), "fixed" if tag is None else "inline")

    def _template_end(self, name: str, start: int) -> int | None:
        """The end of the next tag or shortcode of a name; None if there is none."""
        if name in self.missing:
            return None
        closing = re.compile(rf"\{{(?:%-?|\{{[<%])[ \t]*{name}[ \t]*(?:-?%\}}|[>%]\}}\}})")
        found = closing.search(self.source, start)
        if found is None:
            self.missing.add(name)
        return found.end() if found is not None else None


class TaggedScanner(Scanner):
    """The scanner of plain text with HTML tags."""

    html = False


class PlainScanner(Scanner):
    """The scanner of plain text without tags, in which only line breaks and the tabs of tables are markup."""

    special = regex(r"[\r\n\t]")
    html = False
    tags = False

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.handlers["\t"] = self._tab
        self.row = -1, False  # the end of the line with the last tab, and whether it is a row of a table

    def _begin(self, pos: int) -> int:
        return pos

    def _newline(self, pos: int) -> int:
        match = LINE_BREAK.match(self.source, pos)
        assert match is not None
        self.spans.add(pos, pos, "inline")  # not as a block: in plain text spaces are text
        return self.spans.mark(Span(pos, match.end(), "block"))

    def _tab(self, pos: int) -> int:
        """A tab parts the cells of a row, the first and last of which may be empty; else it is a space."""
        if pos > self.row[0]:
            line_break = LINE_BREAK.search(self.source, pos)
            end = line_break.start() if line_break is not None else len(self.source)
            self.row = end, CELLS.search(self.source, self.spans.done, end) is not None
        match = SPACES.match(self.source, pos)
        assert match is not None
        return self.spans.add(pos, match.end(), "block") if self.row[1] else match.end()


def _merged(spans: list[Span]) -> list[Span]:
    """The spans, with adjacent ones of the same kind merged."""
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        if (
            last is not None
            and span.kind == last.kind
            and span.kind in ("text", "block")
            and span.note == last.note
        ):
            merged[-1] = Span(last.start, span.end, span.kind, span.note)
        else:
            merged.append(span)
    return merged
