"""Whole web pages: the article and the facts the page states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Document


@dataclass(frozen=True, slots=True)
class Article:
    """Whole web pages: the article and the facts the page states."""

    name: ClassVar[str] = "article"

    def __call__(self, doc: Document) -> Document:
        """The document after this stage."""
        return doc
