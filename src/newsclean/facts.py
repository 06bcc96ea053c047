"""Facts about a document, which are found in many places, and the choice among them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

Field = Literal[
    "title", "date", "source", "authors", "editors", "photographers",
    "section", "categories", "tags", "url", "language",
]  # fmt: skip

Origin = Literal[
    "front-matter",  # YAML at the head of a post
    "feed",  # the elements of a feed and of its entries
    "source-bar",  # the line of date, source and author under a headline
    "heading",  # the headline as the page shows it
    "byline",  # a paragraph that names who wrote, edited, photographed
    "dateline",  # 本报讯（记者 …）, 新华社北京5月9日电
    "credit",  # （责任编辑：…）, 来源：… in a line that boilerplate removed
    "breadcrumb",
    "tag-list",  # the tags a page shows with its article
    "json-ld",
    "meta-tag",  # <meta name="author">, og:title
    "title-tag",  # <title>, site name cut off
    "canonical",  # <link rel="canonical">
    "link",  # a link to the original in the text
    "script",  # data inside a script element
    "account",  # the publishing account of a platform
    "site",  # the name the site gives itself
    "text",  # what the text itself shows
]

# fmt: off
ORDER: dict[Field, tuple[Origin, ...]] = {
    "title": ("front-matter", "feed", "heading", "json-ld", "meta-tag", "script", "title-tag", "credit"),
    "date": ("front-matter", "feed", "source-bar", "json-ld", "meta-tag", "script", "credit", "dateline"),
    "source": ("source-bar", "credit", "front-matter", "feed", "json-ld", "meta-tag", "account", "script",
               "byline", "dateline", "site"),
    "authors": ("byline", "dateline", "source-bar", "credit", "front-matter", "feed", "json-ld", "meta-tag",
                "script", "site"),
    "editors": ("credit", "byline", "source-bar", "front-matter", "feed", "json-ld", "meta-tag", "script"),
    "photographers": ("byline", "credit", "dateline", "source-bar", "front-matter", "feed"),
    "section": ("breadcrumb", "front-matter", "feed", "json-ld", "meta-tag"),
    "categories": ("front-matter", "feed", "json-ld", "meta-tag"),
    "tags": ("front-matter", "feed", "tag-list", "json-ld", "meta-tag"),
    "url": ("front-matter", "feed", "link", "canonical", "meta-tag", "json-ld", "script"),
    "language": ("text", "meta-tag"),
}
# fmt: on
"""The origins that count for each field, in order of preference."""

TOGETHER: dict[Field, frozenset[Origin]] = {
    "authors": frozenset({"byline", "dateline", "source-bar"}),
    "editors": frozenset({"credit", "byline", "source-bar"}),
    "photographers": frozenset({"byline", "credit", "dateline", "source-bar"}),
}
"""Origins whose values are combined: one writer in the source bar and another in the dateline make two."""

PEOPLE: dict[str, Field] = {"authors": "authors", "editors": "editors", "photographers": "photographers"}
"""The fields that name people, by the names that rules and word lists have for them."""

SEVERAL: frozenset[Field] = frozenset(
    {"authors", "editors", "photographers", "section", "categories", "tags"}
)
"""Fields with several values: all those of the first origin that has any and of the origins combined with
it, in the order of the facts, without duplicates."""


class Fact(NamedTuple):
    """One statement about a document: a field, a value, and the place where it was found."""

    field: Field
    value: str
    origin: Origin


class Meta(NamedTuple):
    """The fields of the record, named as in schema.org NewsArticle and trafilatura where these have them.

    Attributes:
        title: Headline.
        date: ISO 8601, only as precise as the source.
        source: The medium the story first appeared in.
        authors: Who wrote it, in order.
        editors: Desk editors.
        photographers: Who took the pictures: people or organisations.
        section: Breadcrumb, without 首页 and 正文.
        categories: As given in front matter or meta tags.
        tags: As given in front matter or meta tags.
        url: Where the page is or was.
        language: BCP 47, such as `zh-Hans`.
    """

    title: str | None = None
    date: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None


def resolve(facts: Iterable[Fact]) -> Meta:
    """Choose the values of each field among facts, by `ORDER` and `TOGETHER`.

    >>> resolve([Fact("title", "标题_某网", "title-tag"), Fact("title", "标题", "heading")]).title
    '标题'
    """
    by_field: dict[Field, list[Fact]] = {}
    for fact in facts:
        if fact.value:
            by_field.setdefault(fact.field, []).append(fact)
    signed = {fact.value for fact in by_field.get("authors", []) if fact.origin != "credit"}
    edited = {fact.value for fact in by_field.get("editors", []) if fact.origin in TOGETHER["editors"]}
    chosen: dict[str, str | tuple[str, ...]] = {}
    for name, order in ORDER.items():
        stated = by_field.get(name, [])
        if name == "source":  # whoever signs a post is no medium, be it the account that publishes it
            stated = [fact for fact in stated if fact.origin != "account" or fact.value not in signed]
        elif name == "authors":  # the head calls author who filed the page, and the page editor
            stated = [fact for fact in stated if fact.origin != "meta-tag" or fact.value not in edited]
        first = next((origin for origin in order if any(fact.origin == origin for fact in stated)), None)
        if first is None:
            continue
        together = TOGETHER.get(name, frozenset())
        origins = together if first in together else {first}
        values = [fact.value for fact in stated if fact.origin in origins]
        if name == "authors":  # a medium is named with its authors: 文/某号 温如许
            values = [value for value in values if value != chosen.get("source")] or values
        chosen[name] = tuple(dict.fromkeys(values)) if name in SEVERAL else values[0]
    return Meta(**chosen)  # type: ignore[arg-type]  # a field of several values has a tuple
