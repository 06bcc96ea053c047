"""Lines that are no part of the story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Document


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """Lines that are no part of the story."""

    name: ClassVar[str] = "boilerplate"

    def __call__(self, doc: Document) -> Document:
        """The document after this stage."""
        return doc
