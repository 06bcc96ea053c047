"""HTML, Markdown and front matter to paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Document, Paragraph


@dataclass(frozen=True, slots=True)
class Markup:
    """HTML, Markdown and front matter to paragraphs."""

    name: ClassVar[str] = "markup"

    def __call__(self, doc: Document) -> Document:
        """The document after this stage."""
        paragraphs = tuple(Paragraph(line.strip()) for line in doc.source.split("\n") if line.strip())
        return doc.evolve(paragraphs=paragraphs)
