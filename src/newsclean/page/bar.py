"""Source bars: the lines of date, source and names around an article, and what they state."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from newsclean.dates import find_dates
from newsclean.facts import Fact, Field, Origin
from newsclean.page.words import load_words

LONGEST = 160
"""Characters a source bar may have."""

_NUMBER = re.compile(r"^[\d.,万+\-—/:()（）\s]*$")
_SPLIT = re.compile(r"[\s|｜丨·•【】\[\]<>《》]+")
_ENDS = re.compile(r"[\s|｜【\[（(,，;；、]")
_NAMES = re.compile(r"[\s、,，;；/／&]+")
_SENTENCE = re.compile(r"[，。！？；,!?…]")
_PERSON = re.compile(r"^[\u4e00-\u9fff·]{2,4}$|^[A-Za-z][A-Za-z .·-]{1,30}$")
_RELATIVE = re.compile(
    r"^(?:刚刚|今天|昨天|前天|\d+\s?(?:秒|分钟|小时|天|周|个月|年)前)(?:\s?\d{1,2}:\d\d)?$"
)
_COUNT = re.compile(
    r"\d+\s?(?:次|人|条|个|阅读|评论|浏览|点击|赞)*(?:浏览|阅读|评论|点击|参与|网友评论|跟帖)*"
)


class Bar(NamedTuple):
    """What a bar states.

    Attributes:
        facts: Its facts.
        updated: The date of the last change, when it gives one.
        relative: Whether it gives the date only relative to today.
    """

    facts: list[Fact]
    updated: str | None
    relative: bool


def is_bar(text: str) -> bool:
    """Whether a line states date or source under a label, or is nothing but a date and a few words."""
    if len(text) > LONGEST:
        return False
    words = load_words()
    for match in words.label.finditer(text):
        if words.labels[match[1].lower()] in {"source", "date", "updated"}:
            return True
    rest = text
    for found in reversed(list(find_dates(text, 2000))):
        if len(found.iso) < len("YYYY-MM-DD"):
            return False
        rest = rest[: found.start] + " " + rest[found.end :]
    return rest != text and len(rest) <= LONGEST // 4 and not _SENTENCE.search(rest)


def is_tools(text: str) -> bool:
    """Whether a line holds nothing but what a page offers to do: share, print, larger letters; or numbers."""
    if len(text) > LONGEST:
        return False
    tools = load_words().tools
    bare = _COUNT.sub(" ", text)
    return all(part.strip("：:()（）+,，;；") in tools or _NUMBER.match(part) for part in _SPLIT.split(bare))


def read_bar(lines: Iterable[str], year: int | None = None, *, loose: bool = True) -> Bar:
    """What the lines of a bar state.

    Args:
        lines: The lines between headline and article, or after it.
        year: The year for dates that give only month and day.
        loose: Whether words beside a date and without a label are taken for the source, too.

    Returns:
        Its facts, in order.
    """
    facts: list[Fact] = []
    updated: str | None = None
    relative = False
    words = load_words()
    pending: str | None = None
    for line in lines:
        if len(line) > LONGEST:
            continue
        matches = list(words.label.finditer(line))
        free = line[: matches[0].start()] if matches else line
        if pending and not matches and not is_tools(line):
            _state(facts, pending, line)
            pending = None
            continue
        pending = None
        for match, after in zip(matches, [*matches[1:], None], strict=False):
            label = words.labels[match[1].lower()]
            value = line[match.end() : after.start() if after else len(line)].strip()
            if not value:
                pending = label if after is None and label not in {"other", "date", "updated"} else None
            elif label in {"date", "updated"}:
                found = next(find_dates(value, year), None)
                if found and label == "date":
                    facts.append(Fact("date", found.iso, "source-bar"))
                    free += " " + value[found.end :]
                elif found:
                    updated = updated or found.iso
            elif label != "other":
                _state(facts, label, value)
        relative = _read_free(free, facts, year, loose=loose) or relative
    return Bar(facts, updated, relative)


def _state(facts: list[Fact], label: str, value: str) -> None:
    """Take note of what stands behind a label."""
    fields: dict[str, Field] = {
        "source": "source", "authors": "authors", "editors": "editors", "photographers": "photographers",
    }  # fmt: skip
    field = fields.get(label)
    if field is None:
        return
    if field == "source":
        dates = list(find_dates(value, 2000))
        if dates:
            value = value[: dates[0].start]
        value = _ENDS.split(value.strip(), maxsplit=1)[0].strip("：:-—<>《》")
        if value and not is_tools(value):
            facts.append(Fact("source", value, "source-bar"))
        return
    facts.extend(Fact(field, name, "source-bar") for name in split_names(value))


def split_names(value: str) -> list[str]:
    """The names of people in a list of them; none if it is something else."""
    names = []
    for part in _NAMES.split(value.strip()):
        name = part.strip("()（）[]【】:：")
        if name and _PERSON.match(name) and not is_tools(name):
            names.append(name)
    return names


def _read_free(line: str, facts: list[Fact], year: int | None, *, loose: bool) -> bool:
    """Dates in what stands without a label, and the words beside them; whether it says only `yesterday`."""
    rest = line
    dated = False
    for found in reversed(list(find_dates(line, year))):
        if len(found.iso) >= len("YYYY-MM-DD"):
            facts.append(Fact("date", found.iso, "source-bar"))
            dated = True
        rest = rest[: found.start] + " " + rest[found.end :]
    parts = [part for part in _SPLIT.split(rest) if part]
    if any(_RELATIVE.match(part) for part in parts):
        return not dated
    if not loose or _SENTENCE.search(rest):
        return False
    words = load_words()
    named = [part for part in parts if not is_tools(part) and 1 < len(part) <= 20]  # noqa: PLR2004
    for part in named:
        if "/" in part:
            people, _, medium = part.rpartition("/")
            if words.outlets.search(medium) and split_names(people):
                facts.append(Fact("source", medium, "source-bar"))
                facts.extend(Fact("authors", name, "source-bar") for name in split_names(people))
    if dated and named and len(named) <= 2 and not any(fact.field == "source" for fact in facts):  # noqa: PLR2004
        facts.append(
            Fact("source", next((p for p in named if words.outlets.search(p)), named[0]), "source-bar")
        )
    return False


def account(lines: Iterable[tuple[str, str]]) -> Fact | None:
    """The account that publishes a page: a name of its own line near the headline.

    Args:
        lines: Text and element name (class and id) of each line around the headline.
    """
    for text, name in lines:
        if (
            1 < len(text) <= 20  # noqa: PLR2004
            and _ACCOUNT.search(name)
            and not _SENTENCE.search(text)
            and not is_tools(text)
            and not load_words().label.search(text)
            and not _RELATIVE.match(text)
            and next(find_dates(text, 2000), None) is None
        ):
            origin: Origin = "account"
            return Fact("source", text, origin)
    return None


_ACCOUNT = re.compile(
    r"(?<![a-z])(?:author|account|name|nickname|nick|source|media|publisher|profile|user|meta)(?![a-z])"
)
