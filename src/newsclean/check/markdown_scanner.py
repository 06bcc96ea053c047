"""Tells text from markup in Markdown, at the start of a line and within one."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import itemgetter

from newsclean.check import html, markdown
from newsclean.check.scanner import EMPTY_LINES, Scanner
from newsclean.check.spans import Kind
from newsclean.lazy import regex
from newsclean.markup.tokens import BLOCKS


class MarkdownScanner(Scanner):
    """The scanner of Markdown, which may contain HTML."""

    special = regex(r"[<&\r\n`\\\[\]*_~{|#$hHfF]")
    html = False
    tags = True

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.brackets: list[int] = []  # `[` of this paragraph that may open a link: indices of their spans
        self.in_list = False
        self.line_begin = 0  # where the words of this line begin
        self.heading = False
        self.line_closed = True  # whether the line before is a block by itself, such as a heading
        self.handlers |= {
            "`": self._ticks, "\\": self._backslash, "[": self._bracket, "]": self._bracket_end,
            "*": self._emphasis, "_": self._emphasis, "~": self._emphasis,
            "|": self._pipe, "#": self._hash, "$": self._dollar,
            "h": self._address, "H": self._address, "f": self._address, "F": self._address,
        }  # fmt: skip

    def _begin(self, pos: int) -> int:
        self.code = markdown.Code(self.source)
        self.tables = markdown.find_tables(self.source, pos)
        self.labels = markdown.find_labels(self.source, pos)
        return self._line_start(pos, after_blank=True)

    def _block(self, start: int, end: int) -> int:
        self.brackets.clear()
        return self.spans.add(start, end, "block")

    # -- lines -----------------------------------------------------------------------------------

    def _after_newline(self, pos: int, *, blank: bool, block: bool) -> int:
        if block:
            self.brackets.clear()
        # Indented code cannot follow a line of a paragraph, but one that is a block by itself.
        return self._line_start(pos, after_blank=blank or self.line_closed)

    def _line_start(self, pos: int, *, after_blank: bool) -> int:
        """Scan the start of a line."""
        source = self.source
        self.heading = False
        first = source[pos : pos + 1]
        if after_blank and first not in (" ", "\t", ""):
            self.in_list = False
        if first not in markdown.MARKING:
            self.line_closed = False
            self.line_begin = pos
            return pos
        self.line_closed = True
        return self._marked_line(pos, after_blank=after_blank)

    def _marked_line(self, pos: int, *, after_blank: bool) -> int:
        """Scan the start of a line that may begin with markup."""
        source = self.source
        if not self.in_list and markdown.INDENTED.match(source, pos):
            # Below a line of a paragraph, an indented line continues the paragraph.
            return self._indented_code(pos) if after_blank else self._indentation(pos)
        fence = markdown.FENCE.match(source, pos)
        if fence is not None:
            return self._block(pos, self._fence_end(fence))
        wholes = [markdown.RULER, markdown.DEFINITION, markdown.ATTRIBUTE_LIST]
        if not after_blank and not self.in_list and markdown.UNDERLINE.match(source, pos):
            wholes = [markdown.UNDERLINE]
        elif markdown.LIST.match(source, pos) and not markdown.EMPTY_ITEM.match(source, pos):
            self.in_list = True
        item = markdown.ITEM_OF_CODE.match(source, pos)
        if item is not None:
            return self._block(pos, item.end())
        for pattern in wholes:
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
        """Where a fenced block ends: after its closing fence, or with the quote or list item around it."""
        mark, container = fence["fence"], fence["container"]
        before = r"[ \t>]" if ">" in container else r"[ \t]"
        closing = re.compile(rf"^{before}*+{mark[0]}{{{len(mark)},}}[ \t]*+\r?$", re.MULTILINE)
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
        index = bisect_right(self.tables, pos, key=itemgetter(0)) - 1
        return index >= 0 and pos <= self.tables[index][1]

    def _pipe(self, pos: int) -> int:
        return self._block(pos, pos + 1) if self._in_table(pos) else pos + 1

    # -- HTML ------------------------------------------------------------------------------------

    def _any_angle(self, pos: int) -> int:
        link = markdown.AUTOLINK.match(self.source, pos)
        return super()._any_angle(pos) if link is None else self.spans.add(pos, link.end(), "url")

    def _is_tag(self, tag: re.Match[str]) -> bool:
        # A fence that begins inside what looks like an inline tag turns its rest into code.
        return tag["name"].lower() in BLOCKS or markdown.FENCE_BELOW.search(self.source, *tag.span()) is None

    def _content(self, pos: int, end: int, name: str) -> int | None:
        if name in html.OPAQUE:
            self.line_closed |= pos == self.line_begin
        return super()._content(pos, end, name)

    def _declaration(self, pos: int) -> int:
        # A comment at the start of a line is a block of its own.
        self.line_closed |= pos == self.line_begin
        return super()._declaration(pos)

    # -- within a line ---------------------------------------------------------------------------

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
        start = pos - 1 if pos > spans.done and source[pos - 1] == "!" else pos  # of a picture
        page = markdown.WIKI_LINK.match(source, pos)
        if page is not None:
            return spans.add(start, page.end(), "fixed")
        reference = markdown.SHORTCUT.match(source, pos) if self.labels else None
        if reference is not None and markdown.label(reference[1]) in self.labels:
            return spans.add(start, reference.end(), "fixed")
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
        attributes = markdown.ATTRIBUTE_LIST.match(self.source, pos)
        if attributes is None:
            return super()._brace(pos)
        # The attributes of a heading need the space before them.
        kind: Kind = "inline" if attributes["last"] is None else "block"
        return self.spans.add(pos, attributes.end(), kind)

    def _dollar(self, pos: int) -> int:
        formula = markdown.FORMULA.match(self.source, pos)
        return pos + 1 if formula is None else self._fixed(pos, formula.end())

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
