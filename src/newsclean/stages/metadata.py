"""Bylines, datelines and source lines to facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Document


@dataclass(frozen=True, slots=True)
class Metadata:
    """Bylines, datelines and source lines to facts."""

    name: ClassVar[str] = "metadata"

    def __call__(self, doc: Document) -> Document:
        """The document after this stage."""
        return doc
