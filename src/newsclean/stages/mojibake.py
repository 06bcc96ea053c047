"""Text that was once decoded wrongly, put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Document


@dataclass(frozen=True, slots=True)
class Mojibake:
    """Text that was once decoded wrongly, put right."""

    name: ClassVar[str] = "mojibake"

    def __call__(self, doc: Document) -> Document:
        """The document after this stage."""
        return doc
