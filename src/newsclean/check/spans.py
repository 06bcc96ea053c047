"""What of a file is text and what is markup: spans that partition its source.

Text is what a reader of the page reads; everything else stays to the byte when a
file is repaired: tags and attributes, link targets, code, comments, the keys,
comments and quotes of front matter, layout.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Format = Literal["html", "markdown", "text"]

Kind = Literal["text", "fixed", "url", "inline", "delimiter", "line", "block"]
"""What a span is:

- `text`: may be repaired.
- `fixed`: read by the reader, but spelt in a way that stays: code, an entity, an escape, a template tag.
- `url`: a bare address; fixed, and it ends at the white space after it, which has to stay.
- `inline`: markup within a line that the reader does not see: `<b>`, the target of a link.
- `delimiter`: marks of emphasis; they mean what they mean by the white space beside them, which has to stay.
- `line`: a line break (with the indentation of the next line) that goes on with the same paragraph.
- `block`: what separates paragraphs: block tags, blank lines, markers of lists and headings, code blocks.
"""


class Span(NamedTuple):
    """A piece of the source.

    Attributes:
        start: Offset of its first code point.
        end: Offset after its last.
        kind: What it is.
        note: For `fixed`, what the reader sees, where that differs from the source; for
            `text` in front matter, how it is quoted (`plain`, `'`, `"`, `|`), since not every
            character may stand in every kind of quotes.
    """

    start: int
    end: int
    kind: Kind
    note: str = ""


class Spans:
    """Collects spans from left to right; what lies between those added is text."""

    def __init__(self, source: str, start: int = 0) -> None:
        self.source = source
        self.done = start
        self.found: list[Span] = []

    def add(self, start: int, end: int, kind: Kind, note: str = "") -> int:
        """Add a span, and the text before it; returns its end."""
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
        """Add a span; what lies before it is marked as a block. Returns its end."""
        if span.start > self.done:
            self.found.append(Span(self.done, span.start, "block"))
        if span.end > span.start:
            self.found.append(span)
        self.done = span.end
        return span.end
