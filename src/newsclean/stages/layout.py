"""The layout stage: joins broken paragraphs, and tells the articles of a page apart.

Its rules:

- `hard-wrap` joins lines of one width, which a program wrapped or a column was set in.
- `column-break` joins the halves of a paragraph that the end of a column broke in mid-sentence.
- `column-head` removes the name of a series above a headline, on a page with several articles.

Section headings, poems, lists, tables, interviews and captions are never joined to anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from newsclean.document import Document
from newsclean.layout.articles import Start, find_articles
from newsclean.layout.joins import COLUMN_HEAD, find_joins
from newsclean.layout.lines import Line, all_end_as_sentences, lines_of
from newsclean.layout.wraps import find_wraps
from newsclean.people import find_dateline

_HEADLINES: Final = frozenset({"heading", "json-ld", "meta-tag", "title-tag", "script"})
"""Where the headline of a web page stands; front matter may name a newspaper page, or its first article."""


@dataclass(frozen=True)
class Layout:
    """Joins paragraphs broken by columns and pages, and tells the articles of a page apart."""

    name: ClassVar[str] = "layout"

    def __call__(self, doc: Document) -> Document:
        """The document with whole paragraphs; on a page with several articles each has its article."""
        if not doc.paragraphs or all_end_as_sentences(doc.paragraphs):
            return doc
        told = any(paragraph.article is not None for paragraph in doc.paragraphs)
        titled = any(fact.field == "title" and fact.origin in _HEADLINES for fact in doc.facts)
        while True:  # until still: what is joined looks different to what looks at it
            lines = lines_of(doc.paragraphs or ())
            starts: list[Start] = []
            joins = find_wraps(lines, doc.source if doc.page is None else doc.page)
            if not joins:
                starts = [] if told else find_articles(lines, titled=titled)
                joins = find_joins(lines, newspaper=bool(starts), printed=doc.page is None and not titled)
            if not joins:
                return self._mark(doc, lines, starts) if starts else doc
            doc = _with_datelines(doc.join_paragraphs(self.name, joins))

    def _mark(self, doc: Document, lines: Sequence[Line], starts: Sequence[Start]) -> Document:
        """Assign the paragraphs to their articles, and remove column heads."""
        begins = {start.first: number for number, start in enumerate(starts)}
        titles = {start.title for start in starts}
        kickers = {index for start in starts for index in start.kickers if lines[index].stands}
        number: int | None = None
        marked = []
        for line in lines:
            number = begins.get(line.index, number)
            marked.append(line.paragraph._replace(article=number, is_title=line.index in titles))
        return doc.evolve(paragraphs=tuple(marked)).remove_paragraphs(
            self.name, dict.fromkeys(kickers, COLUMN_HEAD)
        )


def _with_datelines(doc: Document) -> Document:
    """The document with what datelines say that a column or a page broke, now that they are whole."""
    paragraphs = list(doc.paragraphs or ())
    for index, paragraph in enumerate(paragraphs):
        if paragraph.stands and not any(fact.origin == "dateline" for fact in paragraph.facts):
            dateline = find_dateline(paragraph.text)
            facts = dateline.facts if dateline else ()
            paragraphs[index] = paragraph._replace(facts=(*paragraph.facts, *facts)) if facts else paragraph
    return doc.evolve(paragraphs=tuple(paragraphs))
