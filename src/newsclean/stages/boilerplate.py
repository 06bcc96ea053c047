"""The boilerplate stage: removes what is not part of the story."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from newsclean.boilerplate.notices import find_notices
from newsclean.boilerplate.ruleset import RuleSet
from newsclean.document import Caution, Document
from newsclean.edits import Edit


@dataclass(frozen=True)
class Boilerplate:
    """Removes what the rules match: credits, notices, bars, prompts.

    It has been found by the metadata stage, which keeps its facts; if that stage was skipped, it is found
    here.

    Attributes:
        rules: The rules in force.
    """

    rules: RuleSet = field(default_factory=RuleSet)
    name: ClassVar[str] = "boilerplate"

    def __call__(self, doc: Document) -> Document:
        """The document without its notices."""
        paragraphs = doc.paragraphs
        if not paragraphs:
            return doc
        notices = find_notices(paragraphs, self.rules) if doc.notices is None else doc.notices
        whole: dict[int, str] = {}
        pieces: dict[int, list[Edit]] = {}
        for index, start, end, rule, _ in notices:
            if start == 0 and end == len(paragraphs[index].text):
                whole[index] = rule
            else:
                pieces.setdefault(index, []).append(Edit(start, end, "", rule))
        doc = doc.remove_paragraphs(self.name, whole)
        if doc.notices is not None:
            doc = doc.evolve(notices=None)
        doc = doc.edit_paragraphs(self.name, pieces, cut=True)
        if notices and not any(paragraph.stands for paragraph in doc.paragraphs or ()):
            return doc.warn(Caution("no-text", "all of it is boilerplate, which the record lists"))
        return doc
