"""Paragraphs broken by columns and pages; pages with several articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Document


@dataclass(frozen=True, slots=True)
class Layout:
    """Paragraphs broken by columns and pages; pages with several articles."""

    name: ClassVar[str] = "layout"

    def __call__(self, doc: Document) -> Document:
        """The document after this stage."""
        return doc
