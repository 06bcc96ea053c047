"""The metadata stage: facts from bylines, datelines, source lines, breadcrumbs and headlines."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import zip_longest
from typing import ClassVar

from newsclean.boilerplate.headline import find_headline
from newsclean.boilerplate.notices import find_notices
from newsclean.boilerplate.ruleset import RuleSet
from newsclean.document import Document, Notice, Paragraph
from newsclean.facts import Fact
from newsclean.layout.lines import LONGEST_HEADLINE
from newsclean.people import find_dateline, find_sign_off


@dataclass(frozen=True)
class Metadata:
    """Reads what the paragraphs say about the document, without changing their text.

    Facts stay with their paragraphs, so that each article of a page with several gets its own. What is not
    part of the story is marked for the boilerplate stage.

    Attributes:
        rules: The rules in force.
    """

    rules: RuleSet = field(default_factory=RuleSet)
    name: ClassVar[str] = "metadata"

    def __call__(self, doc: Document) -> Document:
        """The document with its facts and notices."""
        if not doc.paragraphs:
            return doc
        notices = find_notices(doc.paragraphs, self.rules)
        notices += find_headline(doc, notices, self.rules)
        found: dict[int, list[Fact]] = {}
        for notice in notices:
            found.setdefault(notice.paragraph, []).extend(notice.facts)
        for index, facts in _in_text(doc.paragraphs, notices):
            found.setdefault(index, []).extend(facts)
        paragraphs = list(doc.paragraphs)
        for index, more in found.items():
            if more:
                paragraph = paragraphs[index]
                paragraphs[index] = paragraph._replace(facts=(*paragraph.facts, *more))
        return doc.evolve(paragraphs=tuple(paragraphs), notices=tuple(sorted(notices)))


_CLOSED = tuple("。！？!?…；;：:，,”’」』）)")


def _may_head(paragraph: Paragraph) -> bool:
    """Whether a paragraph may be the headline of the next article."""
    text = paragraph.text.strip()
    return 1 < len(text) <= LONGEST_HEADLINE and not text.endswith(_CLOSED)


def _in_text(paragraphs: tuple[Paragraph, ...], notices: list[Notice]) -> list[tuple[int, tuple[Fact, ...]]]:
    """The facts of datelines and sign-offs, which stay in their paragraphs."""
    gone = {n.paragraph for n in notices if n.start == 0 and n.end == len(paragraphs[n.paragraph].text)}
    kept = [
        index
        for index, paragraph in enumerate(paragraphs)
        if paragraph.removed is None and index not in gone and paragraph.kind not in {"code", "table"}
    ]
    found: list[tuple[int, tuple[Fact, ...]]] = []
    for index, below in zip_longest(kept, kept[1:]):
        text = paragraphs[index].text
        dateline = find_dateline(text)
        if dateline is not None and dateline.facts:
            found.append((index, dateline.facts))
        closes = dateline is not None or below is None or _may_head(paragraphs[below])
        credit = find_sign_off(text, last=closes)
        if credit is not None:
            found.append((index, credit.facts))
    return found
