"""Feeds: RSS in all its versions, and Atom. Each entry is an article with facts of its own.

So is each document of a corpus in SGML (`<DOC><DOCNO>`, as those of TREC, LDC and Sogou), whose elements are
named much alike.

They are read from their tags, not by a parser of XML: many are not well formed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple

from newsclean.facts import Fact, Field
from newsclean.lazy import regex
from newsclean.markup import html
from newsclean.markup.frontmatter import fitted
from newsclean.markup.tokens import to_parse, tokenize
from newsclean.page.bar import is_medium

_ENTRIES = frozenset({"item", "entry", "doc"})
_BODIES = ("content:encoded", "content", "text", "description", "summary")
"""What holds the text of an entry, the most complete first."""
_FIELDS: dict[str, Field] = {
    "title": "title", "pubdate": "date", "published": "date", "issued": "date", "dc:date": "date",
    "updated": "date", "modified": "date", "dc:creator": "authors", "author": "authors", "source": "source",
    "link": "url", "category": "categories", "dc:subject": "categories",
    "headline": "title", "contenttitle": "title", "date": "date", "url": "url",
}  # fmt: skip
"""What elements state, the better of two first: RSS 2.0, Atom 0.3 and 1.0 (RFC 4287), Dublin Core; SGML."""
_DATELINE = "dateline"
"""What a corpus sets apart from the text that begins with it."""
_READ = frozenset({*_BODIES, *_FIELDS, _DATELINE})
_ADDRESS = regex(r"\s(?:href|term)\s*=\s*[\"']([^\"']+)")
_ELSEWHERE = regex(r"\srel\s*=\s*[\"'](?!alternate)")
_TAG = regex(r"</?[A-Za-z]")
_CDATA = regex(r"<!\[CDATA\[|\]\]>")
_NAME = regex(r"(?s)<name>(.*?)</name>")
"""The author in Atom, beside an address."""
_MAIL = regex(r"\S{1,80}@\S{1,80}\s*(?:\((.*)\))?")
"""The author in RSS: a@b.example (Name)."""

_Elements = list[tuple[str, str]]
"""Names of elements with what is in them, in order."""


class Entry(NamedTuple):
    """One entry of a feed.

    Attributes:
        title: Its title, without markup; empty if it has none.
        body: Its text, as HTML.
        facts: What the feed says about it, beside its title.
    """

    title: str
    body: str
    facts: tuple[Fact, ...]


class Feed(NamedTuple):
    """A feed: what it says about itself, and its entries, in order."""

    facts: tuple[Fact, ...]
    entries: tuple[Entry, ...]


def read_feed(source: str, start: int) -> Feed:
    """What a feed says, and its entries; those without title and text are left out.

    Args:
        source: A feed.
        start: Where its root element begins, in code points.

    >>> source = "<rss><item><title>大桥通车</title><description>今日通车。</description></item></rss>"
    >>> read_feed(source, 0).entries
    (Entry(title='大桥通车', body='今日通车。', facts=()),)
    """
    own: _Elements = []
    entries: list[_Elements] = []
    for name, value in _elements(source, start):
        if name in _ENTRIES:
            entries.append([])
        elif value.strip():
            (entries[-1] if entries else own).append((name, value))
    title = _plain(next((value for name, value in own if name == "title"), ""))
    facts = [Fact("title", title, "feed")] if title else []
    if is_medium(title):
        facts.append(Fact("source", title, "site"))
    return Feed(tuple(facts), tuple(entry for entry in map(_entry, entries) if entry.title or entry.body))


def _elements(source: str, start: int) -> Iterator[tuple[str, str]]:
    """The elements that are read, and the starts of entries, in order.

    One that is never closed ends where an entry begins or ends.
    """
    opened, inside = "", 0
    for token in tokenize(source, start):
        name = token.name
        if token.kind != "tag":
            continue
        if opened and (name == f"/{opened}" or name.lstrip("/") in _ENTRIES):
            yield opened, source[inside : token.start]
            opened = ""
        if name in _ENTRIES:
            yield name, ""
        elif not opened and name in _READ:
            tag = source[token.start : token.end]
            if address := _ADDRESS.search(tag):
                yield name, "" if _ELSEWHERE.search(tag) else address[1]
            elif not tag.endswith("/>"):
                opened, inside = name, token.end
    if opened:
        yield opened, source[inside:]


def _entry(elements: _Elements) -> Entry:
    """An entry from its elements."""
    found: dict[str, list[str]] = {}
    for name, value in elements:
        found.setdefault(name, []).append(value)
    body = next(("".join(map(_markup, found[name])) for name in _BODIES if name in found), "")
    if _DATELINE in found:
        body = f"<p>{_markup(found[_DATELINE][0])}</p>{body}"
    titles = [_plain(found[name][0]) for name, field in _FIELDS.items() if field == "title" and name in found]
    return Entry(next(iter(titles), ""), body, tuple(_facts(elements)))


def _facts(elements: _Elements) -> Iterable[Fact]:
    """What the elements of an entry state; of two dates the one when it was published."""
    for name, field in _FIELDS.items():
        for value in (value for other, value in elements if other == name and field != "title"):
            if field == "categories":
                yield Fact(field, _plain(value), "feed")
            else:
                yield from (Fact(*fact, "feed") for fact in fitted(field, _named(value)))


def _named(value: str) -> str:
    """A name or the like without markup and addresses; empty if no letter of it is left."""
    name = _NAME.search(value)
    text = _plain(name[1] if name else value)
    mail = _MAIL.fullmatch(text)
    told = mail[1] or "" if mail else text
    return told if any(map(str.isalnum, told)) else ""


def _markup(value: str) -> str:
    """What is in an element as HTML, be it escaped, in a CDATA section, or elements of its own."""
    if "<![CDATA[" in value:
        return _CDATA.sub("", value)
    return value if _TAG.search(value) else unescape(value)


def _plain(value: str) -> str:
    """What is in an element as a line of text."""
    return " ".join(p.text for p in html.paragraphs(to_parse(_markup(value))) if p.text) if value else ""
