"""The account that publishes a page on a platform, which shows it without a label."""

from __future__ import annotations

from itertools import pairwise

from newsclean.boilerplate.toolbars import is_tool_bar
from newsclean.characters import has_han
from newsclean.dates import find_dates
from newsclean.facts import Fact
from newsclean.fold import fold, one_for_one, simplify
from newsclean.lazy import regex
from newsclean.page.bar import LONGEST, LONGEST_NAME, Line, is_bar, is_tools, opens_with_moment
from newsclean.page.bar_reader import DOT, OFFICIAL, PLACED, RELATIVE, WORD
from newsclean.page.credits import BYLINE, MARK, is_credit, stands_apart
from newsclean.page.labels import NO_YEAR, SENTENCE, find_labels
from newsclean.page.words import is_home, load_words
from newsclean.people import is_name
from newsclean.people.roles import roles

_ORIGINAL = regex(r"^原[创創]\s*")
NICKNAME = regex(r"(?<![a-z])nickname(?![a-z])")
"""Class or id of an inline element that holds the account's name, beside whoever wrote the piece."""
_PROFILE = regex(r"(?<![a-z])(?:(?:user|author|account|media|profile)-(?:info|name|title)|nickname)(?![a-z])")
_NUMBERED = regex(r"[^\W\d_]{3,8}_?\d{1,8}")
"""What many users call themselves, since others do: 某某2019, lucky_77."""
FOLLOW = regex(r"\s\+?\s?(?:加?[关關]注|(?i:follow))$")
"""The button behind an account beside its headline: 某某 +关注."""
_NO_NAME = regex(r"[\d，。！？；：、,.!?:;|/／\s]")
_ACCOUNT = regex(
    r"(?<![a-z])(?:author|authi|account|name|nickname|nick|source|media|publisher|profile|user|meta)(?![a-z])"
)


_SECTION = regex(
    r"(?<![a-z])(?:categor(?:y|ies)|cate?|classify|channel|column|section|tags?|toc|menu|nav|sidebar)(?![a-z])"
)
"""Class or id of an element that says where on a site a page is filed, or leads elsewhere."""


def read_account(lines: list[Line]) -> list[Fact]:
    """The account that publishes a page, and its author: names near the headline, in an element named so.

    Of a forum's post it is the author, and no medium.

    Args:
        lines: The lines around the headline.
    """
    posted = any(load_words().posted.search(simplify(text)) for text, _ in lines)
    for text, name in lines:
        if not _ACCOUNT.search(name) or _SECTION.search(name):
            continue
        if len(text) > LONGEST // 2 or SENTENCE.search(text):
            continue
        words = _account_words(_ORIGINAL.sub("", text))
        if len(words) == 2 and is_name(simplify(words[0])):  # noqa: PLR2004 - a person, and where they publish
            return [Fact("authors", words[0], "source-bar"), Fact("source", words[1], "account")]
        whole = " ".join(words)
        if BYLINE.search(name) and not posted:
            continue
        if 0 < len(whole) <= LONGEST_NAME and (len(words) == 1 or text.isascii()):
            return [Fact("authors", whole, "source-bar") if posted else Fact("source", whole, "account")]
    return _beside_date(
        [
            line
            for line in lines
            if is_bar(text := line.text)
            or not (PLACED.match(simplify(text)) or is_credit(text) or is_tools(text))
        ]
    )


def is_profile(name: str) -> bool:
    """Whether class and id say that an element is about the account that publishes the page: user-info."""
    return _PROFILE.search(name) is not None


def read_profile(lines: list[Line]) -> list[Fact]:
    """The account that a page names beside its article, when it names one only."""
    names = {
        " ".join(_account_words(text)) for text, _ in lines if not (_is_count(text) or SENTENCE.search(text))
    } - {""}
    return [Fact("source", names.pop(), "account")] if len(names) == 1 else []


def _is_count(text: str) -> bool:
    """Whether a line has a number that is no part of a name: 粉丝 12.3万, 文章 45."""
    name = FOLLOW.sub("", text)
    return any(map(str.isdigit, name)) and not (
        _NUMBERED.fullmatch(name) and not is_tool_bar(fold(name).text, alone=True)
    )


def _account_words(text: str) -> list[str]:
    """The words of a line that may name an account; none where the line has a label, a date or a credit."""
    line = fold(text).text
    dated = next(find_dates(line, NO_YEAR), None) is not None
    if dated or find_labels(line) or is_credit(text) or MARK.match(line):
        return []
    by_word, columns = roles().by_word, load_words().columns
    return [
        OFFICIAL.sub("", word)
        for word in WORD.findall(RELATIVE.sub(" ", DOT.sub("|", text)))
        if len(word) > 1
        and word.translate(one_for_one()) not in by_word
        and word.translate(one_for_one()) not in columns
        and not is_tools(word)
        and not PLACED.match(simplify(word))
        and not word.endswith((":", "："))
    ]


def _beside_date(lines: list[Line]) -> list[Fact]:
    """The one word in the line before or after that of the date, a person or a medium."""
    for (line, _), (other, name) in [*pairwise(lines), *pairwise(lines[::-1])]:
        if (
            has_han(other)
            and 1 < len(other) <= LONGEST_NAME // 2
            and not is_home(other)
            and not _SECTION.search(name)
            and (is_bar(line) or opens_with_moment(line))
            and next(find_dates(line, NO_YEAR), None)
            and len(words := _account_words(other)) == 1  # be it with a button to follow it behind
            and other.startswith(words[0])
            and is_tools(other[len(words[0]) :])
            and not _NO_NAME.search(words[0])
        ):
            if stands_apart(simplify(words[0])):
                return [Fact("authors", words[0], "source-bar")]
            return [Fact("source", words[0], "account")]
    return []
