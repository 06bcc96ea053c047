"""Feeds and records: RSS in all its versions, Atom, corpora in SGML, and what databases export as XML.

What makes an element an entry is that it holds elements that are named after what they state: a title, a
date, a text. Each entry is an article with facts of its own. An element may also say in its attribute `name`
what it states, as those of search engines do: `<field name="title">`.

They are read from their tags, not by a parser of XML: many are not well formed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from newsclean.characters import count_han
from newsclean.facts import Fact, Field
from newsclean.lazy import regex
from newsclean.markup import html
from newsclean.markup.keys import field_of, fitted, keys
from newsclean.markup.tokens import Token, to_parse, tokenize
from newsclean.page.bar import is_medium

_ENTRIES = frozenset({"item", "entry", "doc"})
"""What feeds and corpora call an entry, which may state nothing but a title."""
_DATELINE = "dateline"
"""What a corpus sets apart from the text that begins with it."""
_TOLD = 0.9
"""Share of the Chinese characters of what is called otherwise that entries must hold, since the rest goes."""
_NAME = regex(r"\sname\s*=\s*[\"']([^\"']+)")
_ADDRESS = regex(r"\s(?:href|term)\s*=\s*[\"']([^\"']+)")
_ELSEWHERE = regex(r"\srel\s*=\s*[\"'](?!alternate)")
_TAG = regex(r"</?[A-Za-z]")
_TAGS = regex(r"<[^<>]*>")
_CDATA = regex(r"<!\[CDATA\[|\]\]>")
_PERSON = regex(r"(?s)<name>(.*?)</name>")
"""The author in Atom, beside an address."""
_MAIL = regex(r"\S{1,80}@\S{1,80}\s*(?:\((.*)\))?")
"""The author in RSS: a@b.example (Name)."""


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


class _Statement(NamedTuple):
    """An element that states something: what it is called, and what is in it."""

    name: str
    value: str

    @property
    def field(self) -> Field | None:
        """The field it states; that of a text, or of when it was changed, is none."""
        return _field(self.name)


def read_feed(source: str, start: int) -> Feed:
    """What a feed says, and its entries; those without title and text are left out.

    Args:
        source: A feed, or any other XML, which has no entries.
        start: Where its root element begins, in code points.

    >>> source = "<rss><item><title>大桥通车</title><description>今日通车。</description></item></rss>"
    >>> read_feed(source, 0).entries
    (Entry(title='大桥通车', body='今日通车。', facts=()),)
    """
    tags = [token for token in tokenize(source, start) if token.kind == "tag"]
    names = _ENTRIES.intersection(token.name for token in tags)
    called = names or _find_entries(source, tags)
    own: list[_Statement] = []
    entries: list[list[_Statement]] = []
    for one in _statements(source, tags, called):
        if one.name in called:
            entries.append([])
        elif one.value.strip():
            (entries[-1] if entries else own).append(one)
    title = _plain(next((value for name, value in own if name == "title"), ""))
    if not names and not _tell_all(source[start:], entries, title):
        return Feed((), ())
    facts = [Fact("title", title, "feed")] if title else []
    if is_medium(title):
        facts.append(Fact("source", title, "site"))
    return Feed(tuple(facts), tuple(entry for entry in map(_entry, entries) if entry.title or entry.body))


def _find_entries(source: str, tags: Sequence[Token]) -> frozenset[str]:
    """What entries are called: the elements right around those that hold a text; of several the most."""
    held: dict[str, int] = {}
    around: list[str] = []
    opened: Counter[str] = Counter()  # what is in `around`
    inside = ""
    for token, after in zip(tags, (*tags[1:], None), strict=False):
        name, bare = token.name, token.name.lstrip("/")
        if inside:
            inside = "" if name == f"/{inside}" else inside
        elif name != bare:
            while opened[bare]:
                last = around.pop()
                opened[last] -= 1
                if last == bare:
                    break
        elif stated := _stated(source, token, after):
            inside = "" if source.endswith("/>", 0, token.end) else name
            if stated in keys().text and around:
                held[around[-1]] = held.get(around[-1], 0) + 1
        elif not source.endswith("/>", 0, token.end):
            around.append(name)
            opened[name] += 1
    return frozenset({max(held, key=held.__getitem__)} if held else ())


def _tell_all(source: str, entries: Sequence[Sequence[_Statement]], title: str) -> bool:
    """Whether nearly all that there is to read stands in statements of entries, or is their title."""
    told = count_han(title) + sum(count_han(_TAGS.sub("", one.value)) for entry in entries for one in entry)
    return told > 0 and told >= _TOLD * count_han(_TAGS.sub("", source))


def _statements(source: str, tags: Sequence[Token], entries: frozenset[str]) -> Iterator[_Statement]:
    """The elements that state something, and the starts of entries, in order.

    One that is never closed ends where an entry begins or ends.
    """
    opened = called = ""
    inside = 0
    for token, after in zip(tags, (*tags[1:], None), strict=False):
        name = token.name
        if opened and (name == f"/{opened}" or name.lstrip("/") in entries):
            yield _Statement(called, source[inside : token.start])
            opened = ""
        if name in entries:
            yield _Statement(name, "")
        elif not opened and (stated := _stated(source, token, after)):
            tag = source[token.start : token.end]
            if address := _ADDRESS.search(tag):
                yield _Statement(stated, "" if _ELSEWHERE.search(tag) else address[1])
            elif not tag.endswith("/>"):
                opened, called, inside = name, stated, token.end
    if opened:
        yield _Statement(called, source[inside:])


def _stated(source: str, token: Token, after: Token | None) -> str:
    """What a start tag calls its content if that states something; what begins with a title does not."""
    name = token.name
    if not _states(name):
        named = _NAME.search(source, token.start, token.end)
        name = named[1].lower() if named else ""
        if not _states(name):
            return ""
    return "" if after is not None and name in keys().text and _field(after.name) == "title" else name


@lru_cache(maxsize=1_000)
def _field(name: str) -> Field | None:
    return field_of(name) or field_of(name.removeprefix("dc:"))


@lru_cache(maxsize=1_000)
def _states(name: str) -> bool:
    return _field(name) is not None or name == _DATELINE or name in keys().text or name in keys().changed


def _entry(statements: Sequence[_Statement]) -> Entry:
    """An entry from its statements."""
    found: dict[str, list[str]] = {}
    for name, value in statements:
        found.setdefault(name, []).append(value)
    body = next(("".join(map(_markup, found[name])) for name in keys().text if name in found), "")
    if _DATELINE in found:
        body = f"<p>{_markup(found[_DATELINE][0])}</p>{body}"
    title = next((one.value for one in statements if one.field == "title"), "")
    return Entry(_plain(title), body, tuple(_facts(statements)))


def _facts(statements: Sequence[_Statement]) -> Iterable[Fact]:
    """What the elements of an entry state; the date when it was changed comes last."""
    changed = keys().changed
    for one in sorted(statements, key=lambda one: one.name in changed):
        field: Field | None = "date" if one.name in changed else one.field
        if field == "categories":
            yield Fact(field, _plain(one.value), "feed")
        elif field is not None and field != "title":
            yield from (Fact(*fact, "feed") for fact in fitted(field, _named(one.value)))


def _named(value: str) -> str:
    """A name or the like without markup and addresses; empty if no letter of it is left."""
    name = _PERSON.search(value)
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
