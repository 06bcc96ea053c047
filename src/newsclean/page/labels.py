"""The labels of source bars: 来源：, 作者｜, 发布于."""

from __future__ import annotations

from typing import NamedTuple

from newsclean.dates import find_dates
from newsclean.lazy import regex
from newsclean.page.words import load_words

NO_YEAR = 1840
"""Stands in for a year nobody knows: what is dated so has month and day only."""

_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DAY = "(?:星期|周)[一二三四五六日天]"
SENTENCE = regex(
    rf"[。！？；!?;…]|，(?!\s?{_DAY})|,(?!\s?(?:\d|{_MONTHS}|{_DAY}))"
    rf"|(?<![\dA-Za-z\u00c0-\u1eff月]),(?!\s?{_DAY})"
)
"""Marks of a sentence; a comma inside of a number is none, nor one of a date (Nov 8, 2020)."""

_COLON = regex(r"\s?[:：]\s?")
_SPREAD = regex(r"[\u3400-\u9fff](?:\s{1,4}[\u3400-\u9fff]){1,3}$")
_WIDEST = 20
_OCCASION = regex(
    r"(?:^|(?<=[\s(（【\[|]))(?!打印|访问|下载|浏览|阅读|当前|北京|当地)([\u3400-\u9fff]{2,8}(?:时间|日期))\s?[:：]"
)
_SHORT = 2
"""Characters of the labels that say no more than that there is a time."""
_DAYS = frozenset("日号分秒一二三四五六天")
"""How a date, a weekday or a time ends."""
_QUOTED = frozenset('“「『"')
"""Marks before the label in a notice that quotes one: 凡注明“来源：某网”的作品."""
_TAIL = frozenset({"时间", "日期", "来源"})
"""Labels that longer words end with, which state something else: 报告时间, 资金来源."""
_WORD = regex(r"(?:^|(?<=[\s、.(（【\[|]))[\u3400-\u9fff]{1,6}$")
_DIVIDED = frozenset({"source", "date", "updated", "authors", "editors", "photographers"})
"""Fields whose labels a bar or a slash may divide from their value: 发布 / 2024年6月1日."""


class Label(NamedTuple):
    """A label of a bar.

    Attributes:
        field: What it states, see `rules/page.toml`.
        word: The label.
        start: Where it begins.
        end: Where its value begins, behind colon and space.
    """

    field: str
    word: str
    start: int
    end: int


def find_labels(text: str) -> list[Label]:
    """The labels in a line, in order.

    Those with a colon; without any, those a bar or a slash divides from their value (作者｜某人); and
    beside another label or a date those with nothing between (来源某报|作者某人).

    Args:
        text: The line, simplified.
    """
    found = with_colon(text)
    words = load_words()
    if not found:
        found = [
            Label(field, match[1], match.start(), match.end())
            for match in words.divided.finditer(text)
            if (field := words.labels[match[1].lower()]) in _DIVIDED
        ]
    bare = [match for match in words.bare.finditer(text) if not SENTENCE.search(text)]
    if bare and (found or len(bare) > 1 or next(find_dates(text, NO_YEAR), None)):
        found += [
            Label(words.labels[match[1].lower()], match[1], match.start(), match.end())
            for match in bare
            if all(match.end() <= label.start or label.end <= match.start() for label in found)
        ]
        found.sort(key=_start)
    return found


def lone_label(text: str) -> Label | None:
    """The label that is all of a line and has no colon, as in a cell of a table of facts.

    Args:
        text: The line, simplified.
    """
    field = load_words().labels.get(text.lower(), "other")
    return Label(field, text, 0, len(text)) if field != "other" and len(text) > 1 else None


def _start(label: Label) -> int:
    return label.start


def with_colon(text: str) -> list[Label]:
    """The labels in a line, simplified, that have a colon."""
    found: list[Label] = []
    if ":" not in text and "：" not in text:
        return found
    words = load_words()
    for colon in _COLON.finditer(text):
        end = colon.start()
        if text[end - 1 : end].lower() not in words.label_ends:
            continue
        word, start = _before(text, end)
        if text[start - 1 : start] in _QUOTED or (word in _TAIL and _is_longer(text, start)):
            continue
        if word and (not found or found[-1].end <= start):
            found.append(Label(words.labels[word.lower()], word, start, colon.end()))
    return found


def names_occasion(text: str) -> bool:
    """Whether a simplified line says when something else is than the page: 报告时间：…, 活动日期：…."""
    if ":" not in text and "：" not in text:
        return False
    words = load_words()
    for match in _OCCASION.finditer(text):
        word, _ = _before(text, match.end(1))
        if len(word) <= _SHORT or words.labels[word] == "other":
            return True
    return False


def _is_longer(text: str, start: int) -> bool:
    """Whether what stands before a label is the beginning of its word, and no date that it follows."""
    before = text[max(start - _WIDEST, 0) : start]
    return before[-1:] not in _DAYS and _WORD.search(before) is not None


def _before(text: str, end: int) -> tuple[str, int]:
    """The longest label that ends there, and where it starts; its characters may be spread: 来　源."""
    words = load_words()
    for size in range(min(words.longest, end), 0, -1):
        start = end - size
        if text[start:end].lower() in words.labels:
            short = size == 1 or text[start:end].isascii()  # no word may end so: 英文：
            return ("", end) if short and text[start - 1 : start].isalnum() else (text[start:end], start)
    spread = _SPREAD.search(text, max(end - _WIDEST, 0), end)
    while spread:
        word = "".join(spread[0].split())
        if word in words.labels:
            return word, spread.start()
        spread = _SPREAD.search(text, spread.start() + 1, end)
    return "", end
