"""The word lists of `rules/page.toml`, loaded once."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from newsclean.facts import Field
from newsclean.fold import simplify
from newsclean.lazy import any_of, regex
from newsclean.tables import load_table

_COUNT = regex(r"[(（]?共?\d[\d,]{0,6}\+?条?[)）]?$")
"""How many comments there are: 全部评论(12)."""
_FOLD = regex(r"[\s:：>»·|]+")
_HEADING = 24
"""Characters that a heading after which nothing follows may have, decorated or not."""
DECORATION = "【】[]()（）-—▼↓■◆●>|·：: "
"""What may stand around a heading."""


class Words(NamedTuple):
    """What whole web pages say about their parts.

    Attributes:
        apart: Matches class and id attributes that name a part of the page beside the story.
        surely: Matches those of them that never name the story.
        adverts: Labels of advertisements.
        headings: Headings, without spaces and colons, after which nothing of the story follows.
        counted: Headings that are one when a number of comments follows, and those above.
        heading_starts: Their first characters, and those of what may stand before them.
        legal: Matches what only sentences of the publisher about itself say.
        notices: Matches the label of such a sentence.
        skipped: Matches the beginning of what leads past an element, for who has pages read aloud.
        missing: Matches what a server says for a page it does not have.
        posted: What the bar of a forum's post says.
        nowhere: What a bar says for a source when there is none.
        tools: What a bar under the headline offers beside its facts.
        columns: Sections, kinds of news and provinces, which a bar names beside the date.
        labels: For each label of a source bar, lower case, the field it states.
        longest: Characters of the longest label.
        label_ends: The last characters of labels.
        bare: Matches a label that may do without a colon.
        divided: Matches a label that a bar or a slash divides from its value.
        outlets: Matches the end of a medium's name.
        places: Matches the end of what names a site, a section, or a kind of page; nothing is one too.
        crumbs: What in a breadcrumb is no section.
        meta: For each key of a meta element, lower case, the field it states.
        teasers: Keys of the data in scripts that say in a sentence or two what an article is about.
        accounts: Keys of the data in scripts that name an account.
        script: For each field the keys of the data in scripts that state it, lower case.
        writers: Keys of the data in scripts under which an article's object has its authors.
    """

    apart: re.Pattern[str]
    surely: re.Pattern[str]
    adverts: frozenset[str]
    headings: frozenset[str]
    counted: frozenset[str]
    heading_starts: frozenset[str]
    legal: re.Pattern[str]
    notices: re.Pattern[str]
    skipped: re.Pattern[str]
    missing: re.Pattern[str]
    posted: re.Pattern[str]
    nowhere: frozenset[str]
    tools: frozenset[str]
    columns: frozenset[str]
    labels: dict[str, str]
    longest: int
    label_ends: frozenset[str]
    bare: re.Pattern[str]
    divided: re.Pattern[str]
    outlets: re.Pattern[str]
    places: re.Pattern[str]
    crumbs: frozenset[str]
    meta: dict[str, str]
    teasers: frozenset[str]
    accounts: frozenset[str]
    script: dict[Field, tuple[str, ...]]
    writers: tuple[str, ...]


@cache
def load_words() -> Words:
    """The word lists, read from the package's data."""
    data = load_table("page")
    labels = {
        label.lower(): field for field, some in data["labels"].items() if field != "why" for label in some
    }
    end, names = data["end"], data["names"]
    maybe = _named(names["apart"], rf"(?!-(?:{any_of(names['holds'])})(?![a-z]))")
    surely = _named(names["surely"])
    headings = frozenset(end["headings"]).union(
        which + what for which in end["which"] for what in end["what"]
    )
    return Words(
        apart=regex(f"{maybe}|{surely}"),
        surely=regex(surely),
        adverts=frozenset(names["adverts"]),
        headings=headings,
        counted=headings.union(end["counted"]),
        heading_starts=frozenset(heading[0] for heading in headings.union(end["counted"])).union(DECORATION),
        legal=regex(any_of(data["legal"]["words"])),
        notices=regex(rf"[【\[(（]?(?:{any_of(data['legal']['labels'])})[】\])）]?\s?[:：]"),
        skipped=regex(data["skipped"]["pattern"]),
        missing=regex(any_of(data["missing"]["words"])),
        posted=regex(any_of(data["bar"]["posted"])),
        nowhere=frozenset(data["bar"]["nowhere"]),
        tools=frozenset(data["bar"]["tools"]),
        columns=frozenset(data["bar"]["columns"] + data["bar"]["regions"]),
        labels=labels,
        longest=max(map(len, labels)),
        label_ends=frozenset(label[-1] for label in labels),
        bare=regex(rf"(?<![^\s|｜])({any_of(data['bar']['bare'])})\s?(?=[^\s:：|｜])", re.IGNORECASE),
        divided=regex(rf"(?<![^\s|])({any_of(labels)})\s?[/|]\s?(?=[^\s/|])", re.IGNORECASE),
        outlets=regex(rf"(?:{any_of(data['outlets']['endings'])})$"),
        places=regex(rf"^$|(?:{any_of([*data['outlets']['endings'], *data['places']['endings']])})$"),
        crumbs=frozenset(data["crumbs"]["drop"]),
        meta={key: field for field, keys in data["meta"].items() if field != "why" for key in keys},
        teasers=frozenset(data["teasers"]["keys"]),
        accounts=frozenset(data["accounts"]["keys"]),
        script={field: tuple(keys) for field, keys in data["script"].items() if field != "why"},
        writers=tuple(data["writers"]["keys"]),
    )


def ends_as_medium(name: str) -> bool:
    """Whether a name, in either script, ends as those of media do."""
    return load_words().outlets.search(simplify(name)) is not None


def says_missing(text: str) -> bool:
    """Whether a simplified text is what a server says for a page it does not have."""
    return load_words().missing.search(text) is not None


def is_home(word: str) -> bool:
    """Whether a word of a breadcrumb, in either script, is no section: 首页, 正文."""
    return simplify(word).lower() in load_words().crumbs


def is_legal(text: str) -> bool:
    """Whether a simplified block is a sentence of the publisher about itself."""
    words = load_words()
    return words.legal.search(text) is not None or words.notices.match(text) is not None


def is_end(text: str) -> bool:
    """Whether a simplified block is a heading after which nothing of the story follows."""
    words = load_words()
    if len(text) > _HEADING or text[0] not in words.heading_starts:
        return False
    heading = _FOLD.sub("", text).strip(DECORATION)
    if heading in words.headings:
        return True
    counted = _COUNT.search(heading)
    return counted is not None and heading[: counted.start()] in words.counted


def _named(words: list[str], unless: str = "") -> str:
    """A pattern for names that hold one of the words, or its plural, as a word, unless a pattern follows."""
    return rf"(?<![a-z])(?:{any_of(words)})s?(?![a-z]){unless}"
