"""Bytes to text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Document


@dataclass(frozen=True, slots=True)
class Decode:
    """Bytes to text.

    Attributes:
        encoding: Name of the encoding the user says it is; None to find out.
    """

    encoding: str | None = None
    name: ClassVar[str] = "decode"

    def __call__(self, doc: Document) -> Document:
        """The document with its source text."""
        if isinstance(doc.data, str):
            return doc.evolve(source=doc.data)
        return doc.evolve(source=doc.data.decode("utf-8", "replace"), encoding=self.encoding or "utf-8")
