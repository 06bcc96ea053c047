"""Which parts of a file are text and which are markup: spans that partition its source.

Text is what a reader of the page sees. Everything else is preserved to the byte when a file is repaired: tags
and attributes, link targets, code, comments, white space, and the keys, comments and quotes of front matter.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from newsclean.lazy import regex

LINE_BREAK = regex(r"\r\n|\n|\r")

Format = Literal["html", "markdown", "text"]

Kind = Literal["text", "fixed", "url", "inline", "delimiter", "line", "block"]
"""What a span is:

- `text`: may be repaired.
- `fixed`: visible, but its spelling has to stay: code, an entity, an escape, a template tag.
- `url`: a bare address; fixed, and so is the white space after it, which ends the address.
- `inline`: markup within a line that is not visible: `<b>`, the target of a link.
- `delimiter`: an emphasis mark; its meaning depends on the white space beside it, which has to stay.
- `line`: a line break within a paragraph, with the indentation of the next line.
- `block`: what separates paragraphs: block tags, blank lines, list and heading markers, code blocks.
"""


class Span(NamedTuple):
    """A piece of the source.

    Attributes:
        start: Offset of its first code point.
        end: Offset after its last.
        kind: What it is.
        note: For `fixed`, the visible characters if they differ from the source; for `text` in front matter,
            how it is quoted (`plain`, `'`, `"`, `|`), since not every character fits every kind of quotes.
    """

    start: int
    end: int
    kind: Kind
    note: str = ""


class Spans:
    """Collects spans from left to right; whatever lies between them is text."""

    def __init__(self, source: str, start: int = 0) -> None:
        self.source = source
        self.done = start
        self.found: list[Span] = []

    def add(self, start: int, end: int, kind: Kind, note: str = "") -> int:
        """Add a span, after the text before it; return its end."""
        source = self.source
        if kind == "block":
            # Spaces beside a block tag or a marker are layout.
            while start > self.done and source[start - 1] in " \t":
                start -= 1
            while end < len(source) and source[end] in " \t":
                end += 1
        if start > self.done:
            self.found.append(Span(self.done, start, "text"))
        if end > start:
            self.found.append(Span(start, end, kind, note))
        self.done = end
        return end

    def mark(self, span: Span) -> int:
        """Add a span, after what is before it as a block; return its end."""
        if span.start > self.done:
            self.found.append(Span(self.done, span.start, "block"))
        if span.end > span.start:
            self.found.append(span)
        self.done = span.end
        return span.end
