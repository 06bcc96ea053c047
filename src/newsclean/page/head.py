"""What the head of a page states for machines: meta tags, JSON-LD, the canonical link, the title."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newsclean.dates import parse_date
from newsclean.edits import applied
from newsclean.facts import Fact, Field, Origin
from newsclean.lazy import regex
from newsclean.page.bar import LONGEST_NAME, is_medium
from newsclean.page.credits import STAFF, people_in
from newsclean.page.words import is_home, load_words

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_ARTICLE_TYPES = ("article", "posting", "webpage", "creativework", "report", "videoobject")
_URL_YEAR = regex(r"(?<!\d)((?:19|20)\d\d)(?:[-/_.]?(?:0[1-9]|1[0-2]))(?:[-/_.]|\d\d(?!\d))")
_LABEL = regex(r"^.{0,6}(?:来源|稿源)\s?[:：]\s?")
"""A label within a stated source: 原创：来源：某报."""
_TAG_SPLIT = regex(r"[,，;；、|]+|\s{2,}")
_MANY_TAGS, _LONG_TAG = 10, 20
_LATIN_ESCAPE = "\\u00"
"""How Latin letters with marks, controls and signs are escaped, as which bytes were read."""


@dataclass
class Head:
    """What the head of a page states.

    Attributes:
        title_tag: The whole of `<title>`, site name and all.
        titles: Titles stated for machines.
        sites: Names of the publisher, in order.
        press: Those of them that publish news, as JSON-LD has it.
        facts: Everything else, ready to be chosen from.
        updated: Date of the last change.
        year: The year of the page, from the dates it states or from its address.
        kind: `og:type`, such as `article` or `video.other`.
        people: Whom it names as authors and editors, people or not.
        keywords: What `<meta name="keywords">` lists; real tags or not.
    """

    title_tag: str = ""
    titles: list[tuple[Origin, str]] = field(default_factory=list)
    sites: dict[str, None] = field(default_factory=dict)
    press: set[str] = field(default_factory=set)
    facts: list[Fact] = field(default_factory=list)
    updated: str | None = None
    year: int | None = None
    kind: str = ""
    keywords: list[str] = field(default_factory=list)
    people: list[tuple[Field, str, Origin]] = field(default_factory=list)

    def state(self, name: str, value: str, origin: Origin) -> None:
        """Take note of one statement."""
        value = " ".join(value.split())
        if not value or (name == "source" and value.isdigit()):
            return
        if name == "title":
            self.titles.append((origin, value))
        elif name == "site":
            self.sites[value] = None
        elif name == "type":
            self.kind = value
        elif name == "tags":
            self.keywords.extend(tag.strip() for tag in _TAG_SPLIT.split(value))
        elif name in {"date", "updated"}:
            if (date := parse_date(value)) is None:
                return
            self.year = self.year or int(date[:4])
            if name == "date":
                self.facts.append(Fact("date", date, origin))
            else:
                self.updated = self.updated or date
        elif name in {"authors", "editors"}:
            self.people.append(("authors" if name == "authors" else "editors", value, origin))
        else:
            self.facts.append(Fact(_FIELDS[name], _LABEL.sub("", value), origin))

    def named_people(self, media: Collection[str]) -> list[Fact]:
        """Authors and editors that are people: many a page names its publisher there, or one of the media."""
        return [
            fact
            for field, value, origin in self.people
            if not (self.is_site(value) or value in media)
            for fact in people_in(value, field, origin)
        ]

    def pen_names(self) -> list[Fact]:
        """Authors that are called as no medium is: where none is called as people are, maybe pen names."""
        return [
            Fact(field, value, origin)
            for field, value, origin in self.people
            if field == "authors" and self.is_pen_name(value)
        ]

    def is_pen_name(self, name: str) -> bool:
        """Whether what is called an author may be one: no medium, not the site, not whoever fills it."""
        return 1 < len(name) <= LONGEST_NAME and not (
            self.is_site(name) or is_medium(name) or STAFF.match(name)
        )

    def is_site(self, name: str) -> bool:
        """Whether a name is the publisher's, be it that the title tag ends with it: 易讯 of 手机易讯网."""
        return name in self.sites or self.title_tag.endswith(f"{name}网")


