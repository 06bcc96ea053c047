"""Traditional to simplified, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from newsclean.document import Document


@dataclass(frozen=True, slots=True)
class Script:
    """Traditional to simplified, and back."""

    target: Literal["hans", "hant", "keep"] = "hans"
    protected: frozenset[str] = frozenset()
    name: ClassVar[str] = "script"

    def __call__(self, doc: Document) -> Document:
        """The document after this stage."""
        return doc
