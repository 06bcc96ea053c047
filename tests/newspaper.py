"""Sets articles into the columns of a newspaper page, and gives the page as a scrape of it looks.

A paragraph is set in lines of so many characters, the first one indented by two; a column holds so many
lines, and what does not fit goes on in the next one. A scrape has every column's part of a paragraph as a
paragraph of its own: that is how the halves of sentences come about that `layout` joins again.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from newsclean.document import Document, Paragraph
from newsclean.facts import Fact

CASES = Path(__file__).parent / "cases/newspaper.toml"
NO_START = "，。、；：！？）》”’…—"  # marks that must not begin a line hang at the end of the one before


@dataclass(frozen=True)
class Article:
    id: str
    title: str
    text: str
    kicker: str = ""
    dateline: str = ""
    byline: str = ""
    signoff: str = ""
    photo: str = ""
    authors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()

    @property
    def signed(self) -> bool:
        """Whether its authors are named elsewhere than below a picture."""
        return bool(self.byline or self.signoff or len(self.dateline) > len("本报讯 "))

    @property
    def paragraphs(self) -> list[str]:
        first, *rest = self.text.strip("\n").split("\n")
        return [self.dateline + first, *rest]


def load() -> tuple[dict[str, Article], list[dict]]:
    table = tomllib.loads(CASES.read_text("utf-8"))
    articles = [
        Article(**{key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()})
        for entry in table["article"]
    ]
    return {article.id: article for article in articles}, table["page"]


def lines(text: str, width: int) -> list[str]:
    """A paragraph in lines; the first has room for two characters less."""
    found: list[str] = []
    start, end = 0, width - 2
    while start < len(text):
        while end < len(text) and (text[end] in NO_START or " " in text[end - 1 : end + 1]):
            end += 1
        found.append(text[start:end])
        start, end = end, end + width
    return found


class Page:
    """A page of columns, filled from the first line of the first one."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self.used = 0
        self.paragraphs: list[Paragraph] = []

    def headline(self, text: str) -> None:
        """Headlines stand above their columns: they are never broken."""
        self.paragraphs.append(Paragraph(text))

    def credit(self, text: str, article: Article) -> None:
        """A credit as the stages before leave it: known, and out of the text."""
        named = [("authors", name) for name in article.authors if text != article.photo or not article.signed]
        named += [("photographers", name) for name in article.photographers] if text == article.photo else []
        facts = tuple(Fact(field, name, "byline") for field, name in named)
        self.paragraphs.append(Paragraph(text, facts=facts, removed="byline"))
        self.used = (self.used + 1) % self.height

    def paragraph(self, text: str, facts: tuple[Fact, ...] = ()) -> None:
        part: list[str] = []
        for line in lines(text, self.width):
            part.append(line)
            self.used += 1
            if self.used == self.height:
                self.used = 0
                self.paragraphs.append(Paragraph("".join(part), facts=facts))
                part, facts = [], ()
        if part:
            self.paragraphs.append(Paragraph("".join(part), facts=facts))

    def article(self, article: Article) -> None:
        if article.kicker:
            self.headline(article.kicker)
        self.headline(article.title)
        if article.byline:
            self.credit(article.byline, article)
        dated = article.authors if len(article.dateline) > len("本报讯 ") else ()
        facts = tuple(Fact("authors", name, "dateline") for name in dated)
        for text in article.paragraphs:
            if text in article.heads:
                self.headline(text)
            else:
                self.paragraph(text, facts)
            facts = ()
        for text in filter(None, (article.signoff, article.photo)):
            self.credit(text, article)

    @property
    def document(self) -> Document:
        source = "\n\n".join(paragraph.text for paragraph in self.paragraphs)
        return Document(source, source, paragraphs=tuple(self.paragraphs))


def set_page(articles: list[Article], width: int, height: int) -> Page:
    page = Page(width, height)
    for article in articles:
        page.article(article)
    return page


def clean_text(articles: list[Article]) -> str:
    """The text wanted: titles, whole paragraphs, no kickers and no credits."""
    wanted = [text for article in articles for text in (article.title, *article.paragraphs)]
    return "\n\n".join(wanted) + "\n"
