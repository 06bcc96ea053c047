"""Characters: spaces, widths, punctuation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from newsclean.document import Document


@dataclass(frozen=True, slots=True)
class Normalise:
    """Characters: spaces, widths, punctuation."""

    punctuation: Literal["zh", "keep"] = "zh"
    name: ClassVar[str] = "normalise"

    def __call__(self, doc: Document) -> Document:
        """The document after this stage."""
        return doc
