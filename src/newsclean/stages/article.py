"""Whole web pages: the article and the facts the page states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Caution, Document
from newsclean.edits import Change
from newsclean.page.detect import is_page


@dataclass(frozen=True, slots=True)
class Article:
    """Finds the article of a whole web page; a post, a fragment or plain text passes untouched.

    What the page states about the article (headline, source bar, meta tags, JSON-LD, breadcrumb)
    becomes facts. What is left out is recorded: once for all that stands outside of the
    article's element, once for each block cut inside it.
    """

    name: ClassVar[str] = "article"

    def __call__(self, doc: Document) -> Document:
        """The document with the article's HTML in `page`, when it is a whole page."""
        if not is_page(doc.source):
            return doc
        from newsclean.page.extract import read_page  # noqa: PLC0415 - posts and plain text do without

        page = read_page(doc.source)
        changes = [Change(self.name, rule, text, "", None, 0) for rule, text in page.cuts]
        if page.outside:
            changes.insert(0, Change(self.name, "outside-article", page.outside, "", None, 0))
        doc = doc.evolve(
            page=page.html,
            page_type=page.kind,
            facts=doc.facts + page.facts,
            changes=doc.changes + tuple(changes),
        )
        if page.kind == "article":
            return doc
        return doc.warn(Caution("no-article", f"a page of kind {page.kind}; its text may be incomplete"))
