"""The mojibake stage: repairs text that had been decoded wrongly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Document


@dataclass(frozen=True)
class Mojibake:
    """Repairs text that had been decoded wrongly, and warns of what it cannot repair.

    It runs on the source text including its markup, which is ASCII and passes through unchanged.
    """

    name: ClassVar[str] = "mojibake"

    def __call__(self, doc: Document) -> Document:
        """The document with its source text repaired."""
        from newsclean.mojibake.repair import find_repairs  # noqa: PLC0415 - a run without this stage needs none of it

        edits, cautions = find_repairs(doc.source)
        return doc.edit_source(self.name, edits).warn(*cautions)
