"""Text that was once decoded wrongly, put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Caution, Document
from newsclean.edits import Edit


def find_repairs(text: str) -> tuple[list[Edit], list[Caution]]:
    """What was decoded wrongly in a text, and what it should be; see `newsclean.mojibake.repair`.

    >>> edits, cautions = find_repairs("當(dāng)前時(shí)間，會(huì)議")
    >>> [(e.start, e.rule) for e in edits]
    [(1, 'pinyin'), (9, 'pinyin'), (17, 'pinyin')]
    """
    from newsclean.mojibake import repair  # noqa: PLC0415 - a run without this stage needs none of it

    return repair.find_repairs(text)


@dataclass(frozen=True, slots=True)
class Mojibake:
    """Repairs text that was decoded wrongly before it came here, and says what it cannot repair.

    Runs on the source text, markup and all: markup is ASCII and passes through.
    """

    name: ClassVar[str] = "mojibake"

    def __call__(self, doc: Document) -> Document:
        """The document with its source text repaired; each repair is recorded with its before and after."""
        edits, cautions = find_repairs(doc.source)
        return doc.edit_source(self.name, edits).warn(*cautions)