_PROPERTIES = {
    "headline": "title", "title": "title", "datePublished": "date", "pubDate": "date",
    "dateModified": "updated",
    "upDate": "updated", "author": "authors", "editor": "editors", "articleSection": "section",
    "publisher": "site",
}  # fmt: skip
_FIELDS: dict[str, Field] = {
    "source": "source", "section": "section", "url": "url",
}  # fmt: skip


def read_head(page: LexborHTMLParser) -> Head:
    """What the head of a page states; elements of the head are read wherever they stand."""
    head = Head()
    if title := page.css_first("title"):
        head.title_tag = " ".join(title.text().split())
    keys = load_words().meta
    for node in page.css('meta,link[rel="canonical"],script[type="application/ld+json"]'):
        tag = node.tag
        if tag == "script":
            _read_json_ld(node, head)
            continue
        attributes = node.attributes
        if tag == "link":
            head.state("url", attributes.get("href") or "", "canonical")
            continue
        key = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        name = keys.get(key.strip().lower()) if key else None
        if key == "name" and (around := node.parent) and around.attributes.get("itemprop") == "author":
            name = "authors"  # schema.org as microdata: a person is an element around a name
        if name and (content := attributes.get("content")):
            head.state(name, content, "meta-tag")
    head.year = head.year or _year_of([fact.value for fact in head.facts if fact.field == "url"])
    return head


def real_tags(head: Head, site: str, text: str) -> list[Fact]:
    """The keywords of the head that the article itself uses: others describe the site, or sell it.

    Args:
        head: The head.
        site: Name of the site, in lower case; empty if nobody knows.
        text: The article.
    """
    tags = list(dict.fromkeys(head.keywords))
    if len(tags) > _MANY_TAGS:
        return []
    names = {site, *(name.casefold() for name in head.sites)}
    return [
        Fact("tags", tag, "meta-tag")
        for tag in tags
        if 1 < len(tag) <= _LONG_TAG and tag in text and tag.casefold() not in names
    ]


def _read_json_ld(script: LexborNode, head: Head) -> None:
    """The article a JSON-LD script describes."""
    text = script.text().strip().rstrip(";")
    try:
        data = json.loads(text, strict=False)
        if _LATIN_ESCAPE in text:
            data = _repaired(data)
    except (ValueError, RecursionError):
        return
    for item in _items(data):
        kinds = item.get("@type") or ""
        kind = " ".join(map(str, kinds)) if isinstance(kinds, list) else str(kinds)
        if kind == "BreadcrumbList":
            head.facts += _trail(item)
        if kind and not kind.lower().endswith(_ARTICLE_TYPES):
            continue
        for key, name in _PROPERTIES.items():
            for value in _strings(item.get(key)):
                head.state(name, value, "json-ld")
        if kind.endswith("NewsArticle"):
            head.press.update(map(str.strip, _strings(item.get("publisher"))))


def _repaired(data: Any) -> Any:  # noqa: ANN401 - JSON
    """Data with those of its strings repaired that were decoded wrongly before they were escaped."""
    from newsclean.mojibake.repair import find_repairs  # noqa: PLC0415 - the data of few pages needs it

    if isinstance(data, str):
        return data if data.isascii() else applied(data, find_repairs(data)[0])
    if isinstance(data, list):
        return [_repaired(item) for item in data]
    return {key: _repaired(item) for key, item in data.items()} if isinstance(data, dict) else data


def _trail(breadcrumb: dict[str, Any]) -> list[Fact]:
    """The sections of a BreadcrumbList; the last of its items is the page."""
    elements = breadcrumb.get("itemListElement")
    items = [item for item in elements if isinstance(item, dict)] if isinstance(elements, list) else []
    items.sort(key=lambda item: position if isinstance(position := item.get("position"), int) else 0)
    names = [name for item in items for name in _strings(item.get("name") or item.get("item"))]
    return [Fact("section", name, "json-ld") for name in map(str.strip, names) if name and not is_home(name)]


def _items(data: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    """The objects of a JSON-LD document, those of its lists and graphs too."""
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            if isinstance(graph, list):
                yield from (part for part in graph if isinstance(part, dict))


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """The strings a property holds: itself, those of a list, the names of things."""
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, dict) else item
        if isinstance(name, str):
            yield name


def _year_of(addresses: list[str]) -> int | None:
    """The year of the date in an address such as …/2024/06/01/… or …/20240601…."""
    for address in addresses:
        if match := _URL_YEAR.search(address):
            return int(match[1])
    return None
