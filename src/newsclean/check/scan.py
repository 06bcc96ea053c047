"""Telling text from markup: one pass over a source, from left to right.

At each character that may begin markup, the markup that begins there is looked
for; what begins none is text. Nothing is looked at twice: a search for an end that
is not there is remembered, so that the time is linear whatever the source is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from pathlib import PurePath

from newsclean.check import frontmatter, html, markdown
from newsclean.check.spans import Format, Span, Spans
from newsclean.lazy import regex
from newsclean.markup.tokens import BLOCKS

SUFFIXES: dict[str, Format] = {
    ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown", ".mkd": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html",
}  # fmt: skip
PAGE = regex(r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
BREAK = regex(r"\r\n|\n|\r")
EMPTY_LINES = regex(r"(?:[ \t]*+(?:\r\n|\n|\r))++")
SPACES = regex(r"[ \t]*+")

SPECIAL = {
    "html": regex(r"[<&{\r\n]"),
    "markdown": regex(r"[<&\r\n`\\\[\]*_~{|#hHfF]"),
    "text": regex(r"[\r\n\t]"),
}
"""The characters that may begin markup in each format; plain text that holds tags is scanned as HTML is."""


def guess_format(path: PurePath, source: str) -> Format:
    """The format of a file, by its suffix or, where that says nothing, by what it begins with.

    >>> guess_format(PurePath("甲.md"), "甲"), guess_format(PurePath("甲"), "<!DOCTYPE html>")
    ('markdown', 'html')
    """
    by_suffix = SUFFIXES.get(path.suffix.lower())
    if by_suffix is not None:
        return by_suffix
    return "html" if PAGE.match(source) else "text"


def scan(source: str, form: Format) -> list[Span]:
    """The spans of a source; they follow each other without a gap and cover all of it.

    >>> [s.kind for s in scan("<p>标题</p>", "html")]
    ['block', 'text', 'block']
    """
    return _Scanner(source, form).scan()


class _Scanner:
    def __init__(self, source: str, form: Format) -> None:
        self.source = source
        self.spans = Spans(source)
        self.markdown = form == "markdown"
        self.html = form == "html"
        self.tags = form != "text" or html.KNOWN_TAG.search(source) is not None
        self.special = SPECIAL["html" if form == "text" and self.tags else form]
        self.missing: set[str] = set()  # ends that do not come any more
        self.open_block = self.html  # inside a block element a line break is white space
        self.brackets: list[int] = []  # `[` of this paragraph that may open a link: indices of their spans
        self.in_list = False
        self.line_begin = 0  # where the words of this line begin
        self.heading = False
        self.line_closed = True  # whether the line before is a block by itself, such as a heading
        self.handlers: dict[str, Callable[[int], int]] = {
            "<": self._angle, "&": self._ampersand, "\n": self._newline, "\r": self._newline,
            "`": self._ticks, "\\": self._backslash, "[": self._bracket, "]": self._bracket_end,
            "*": self._emphasis, "_": self._emphasis, "~": self._emphasis, "{": self._brace,
            "|": self._pipe, "#": self._hash, "\t": self._tab,
            "h": self._address, "H": self._address, "f": self._address, "F": self._address,
        }  # fmt: skip

    def scan(self) -> list[Span]:
        source, spans = self.source, self.spans
        pos = frontmatter.scan(source, spans)
        if self.markdown:
            self.code = markdown.Code(source)
            self.tables = markdown.find_tables(source, pos)
            self.labels = markdown.find_labels(source, pos)
            pos = self._line_start(pos, after_blank=True)
        elif self.tags:
            pos = self._indentation(pos)
        find = self.special.search
        handlers = self.handlers
        while (match := find(source, pos)) is not None:
            pos = handlers[match[0]](match.start())
        if spans.done < len(source):
            # Spaces at the very end are layout, but in plain text.
            spans.add(len(source), len(source), "block" if self.tags else "inline")
        return _merged(spans.found)

    def _block(self, start: int, end: int) -> int:
        self.brackets.clear()
        return self.spans.add(start, end, "block")

    def _until(self, closing: str, start: int) -> int | None:
        """The end of the next occurrence, or None; that there is none is found out once."""
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
        if not self.tags:
            match = BREAK.match(source, pos)
            assert match is not None
            self.spans.add(pos, pos, "inline")  # not as a block: in plain text spaces are text
            return self.spans.mark(Span(pos, match.end(), "block"))
        match = EMPTY_LINES.match(source, pos)
        assert match is not None
        end = match.end()
        breaks = source.count("\n", pos, end) or source.count("\r", pos, end)
        while pos > self.spans.done and source[pos - 1] in " \t":
            pos -= 1
        blank = breaks > 1 or pos == 0 or source[pos - 1] in "\r\n"
        if blank or not self.open_block:
            self.brackets.clear()
            self.spans.add(pos, pos, "inline")
            self.spans.mark(Span(pos, end, "block"))
        else:
            self.spans.add(pos, end, "line")
        if self.markdown:
            # Indented code cannot follow a line of a paragraph, but one that is a block by itself.
            return self._line_start(end, after_blank=blank or self.line_closed)
        return self._indentation(end)

    def _tab(self, pos: int) -> int:
        """A tab between words of plain text parts the columns of a table, or the fields of a record."""
        source, done = self.source, self.spans.done
        match = SPACES.match(source, pos)
        assert match is not None
        end = match.end()
        between = source[end : end + 1] not in ("", "\r", "\n") and source[done:pos].strip(" ") != ""
        return self.spans.add(pos, end, "block") if between else end

    def _indentation(self, pos: int) -> int:
        match = SPACES.match(self.source, pos)
        assert match is not None
        return self.spans.add(pos, match.end(), "line")

    def _line_start(self, pos: int, *, after_blank: bool) -> int:
        """What stands at the start of a line of Markdown."""
        source = self.source
        self.line_closed, self.heading = True, False
        if after_blank and source[pos : pos + 1] not in (" ", "\t", ""):
            self.in_list = False
        if not self.in_list and markdown.INDENTED.match(source, pos):
            # Below a line of a paragraph it goes on with that, whatever it looks like.
            return self._indented_code(pos) if after_blank else self._indentation(pos)
        fence = markdown.FENCE.match(source, pos)
        if fence is not None:
            return self._block(pos, self._fence_end(fence))
        if markdown.LIST.match(source, pos):
            self.in_list = True
        item = markdown.ITEM_OF_CODE.match(source, pos)
        if item is not None:
            return self._block(pos, item.end())
        for pattern in (markdown.RULER, markdown.DEFINITION, markdown.ATTRIBUTE_LIST):
            whole = pattern.match(source, pos)
            if whole is not None:
                return self._block(pos, whole.end())
        if self._in_table(pos) and (row := markdown.DELIMITER_ROW.match(source, pos)):
            return self._block(pos, row.end())
        markers = markdown.MARKERS.match(source, pos)
        self.line_closed = self.heading = markers is not None and "#" in markers[0]
        if markers is not None and markers.end() > pos:
            self.line_begin = self._block(pos, markers.end())
        else:
            self.line_begin = self._indentation(pos)
        return self.line_begin

    def _fence_end(self, fence: re.Match[str]) -> int:
        """Where a fenced block ends: after its closing fence, or with the quote or list item it stands in."""
        mark, container = fence["fence"], fence["container"]
        closing = re.compile(rf"^[ \t>]*+{mark[0]}{{{len(mark)},}}[ \t]*+\r?$", re.MULTILINE)
        found = closing.search(self.source, fence.end())
        end = found.end() if found is not None else len(self.source)
        if container:
            inside = r"[ \t]*>" if container.rstrip().endswith(">") else r"[ \t]|\r?$"
            leaves = re.compile(rf"^(?!{inside})", re.MULTILINE).search(self.source, fence.end() + 1)
            if leaves is not None and leaves.start() < end:
                end = leaves.start()
                while self.source[end - 1] in "\r\n":
                    end -= 1
        return end

    def _indented_code(self, pos: int) -> int:
        end = pos
        while (line := markdown.INDENTED.match(self.source, pos)) is not None:
            end = line.end()
            between = EMPTY_LINES.match(self.source, end)
            if between is None:
                break
            pos = between.end()
        return self._block(self.spans.done, end)

    def _in_table(self, pos: int) -> bool:
        index = bisect_right(self.tables, (pos, len(self.source))) - 1
        return index >= 0 and pos <= self.tables[index][1]

    def _pipe(self, pos: int) -> int:
        return self._block(pos, pos + 1) if self._in_table(pos) else pos + 1

    # -- HTML ------------------------------------------------------------------------------------

    def _angle(self, pos: int) -> int:
        source = self.source
        if source[pos + 1 : pos + 2] in ("!", "?"):
            # A comment that begins its line is a block by itself.
            self.line_closed |= pos == self.line_begin
            return self._declaration(pos)
        if self.markdown and (link := markdown.AUTOLINK.match(source, pos)):
            return self.spans.add(pos, link.end(), "url")
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
        if tag is not None and (self.html or self.markdown or html.is_known(tag["name"].lower())):
            return None if self.markdown and self._is_cut(tag) else tag
        tag = html.BROKEN_TAG.match(self.source, pos)
        return tag if tag is not None and html.is_known(tag["name"].lower()) else None

    @staticmethod
    def _is_cut(tag: re.Match[str]) -> bool:
        """Whether a new block begins inside of what would be a tag within a line."""
        lines = tag.string.find("\n", *tag.span()) >= 0 or tag.string.find("\r", *tag.span()) >= 0
        return (
            lines
            and tag["name"].lower() not in BLOCKS
            and markdown.PARAGRAPH_END.search(tag.string, *tag.span()) is not None
        )

    def _content(self, pos: int, end: int, name: str) -> int | None:
        """The element that begins with this tag, as far as its content is not looked into."""
        source = self.source
        if name in html.OPAQUE:
            self.line_closed |= pos == self.line_begin
            closing = self._end_tag(name, end)
            if closing is None:
                return self._block(pos, len(source) if self.html else end)
            return self._block(pos, closing.end())
        if name in html.CODE and (closing := self._end_tag(name, end)) is not None:
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
        return self.spans.add(start, end, "fixed", BREAK.sub(" ", shown) if BREAK.search(shown) else "")

    # -- templates, and what stands within a line of Markdown ---------------------------------------

    def _ticks(self, pos: int) -> int:
        match = markdown.TICKS.match(self.source, pos)
        assert match is not None
        length = len(match[0])
        end = self.code.close(pos, length)
        if end is None:
            return match.end()
        self.spans.add(pos, pos + length, "inline")
        self._fixed(pos + length, end - length)
        return self.spans.add(end - length, end, "inline")

    def _backslash(self, pos: int) -> int:
        match = markdown.ESCAPE.match(self.source, pos)
        if match is not None:
            return self.spans.add(pos, match.end(), "fixed", match[1])
        if self.source[pos + 1 : pos + 2] in ("\n", "\r"):
            return self.spans.add(pos, pos + 1, "inline")
        return pos + 1

    def _bracket(self, pos: int) -> int:
        source, spans = self.source, self.spans
        note = markdown.FOOTNOTE.match(source, pos)
        if note is not None:
            return spans.add(pos, note.end(), "inline")
        reference = markdown.SHORTCUT.match(source, pos) if self.labels else None
        if reference is not None and markdown.label(reference[1]) in self.labels:
            return spans.add(pos, reference.end(), "fixed")
        start = pos - 1 if pos > spans.done and source[pos - 1] == "!" else pos
        spans.add(start, pos + 1, "text")
        self.brackets.append(len(spans.found) - 1)
        return pos + 1

    def _bracket_end(self, pos: int) -> int:
        if not self.brackets:
            return pos + 1
        opener = self.brackets.pop()
        link = markdown.TARGET.match(self.source, pos)
        if link is None and self.labels:
            link = markdown.REFERENCE.match(self.source, pos)
        if link is None:
            return pos + 1
        found = self.spans.found
        found[opener] = found[opener]._replace(kind="inline")
        return self.spans.add(pos, link.end(), "inline")

    def _emphasis(self, pos: int) -> int:
        source = self.source
        match = markdown.EMPHASIS.match(source, pos)
        if match is None:
            return pos + 1
        end = match.end()
        before, after = source[pos - 1 : pos], source[end : end + 1]
        free = (not before or before.isspace()) and (not after or after.isspace())
        if free or (match[0][0] == "_" and _is_word(before) and _is_word(after)):
            return end
        return self.spans.add(pos, end, "delimiter")

    def _brace(self, pos: int) -> int:
        source = self.source
        match = markdown.TEMPLATE.match(source, pos)
        if match is None:
            match = markdown.ATTRIBUTE_LIST.match(source, pos) if self.markdown else None
            return pos + 1 if match is None else self.spans.add(pos, match.end(), "inline")
        name = match["name"]
        if name is None:
            return self.spans.add(pos, match.end(), "fixed")
        if name in markdown.VERBATIM:
            end = self._until(f"end{name}", match.end())
            if end is not None:
                tail = source.find("%}", end)
                return self._block(pos, tail + 2 if tail >= 0 else len(source))
        return self.spans.add(pos, match.end(), "inline")

    def _hash(self, pos: int) -> int:
        match = markdown.CLOSING_HASHES.match(self.source, pos)
        if match is None or not self.heading or self.source[pos - 1] not in " \t":
            return pos + 1
        return self._block(pos, match.end())

    def _address(self, pos: int) -> int:
        match = markdown.ADDRESS.match(self.source, pos)
        if match is None or _is_word(self.source[pos - 1 : pos]):
            return pos + 1
        # Punctuation at its end belongs to the sentence.
        return self.spans.add(pos, pos + len(match[0].rstrip(".,:;!?'\")*_~")), "url")


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _merged(spans: list[Span]) -> list[Span]:
    """The spans, with text that was found in pieces put together."""
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        if (
            last is not None
            and span.kind == last.kind
            and span.kind in ("text", "block")
            and span.note == last.note
        ):
            merged[-1] = last._replace(end=span.end)
        else:
            merged.append(span)
    return merged
