"""Source bars: the lines of date, source and names around an article, and what they state."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise, takewhile
from typing import NamedTuple

from newsclean.dates import Found, find_dates
from newsclean.facts import Fact, Field, Origin
from newsclean.lazy import regex
from newsclean.page.words import load_words

LONGEST = 160
"""Characters a source bar may have."""

_COLON = regex(r"\s?[:：]\s?")
_EDITION = regex(r"第\s?[\dA-Z]{1,4}\s?版|\d版")
_CLAUSE = regex("第[一二三四五六七八九十]+[届次]")
_HINT = regex(r"[\d:：〇一二]")
_NUMBER = regex(r"^[\d.,万+\-—/:()（）\s\ue000-\uf8ff]*$")  # private use: an icon font's
_SPLIT = regex(r"[\s|｜丨·•【】\[\]<>《》]+")
_TOOL_SPLIT = regex(r"[\s|｜丨·•【】\[\]<>《》：:/／、]+")
_ENDS = regex(r"[\s|｜【\[（(,，;；、]")
_SENTENCE = regex(r"[，。！？；,!?…]")
_RELATIVE = regex(r"^(?:刚刚|今天|昨天|前天|\d+\s?(?:秒|分钟|小时|天|周|个月|年)前)(?:\s?\d{1,2}:\d\d)?$")
_COUNT = regex(r"\d+\s?(?:次|人|条|个|阅读|评论|浏览|点击|赞)*(?:浏览|阅读|评论|点击|参与|网友评论|跟帖)*")


_LONGEST_NAME = 20
_HAN = regex("[\u3400-\u9fff]")
_NO_NAME = regex(r"[\d，。！？；：、,.!?:;|/\s]")
_NO_YEAR = 1840
"""Stands in for a year nobody knows: what is dated so has month and day only."""
_ACCOUNT = regex(
    r"(?<![a-z])(?:author|account|name|nickname|nick|source|media|publisher|profile|user|meta)(?![a-z])"
)


class Bar(NamedTuple):
    """What a bar states.

    Attributes:
        facts: Its facts.
        updated: The date of the last change, when it gives one.
    """

    facts: list[Fact]
    updated: str | None


class _Label(NamedTuple):
    """A label of a bar: its word, and where it stands with its colon."""

    word: str
    start: int
    end: int


def _labels(text: str) -> list[_Label]:
    """The labels in a line; beside a date or another label those without a colon, too (来源某报|作者某人)."""
    found = _with_colon(text)
    if found or (
        len(text) <= LONGEST and not _SENTENCE.search(text) and next(find_dates(text, _NO_YEAR), None)
    ):
        for match in load_words().bare.finditer(text):
            if all(match.end() <= label.start or label.end <= match.start() for label in found):
                found.append(_Label(match[1], match.start(), match.end()))
        found.sort(key=_start)
    return found


def _with_colon(text: str) -> list[_Label]:
    """The labels in a line that have a colon."""
    found: list[_Label] = []
    if ":" not in text and "：" not in text:
        return found
    words = load_words()
    for colon in _COLON.finditer(text):
        end = colon.start()
        for size in range(min(words.longest, end), 0, -1):
            if text[end - size : end].lower() in words.labels:
                if not found or found[-1].end <= end - size:
                    found.append(_Label(text[end - size : end], end - size, colon.end()))
                break
    return found


def _start(label: _Label) -> int:
    return label.start


def is_bar(text: str) -> bool:
    """Whether a line states date or source under a label, or is nothing but a date and a few words."""
    if len(text) > LONGEST or "。" in text or not _HINT.search(text):
        return False
    labels = load_words().labels
    if any(labels[label.word.lower()] in {"source", "date", "updated"} for label in _with_colon(text)):
        return True
    if len(text) > LONGEST // 2 or _SENTENCE.search(text):
        return False
    rest = text
    for found in reversed(list(find_dates(text, _NO_YEAR))):
        if len(found.iso) < len("YYYY-MM-DD") or ("T" not in found.iso and _in_phrase(text, found)):
            return False
        rest = rest[: found.start] + " " + rest[found.end :]
    return rest != text and len(rest) <= LONGEST // 4


def _in_phrase(text: str, found: Found) -> bool:
    """Whether a date is a word of a phrase: 3月8日第九届大会通过, not 3月8日 星期五."""
    before, after = text[: found.start], text[found.end :]
    glued_after = _HAN.match(after) is not None and not after.startswith(("星期", "周", "第"))
    glued_before = _HAN.search(before[-1:]) is not None and not before.endswith(("于", "期", "间", "今天是"))
    return glued_after or glued_before or after.startswith((":", "：")) or bool(_CLAUSE.match(after))


def is_dateline(text: str) -> bool:
    """Whether a line before the headline dates the page: by a label, to the minute, or as a paper's edition.

    A site that greets its readers with today's date does none of these.
    """
    if not is_bar(text) or "今天" in text or "今日" in text:
        return False
    return (
        bool(_with_colon(text))
        or _EDITION.search(text) is not None
        or "T" in next(find_dates(text, _NO_YEAR)).iso
    )


def is_credit(text: str) -> bool:
    """Whether a line names who wrote or photographed, and says nothing else."""
    if len(text) > LONGEST // 4 or _SENTENCE.search(text):
        return False
    from newsclean.people import parse_credit  # noqa: PLC0415 - its tables are for pages that name people

    credit = parse_credit(text)
    return credit is not None and credit.named


def is_tools(text: str) -> bool:
    """Whether a line holds nothing but what a page offers to do: share, print, larger letters; or numbers."""
    if len(text) > LONGEST:
        return False
    tools = load_words().tools
    bare = _COUNT.sub(" ", text)
    return all(
        part.strip("()（）+,，;；") in tools or _NUMBER.match(part) for part in _TOOL_SPLIT.split(bare)
    )


def read_bar(lines: Iterable[str], year: int | None = None, *, loose: bool = True) -> Bar:
    """What the lines of a bar state.

    Args:
        lines: The lines between headline and article, or after it.
        year: The year for dates that give only month and day.
        loose: Whether what has no label is read too: a date, and words beside it for the source.

    Returns:
        Its facts, in order.
    """
    reader = _Reader(year)
    for line in lines:
        if len(line) <= LONGEST:
            reader.read(line, loose=loose)
    return Bar(reader.facts, reader.updated)


class _Reader:
    """Reads the lines of a bar one by one; a label may stand in a line of its own before its value."""

    def __init__(self, year: int | None) -> None:
        self.year = year
        self.facts: list[Fact] = []
        self.updated: str | None = None
        self._pending = ""

    def read(self, line: str, *, loose: bool) -> None:
        """Read one line."""
        labels = _labels(line)
        if self._pending and not labels and len(line) <= _LONGEST_NAME and not is_tools(line):
            self._state(self._pending, line)
            self._pending = ""
            return
        self._pending = ""
        if loose and not labels and is_credit(line):
            self.facts.extend(_named(line))
            return
        free = [line[: labels[0].start] if labels else line]
        ends = [*(label.start for label in labels[1:]), len(line)]
        for label, end in zip(labels, ends, strict=False):  # without labels one end is left over
            free.append(self._state(label.word, line[label.end : end].strip()))
        rest = " ".join(free)
        if loose and not _SENTENCE.search(rest):
            _read_free(rest, self.facts, self.year)

    def _state(self, label: str, value: str) -> str:
        """Take note of what stands behind a label; gives back what of it belongs to no label."""
        field = load_words().labels[label.lower()]
        if field == "other":
            return ""
        if not value:
            self._pending = label
            return ""
        found = next(find_dates(value, self.year), None)
        if field in {"date", "updated"}:
            if found is None:
                return ""
            if field == "date":
                self.facts.append(Fact("date", found.iso, "source-bar"))
            else:
                self.updated = self.updated or found.iso
            return value[found.end :] if field == "date" else ""
        words = value[: found.start] if found else value
        if field == "source":
            source = _ENDS.split(words.strip(), maxsplit=1)[0].strip("：:-—<>《》")
            if source and not is_tools(source) and source not in load_words().nowhere:
                self.facts.append(Fact("source", source, "source-bar"))
        else:
            names = takewhile(lambda part: not is_tools(part), words.split())
            self.facts.extend(_named(f"{label}：{' '.join(names)}", _PEOPLE[field]))
        return value[found.start :] if found else ""


_PEOPLE: dict[str, Field] = {"authors": "authors", "editors": "editors", "photographers": "photographers"}


def _named(line: str, field: Field | None = None) -> list[Fact]:
    """The people a line names, in one field or in any, and the medium it names with them."""
    from newsclean.people import parse_credit  # noqa: PLC0415 - as above

    credit = parse_credit(line, "source-bar")
    return [f for f in credit.facts if field is None or f.field in {field, "source"}] if credit else []


def people_in(value: str, field: Field, origin: Origin) -> list[Fact]:
    """The people a value names, alone (温如许、裴朗) or as a credit (本报记者 温如许)."""
    from newsclean.people import parse_credit, split_names  # noqa: PLC0415 - as above

    names = split_names(value)
    if not names and (credit := parse_credit(value)):
        names = [fact.value for fact in credit.facts if fact.field == field]
    return [Fact(field, name, origin) for name in names]


def _credited(part: str) -> list[Fact]:
    """Whom 温如许/某报 or 某报/记者温如许 names."""
    from newsclean.people import parse_credit, split_names  # noqa: PLC0415 - as above

    people, _, medium = part.rpartition("/")
    if load_words().outlets.search(medium) and (names := split_names(people)):
        return [
            Fact("source", medium, "source-bar"),
            *(Fact("authors", name, "source-bar") for name in names),
        ]
    credit = parse_credit(part, "source-bar")
    return list(credit.facts) if credit else []


def _read_free(line: str, facts: list[Fact], year: int | None) -> None:
    """Dates in what stands without a label, and the names beside them."""
    rest = line
    dated = False
    for found in reversed(list(find_dates(line, year or _NO_YEAR))):
        if len(found.iso) >= len("YYYY-MM-DD"):
            dated = True
            if year or found.iso[:4] != str(_NO_YEAR):
                facts.append(Fact("date", found.iso, "source-bar"))
        rest = rest[: found.start] + " " + rest[found.end :]
    named = [
        part
        for part in _SPLIT.split(rest)
        if 1 < len(part) <= _LONGEST_NAME and not is_tools(part) and not _RELATIVE.match(part)
    ]
    if not named:
        return
    from newsclean.people import is_name  # noqa: PLC0415 - as above

    words = load_words()
    for part in [part for part in named if "/" in part or "／" in part]:
        if credited := _credited(part):
            facts.extend(credited)
            named.remove(part)
    for part in [part for part in named if dated and is_name(part)]:
        facts.append(Fact("authors", part, "source-bar"))
        named.remove(part)
    if dated and 0 < len(named) <= 2 and not any(fact.field == "source" for fact in facts):  # noqa: PLR2004
        medium = next((part for part in named if words.outlets.search(part)), named[-1])
        facts.append(Fact("source", medium, "account"))


def read_account(lines: list[tuple[str, str]]) -> list[Fact]:
    """The account that publishes a page, and its author: names near the headline, in an element named so.

    Args:
        lines: Text and element name (class and id) of each line around the headline.
    """
    from newsclean.people import is_name  # noqa: PLC0415 - as above

    for text, name in lines:
        if not _ACCOUNT.search(name) or len(text) > LONGEST // 2 or _SENTENCE.search(text) or _labels(text):
            continue
        if next(find_dates(text, _NO_YEAR), None):
            continue
        parts = [p for p in _SPLIT.split(text) if len(p) > 1 and not is_tools(p) and not _RELATIVE.match(p)]
        if len(parts) == 2 and is_name(parts[0]):  # noqa: PLR2004 - a person, and where they publish
            return [Fact("authors", parts[0], "source-bar"), Fact("source", parts[1], "account")]
        if parts and (len(parts) == 1 or text.isascii()) and len(" ".join(parts)) <= _LONGEST_NAME:
            return [Fact("source", " ".join(parts), "account")]
    return _beside_date([text for text, _ in lines])


def _beside_date(lines: list[str]) -> list[Fact]:
    """The one word in the line before or after that of the date."""
    crumbs = load_words().crumbs
    for line, other in [*pairwise(lines), *pairwise(lines[::-1])]:
        if (
            _HAN.search(other)
            and 1 < len(other) <= _LONGEST_NAME // 2
            and not _NO_NAME.search(other)
            and not is_tools(other)
            and other not in crumbs
            and is_bar(line)
            and next(find_dates(line, _NO_YEAR), None)
        ):
            return [Fact("source", other, "account")]
    return []
