"""What keys mean that say something about an article, and their values in the form of the record.

They are those of front matter, and the names of the elements of feeds and records; see `rules/keys.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from newsclean.dates import parse_date
from newsclean.facts import Field
from newsclean.lazy import regex
from newsclean.markup.plain import unescaped
from newsclean.people import parse_credit
from newsclean.tables import load_table

_MONTH = regex(r"(?:19|20)\d\d(?:[-/](?:0[1-9]|1[0-2]))?")
_NOTHING = frozenset({"~", "null", "Null", "NULL"})
"""How YAML says that a key has no value; its reader makes strings of all."""
SEPARATOR = regex(r"\s*[,，、;；]\s*")
"""What stands between the values of a list in a line."""
_NAMES = regex("[\u4e00-\u9fff]{2,4}(?:\\s+[\u4e00-\u9fff]{2,4})+")
_MAILBOX = regex(r"(?<=\S) *<[^<>\s]+@[^<>\s]+>$|^[^<>\s]+@[^<>\s]+$")
"""The address behind a name, or alone: 某早报 <news@example.cn>."""
_ABSOLUTE = regex(r"(?:https?:)?//\S+")


class Keys(NamedTuple):
    """The keys of `rules/keys.toml`.

    Attributes:
        fields: What the value of a key states.
        known: All keys of posts and mails.
        text: What holds the text of an entry, the most complete first.
        changed: What states when an entry was changed.
    """

    fields: dict[str, Field]
    known: frozenset[str]
    text: tuple[str, ...]
    changed: tuple[str, ...]


@cache
def keys() -> Keys:
    """The keys, read once."""
    table = load_table("keys")
    fields: dict[str, Field] = {key: field for field, some in table["fields"].items() for key in some}
    return Keys(
        fields,
        frozenset((*fields, *table["others"]["keys"])),
        tuple(table["text"]["keys"]),
        tuple(table["changed"]["keys"]),
    )


def plain(key: str) -> str:
    """A key in the form in which keys are compared.

    >>> plain("Publish-Date"), plain("发布时间")
    ('publishdate', '发布时间')
    """
    return re.sub(r"[\s_-]", "", key).lower()


def field_of(key: str) -> Field | None:
    """What the value of a key states about an article; None if nothing that is recorded."""
    return keys().fields.get(plain(key))


def is_known(key: str) -> bool:
    """Whether posts or mails have a key, be it one that says nothing about the article."""
    return plain(key) in keys().known


def fitted(field: Field, text: str) -> Iterator[tuple[Field, str]]:
    """A value in the form of its field: a date in ISO 8601, names and tags one by one.

    >>> list(fitted("authors", "温如许、裴朗")), list(fitted("date", "2024年3月9日"))
    ([('authors', '温如许'), ('authors', '裴朗')], [('date', '2024-03-09')])
    """
    text = text.strip() if field == "url" else _MAILBOX.sub("", unescaped(text).strip())
    if not text or text in _NOTHING:
        return
    if field == "date":
        date = parse_date(text) or (text.replace("/", "-") if _MONTH.fullmatch(text) else None)
        if date:
            yield field, date
    elif field == "url" or (field == "source" and _ABSOLUTE.fullmatch(text)):
        if _ABSOLUTE.fullmatch(text):
            yield "url", text
    elif field in ("categories", "tags"):
        # Jekyll separates the words of a string by spaces; people use commas as well
        parts = SEPARATOR.split(text)
        for part in parts if len(parts) > 1 else text.split():
            if part:
                yield field, part
    elif field in ("authors", "editors", "photographers"):
        yield from _people(field, text)
    else:
        yield field, " ".join(text.split())


def _people(field: Field, text: str) -> Iterator[tuple[Field, str]]:
    """The people a value names, by their roles if it names these: 记者 甲乙丙 通讯员 丁戊."""
    credit = parse_credit(text)
    if credit is not None and credit.named:
        yield from ((fact.field, fact.value) for fact in credit.facts)
        return
    parts = text.split() if _NAMES.fullmatch(text) else SEPARATOR.split(text)
    yield from ((field, part) for part in parts if part)
