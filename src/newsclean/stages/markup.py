"""The markup stage: turns HTML, Markdown and front matter into paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import ClassVar

from newsclean.document import Document, Paragraph
from newsclean.edits import Change, Edit
from newsclean.facts import Fact
from newsclean.lazy import regex
from newsclean.markup import bbcode, frontmatter, html, inline, markdown, plain, tokens

_ADDRESS = regex(r"(?:https?|ftp)://\S+")
_ENTITY = regex(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_LINE = regex(r"\S(?:[^\r\n]*\S)?")
_PAGE = regex(r"<(?:!doctype|html|body)\b", re.IGNORECASE)
_PROLOGUE = regex(r"(?is)(?>\s+|\ufeff|<\?[^>]*>|<!--(?>.*?-->)|<!doctype[^>]*>)*+(?=<([a-z][\w:.-]*)[\s>])")
"""What comes before the root element of XML, and its name."""
_STRUCTURE = tokens.BLOCKS - {"br", "hr"}
"""Elements that separate paragraphs; in HTML without any of them, lines do."""
_NEAR_END = 6
"""Number of paragraphs at the end among which a link to the original may be."""


@dataclass(frozen=True)
class Markup:
    """Turns HTML, Markdown and front matter into paragraphs.

    Reads the article's HTML if the article stage has found one, and otherwise the source: a post (front
    matter or a heading, then Markdown and HTML), HTML, or plain text, whose lines are left as they are.

    One `Change` is recorded for each kind of markup (`front-matter`, `html`, `entity`, `markdown`, `bbcode`,
    `feed`), with its first occurrence, since one for each tag would bury all others. Offsets count from the
    start of the source, or of the article's HTML if that was read. Each Markdown link outside posts is a
    change of its own, `link`.

    Attributes:
        keep: Whether all markup stays, and every line of the source is a paragraph.
    """

    keep: bool = False
    name: ClassVar[str] = "markup"

    def __call__(self, doc: Document) -> Document:
        """The document with its paragraphs."""
        if self.keep:
            return doc.evolve(paragraphs=tuple(plain.paragraphs(doc.source)))
        if doc.page is not None:
            made = tuple(html.paragraphs(doc.page))
            first = next(tokens.tokenize(doc.page), None)
            if first is None:
                return doc.evolve(paragraphs=made)
            doc = self._noted(doc, "html", doc.page[first.start : first.end], first.start)
            return self._without_links(doc.evolve(paragraphs=made))
        source = doc.source
        root = _PROLOGUE.match(source) if source.lstrip().startswith(("<", "\ufeff")) else None
        if root and root[1].lower() not in tokens.KNOWN and (from_feed := self._from_feed(doc, root.end())):
            return from_feed
        where = frontmatter.split(source)
        if where is not None:
            doc = self._noted(doc, "front-matter", source[where.start : where.end], where.start)
            doc = doc.evolve(facts=doc.facts + frontmatter.facts(source, where))
            is_post = where.language != "headers"
            doc = self._from_markup(doc, source[where.end :], where.end, is_post=is_post)
        else:
            is_post = markdown.is_certain(source)
            doc = self._from_markup(doc, source, 0, is_post=is_post)
        if is_post and not any(fact.field == "title" and fact.origin == "front-matter" for fact in doc.facts):
            doc = self._with_heading(doc)
        return self._without_original(self._without_links(doc))

    def _from_feed(self, doc: Document, start: int) -> Document | None:
        """The document with the entries of a feed as its articles, or the only one as its text."""
        from newsclean.markup.feed import read_feed  # noqa: PLC0415 - few sources are feeds

        feed = read_feed(doc.source, start)
        if not feed.entries:
            return None
        tag = doc.source[start : next(tokens.tokenize(doc.source, start)).end]
        doc = self._noted(doc, "feed", tag, start)
        entry = feed.entries[0]
        if len(feed.entries) == 1 and entry.body:
            title = (Fact("title", entry.title, "feed"),) if entry.title else ()
            facts = (*title, *entry.facts, *(fact for fact in feed.facts if fact.field != "title"))
            return doc.evolve(paragraphs=tuple(_from_html(entry.body)), facts=doc.facts + facts)
        paragraphs: list[Paragraph] = []
        for number, entry in enumerate(feed.entries):
            head = [Paragraph(entry.title, "heading", is_title=True)] if entry.title else []
            own = [p._replace(article=number) for p in (*head, *_from_html(entry.body))]
            paragraphs += [own[0]._replace(facts=entry.facts), *own[1:]] if own else []
        return doc.evolve(paragraphs=tuple(paragraphs), facts=doc.facts + feed.facts)

    def _with_heading(self, doc: Document) -> Document:
        """The document with the heading that no sentence stands above as its title, if there is one."""
        above = takewhile(lambda p: p.kind == "heading" or "。" not in p.text, doc.paragraphs or ())
        title = next((p.text for p in above if p.kind == "heading"), None)
        return doc.evolve(facts=(*doc.facts, Fact("title", title, "heading"))) if title else doc

    def _from_markup(self, doc: Document, body: str, offset: int, *, is_post: bool) -> Document:
        """Paragraphs of the body of a post, or of any other source, which starts at an offset."""
        forum = None if is_post else bbcode.first_tag(body)
        if forum is not None:
            made = html.paragraphs(tokens.to_parse(bbcode.to_html(body)))
            doc = self._noted(doc, "bbcode", forum[0], offset + forum.start())
            return doc.evolve(paragraphs=tuple(made))
        is_html = _is_html(body)
        if not is_post and not is_html:
            return doc.evolve(paragraphs=tuple(plain.paragraphs(body)))
        if is_post:
            made = html.paragraphs(tokens.to_parse(markdown.to_html(body)), loose=True)
        else:
            made = _from_html(body)
        if is_html:
            first = next(token for token in tokens.tokenize(body) if token.kind != "bare")
            doc = self._noted(doc, "html", body[first.start : first.end], offset + first.start)
        if entity := _ENTITY.search(body):
            doc = self._noted(doc, "entity", entity[0], offset + entity.start(), plain.unescaped(entity[0]))
        if is_post and (line := _first_marked(body, made)):
            after = next((p.text for p in made if p.text in line[0]), "")
            doc = self._noted(doc, "markdown", line[0], offset + line.start(), after)
        return doc.evolve(paragraphs=tuple(made))

    def _noted(self, doc: Document, rule: str, before: str, start: int, after: str = "") -> Document:
        """The document with the change for one kind of markup: its first occurrence."""
        return doc.evolve(changes=(*doc.changes, Change(self.name, rule, before, after, None, start)))

    def _without_links(self, doc: Document) -> Document:
        """Replace Markdown links that can be nothing else by their text."""
        edits: dict[int, list[Edit]] = {}
        linked: dict[int, int] = {}
        for index, paragraph in enumerate(doc.paragraphs or ()):
            if paragraph.kind == "code" or not ("](" in paragraph.text or "://" in paragraph.text):
                continue
            for start, end, text, is_link in inline.certain_links(paragraph.text):
                edits.setdefault(index, []).append(Edit(start, end, text, "link"))
                linked[index] = linked.get(index, 0) + (len(text) if is_link else 0)
        if not edits:
            return doc
        doc = doc.edit_paragraphs(self.name, edits)
        paragraphs = list(doc.paragraphs or ())
        for index, more in linked.items():
            paragraph = paragraphs[index]
            share = paragraph.links + more / (len(paragraph.text.strip()) or 1)
            paragraphs[index] = paragraph._replace(links=min(1.0, share))
        return doc.evolve(paragraphs=tuple(p for p in paragraphs if p.text.strip()))

    def _without_original(self, doc: Document) -> Document:
        """Remove a lone paragraph near the end that is only a URL: it is that of the original."""
        paragraphs = doc.paragraphs or ()
        alone = [
            index
            for index in range(max(0, len(paragraphs) - _NEAR_END), len(paragraphs))
            if paragraphs[index].links == 1.0
            and paragraphs[index].kind != "list"
            and _ADDRESS.fullmatch(paragraphs[index].text.strip())
        ]
        if len(alone) != 1 or len(paragraphs) == 1:
            return doc
        fact = Fact("url", paragraphs[alone[0]].text.strip(), "link")
        return doc.evolve(facts=(*doc.facts, fact)).remove_paragraphs(self.name, {alone[0]: "original-link"})


def _first_marked(body: str, made: list[Paragraph]) -> re.Match[str] | None:
    """The first line of a post that differs from its text, and not because of HTML."""
    texts = {p.text for p in made}
    lines = (line for line in _LINE.finditer(body) if line[0] not in texts)
    return next((line for line in lines if "<" not in line[0] and not _ENTITY.search(line[0])), None)


def _is_html(source: str) -> bool:
    """Whether the source is HTML, rather than plain text with program code that contains tags."""
    if _is_xml(source):
        return True
    if not tokens.has_tags(source):
        return False
    first = next(token.start for token in tokens.tokenize(source) if token.kind != "bare")
    if not source[:first].strip():
        return True
    return tokens.has_tags("\n".join(p.text for p in plain.paragraphs(source) if p.kind != "code"))


def _from_html(source: str) -> list[Paragraph]:
    """The paragraphs of a page, a fragment, or XML."""
    root = _PROLOGUE.match(source)
    whole = _PAGE.search(source) is not None and (root is None or root[1].lower() in tokens.KNOWN)
    markup = tokens.to_parse(source)
    if not any(t.name.lstrip("/") in _STRUCTURE for t in tokens.tokenize(source) if t.kind == "tag"):
        markup = "".join(f"<p>{line}</p>" for line in plain.lines(markup))
    return html.paragraphs(markup, loose=not whole, unknown_blocks=not whole and _is_xml(source))


def _is_xml(source: str) -> bool:
    """Whether the source is XML other than HTML, with a root element that HTML does not have."""
    start = source.lstrip()
    if start.startswith("<?xml"):
        return True
    first = next(tokens.tokenize(start), None) if start.startswith("<") else None
    if first is None or first.start or first.kind != "tag" or start[first.end - 1] != ">":
        return False  # a tag cut short by the end is all there is
    return first.name not in tokens.KNOWN and not set(first.name) & set(":-/")
