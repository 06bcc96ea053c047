"""What removed words say: named groups of a rule's pattern to facts."""

from __future__ import annotations

import re
from collections.abc import Callable

from newsclean.dates import find_dates, parse_date
from newsclean.facts import PEOPLE, Fact, Field, Origin
from newsclean.fold import Folded, simplify
from newsclean.lazy import regex
from newsclean.page.words import is_home
from newsclean.people import Credit, Dateline, find_dateline, parse_credit
from newsclean.people.beside import read_beside
from newsclean.people.roles import roles

_LABEL: dict[str, str] = {"authors": "作者:", "editors": "编辑:", "photographers": "摄影:"}
_AS_WRITTEN: dict[str, tuple[Field, Origin]] = {
    "title": ("title", "heading"),
    "original": ("title", "credit"),
    "account": ("source", "account"),
    "url": ("url", "link"),
}
_READERS: dict[str, Callable[[str], Credit | Dateline | None]] = {
    "credit": lambda raw: parse_credit(raw, "credit") or read_beside(raw),
    "dateline": find_dateline,
}
_QUOTES = "《》〈〉“”\"'【】[]()<>『』「」 :,。.;|/-—"
_CRUMB = regex(r"\s*(?:[>\N{FULLWIDTH GREATER-THAN SIGN}]+|»+|›+|→|/|\||\\|·|—+|-+|::|≫)\s*")
_FRONT = ("首页", "主页")
"""How the name of a front page ends: 某某网首页."""
_PUBLISHED = regex(r"[(\[【]*(?:发布|发表|刊发|刊登|刊出|发稿)(?:时间|日期|于)?[: ]")
"""How a line begins that says when a piece appeared, and not when its page was made or changed."""
_BETWEEN_TAGS = regex(r"[\s,，、;；|｜/#＃]+")
_LONGEST_SOURCE = 30
_LONGEST_SECTION = 20


def facts_of(match: re.Match[str], folded: Folded) -> tuple[Fact, ...] | None:
    """The facts in the named groups of a match on a folded line; None if its `credit` or `dateline` is none.

    Args:
        match: Of a rule's pattern; see `newsclean.boilerplate.ruleset.GROUPS` for the names.
        folded: The line.
    """
    found: list[Fact] = []
    for name, value in match.groupdict().items():
        if not value:
            continue
        raw = folded.slice(*match.span(name))
        if name in PEOPLE:
            credit = parse_credit(_LABEL[name] + raw, "credit")
            found += (
                (f._replace(field=PEOPLE[name]) for f in credit.facts if f.field != "source")
                if credit
                else ()
            )
        elif name in _READERS:
            read = _READERS[name](raw)
            if read is None:
                return None
            found += read.facts
        elif name == "source":
            found += _source(value, raw)
        elif name == "date":
            found += _date(raw, folded.text)
        elif name in _AS_WRITTEN:
            field, origin = _AS_WRITTEN[name]
            found.append(Fact(field, _unquoted(raw.strip()), origin))
        elif name in _LISTS:
            found += _LISTS[name](raw)
    return tuple(found)


def _unquoted(title: str) -> str:
    """A title without the marks that enclose all of it."""
    return title[1:-1] if title[:1] + title[-1:] in {"《》", "“”", "「」", "『』"} else title


_ACCOUNT = regex(r"(?:[(（][Ii][Dd] ?[:：][^()（）]*[)）]?|(?:官方)?微信)?(?:公[众眾]号|公[众眾]號)?$")
"""What a source line says behind the name: 某日报微信公众号, 某某（ID：…）."""
_BEFORE_DAY = (" ", "\N{IDEOGRAPHIC SPACE}", "》(", "》（")
"""What stands between a medium and the day of its issue."""
_ISSUE = regex(r"(?<=》)[^《》]*$")
"""The issue behind a periodical: 《某刊》2021年第4期."""
_SEVERAL = regex(r"[^、/]{1,12}(?:报|報|社|网|網|台|臺|新闻|新聞|客户端|發布|发布)(?=[、/])")
"""The first of several media: 某日报、看某某客户端."""


def _date(raw: str, line: str) -> list[Fact]:
    date = parse_date(raw)
    return [Fact("date", date, "source-bar" if _PUBLISHED.match(line) else "credit")] if date else []


def _source(value: str, raw: str) -> list[Fact]:
    dated = next(find_dates(raw), None)
    if dated and raw[: dated.start].endswith(_BEFORE_DAY):  # 某日报　2021-03-04, 《某日报》（2021年3月4日）
        return [*_source(value, raw[: dated.start]), Fact("date", dated.iso, "credit")]
    several = _SEVERAL.match(raw)
    raw = several[0] if several else _ACCOUNT.sub("", _ISSUE.sub("", raw))
    name = raw.strip(_QUOTES + "\N{FULLWIDTH COLON}（）　")
    words, value = roles(), value.strip(_QUOTES)
    if not 1 < len(name) <= _LONGEST_SOURCE or value in words.nobody or value.startswith(words.permitted):
        return []
    return [Fact("source", name, "credit")]


def sections(crumbs: str) -> list[Fact]:
    """The sections in a breadcrumb, without what is the same on every page.

    >>> [fact.value for fact in sections("首页 > 新闻 > 青石新闻 > 正文")]
    ['新闻', '青石新闻']
    """
    names = [name.strip(_QUOTES + "\N{FULLWIDTH COLON}") for name in _CRUMB.split(crumbs)]
    names = [name for name in names if name and not simplify(name).endswith(_FRONT)]
    return [
        Fact("section", name, "breadcrumb")
        for name in names
        if len(name) <= _LONGEST_SECTION and not is_home(name)
    ]


def _tags(listed: str) -> list[Fact]:
    """The tags that a page lists with a piece."""
    tags = (tag.strip(_QUOTES) for tag in _BETWEEN_TAGS.split(listed))
    return [Fact("tags", tag, "tag-list") for tag in tags if 1 < len(tag) <= _LONGEST_SECTION]


_LISTS: dict[str, Callable[[str], list[Fact]]] = {"section": sections, "tags": _tags}
