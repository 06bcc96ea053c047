"""The article stage: the article of a whole web page, and the facts the page states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Caution, Document
from newsclean.edits import Change
from newsclean.page.detect import is_page


@dataclass(frozen=True)
class Article:
    """Finds the article of a whole web page; posts, fragments and plain text pass through unchanged.

    What the page states about the article (headline, source bar, meta tags, JSON-LD, breadcrumb) becomes
    facts. What is left out is recorded: as one change for everything outside the article's element, and as
    one for each block removed inside it.
    """

    name: ClassVar[str] = "article"

    def __call__(self, doc: Document) -> Document:
        """The document with the article's HTML in `page` if it is a whole web page."""
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
