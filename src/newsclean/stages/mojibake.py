"""The mojibake stage: repairs text that had been decoded wrongly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Caution, Document
from newsclean.edits import Edit


def find_repairs(text: str) -> tuple[list[Edit], list[Caution]]:
    """The repairs of a text that had been decoded wrongly; see `newsclean.mojibake.repair`.

    >>> edits, cautions = find_repairs("當(dāng)前時(shí)間，會(huì)議")
    >>> [(e.start, e.rule) for e in edits]
    [(1, 'pinyin'), (9, 'pinyin'), (17, 'pinyin')]
    """
    from newsclean.mojibake import repair  # noqa: PLC0415 - a run without this stage needs none of it

    return repair.find_repairs(text)


@dataclass(frozen=True)
class Mojibake:
    """Repairs text that had been decoded wrongly, and warns of what it cannot repair.

    It runs on the source text including its markup, which is ASCII and passes through unchanged.
    """

    name: ClassVar[str] = "mojibake"

    def __call__(self, doc: Document) -> Document:
        """The document with its source text repaired."""
        edits, cautions = find_repairs(doc.source)
        return doc.edit_source(self.name, edits).warn(*cautions)
