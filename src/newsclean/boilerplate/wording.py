"""Lines told by the words they are made of: 长按识别二维码，加入我们的读者群, 本文不代表本站立场.

What a page says of itself, and to its reader, is said in as many ways as there are pages, but in few words,
and with nothing of the world in it. Words are weighed by class, as `rules/wording.toml` lists them: whose the
piece is, what the reader may do. What is left over when all of them are taken out weighs against the line.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import NamedTuple

from newsclean.boilerplate.lexicon import Lexicon
from newsclean.characters import LETTER
from newsclean.lazy import regex
from newsclean.tables import load_table

ENOUGH = 6
"""Points from which on a line is none of the story's: of 41,000 sentences of running text two have them."""
_MOST, _MORE = 2, 30
"""Words of a class that count, and characters for which there is one more: thrice said is no more said."""
_NAMED = 2
"""Points of names in quotation marks, which may be any: “青石发布”."""
_MANY = 25
"""Characters left over with which no line weighs enough."""
_TELLING = frozenset({"self", "rights", "stance", "phrase", "press", "thing", "pointer", "licence", "visit"})
"""Classes of words one of which stands in every line that weighs enough."""
_JOINING = frozenset({"joint"})
_ASKING = frozenset({"do", "press"})
"""Classes of words behind which a medium's name may stand without quotation marks."""
_ON_PAGE = frozenset({"thing", "press"})
"""Classes of words that only a page has: with one of them any account may be followed."""
_STATING = frozenset({"rights", "terms", "stance", "redress", "contact", "licence"})
"""Classes of what is no prompt: among running text it may be a heading, or be said by somebody."""
_CLAIMING = _STATING | {"self"}
"""Classes of words of which a statement of the publisher has two, not all of them `terms`."""
_OWN = frozenset({"self", "rights"})
"""Classes of words one of which a statement has that has words of the world in it, too."""
_OF_WORLD = frozenset({"news", "narrative"})
_PLAIN = 18
"""Points of what nobody but a writer says to readers, with which a word of the world changes nothing."""
_FEW, _SEVERAL = 8, 2
"""Characters left over in a statement above all text, at most, and claims of which one with some has more."""
_SKIPPED = regex(
    r"(?P<name>(?!^[【\[][^】\]]*.$)[“《【\[][^“”《》【】\[\]。]{1,20}[”》】\]]|@\w{2,20})"
    r"|(?:https?:|www\.)[!-~]+|[A-Za-z\d-]+(?:\.[A-Za-z\d-]+)+/[!-~]*|(?a:[\w.+-]+@[\w.-]+)"
    r"|(?P<latin>[A-Za-z]+)|(?:(?!@\w)[\W\d_])+"
)
"""What is no Chinese: names in quotation marks, addresses, names of accounts, Latin words, marks and numbers.

A line that stands in brackets as a whole is no name.
"""
_MEDIUM = regex(
    r"(?!.{0,7}[的了是在和与到从就更最])[\u4e00-\u9fff]{2,8}?"
    r"(?:[日晚早晨夜时邮]报|周刊|频道|新闻(?:网|(?=\W|APP|App))|中文网|网站|客户端|在线|电视台?|卫视|广播|(?=\([A-Za-z][\w-]+\)))"
)
"""A medium, or an account with its id, that is named behind what the reader is to do: 关注青石频道."""
_FOLLOWED = regex(r"(?<=关注|订阅)[\u4e00-\u9fff]{2,8}(?=[!。]?$)")
"""Any account, at the end of a line with the things of a page: 识别二维码，关注青石医院."""
_CALLED = regex(
    r"(?<=关注|订阅)[\u4e00-\u9fff]{2,8}?(?=(?:官方)?(?:微信|微博|公众号|视频号|抖音|快手|头条号|百家号|APP|App))"
)
"""Any account that is called one: 关注青石经济视频号."""
_QUESTION = regex(rf"[^。?]{{2,40}}[?](?=.{{0,3}}{LETTER})")
"""What a prompt may ask first: 你去过青石吗？欢迎留言."""
_OFFER = regex(r"[^。,]{2,30},(?=[^。,]+$)")
"""What it may tell first of what it offers: 青石摄影赛开始投票，按此了解更多."""


class _Words(NamedTuple):
    lexicon: Lexicon
    points: dict[str, int]


@cache
def _words() -> _Words:
    table = load_table("wording")
    words = {name: [*entry["words"], *entry.get("characters", "")] for name, entry in table.items()}
    return _Words(Lexicon.of(words), {name: entry["points"] for name, entry in table.items()})


def telling_words() -> list[str]:
    """Words one of which stands in every line that weighs enough."""
    return [word for word, kinds in _words().lexicon.kinds.items() if not kinds.isdisjoint(_TELLING)]


class Weight(NamedTuple):
    """How a line is weighed.

    Attributes:
        points: Of a page's own words, less what is left over.
        kinds: How many words of each class it has.
        others: Characters and Latin words left over.
    """

    points: int
    kinds: dict[str, int]
    others: int


def weigh(line: str, most_others: int = _MANY) -> Weight:
    """Weigh a folded line by its words.

    Args:
        line: The folded line.
        most_others: When more than that is left over, the rest of the line is not looked at.

    >>> weigh("未经授权请勿转载").points, weigh("未经授权请勿靠近大坝").points
    (7, 0)
    """
    lexicon, points = _words()
    seen: dict[str, int] = {}
    said: set[str] = set()  # said again, a word says no more
    told = others = place = words = 0
    named = asked = False
    while place < len(line) and others <= most_others:
        word = lexicon.at(line, place)
        if word and (_goes_on(line, place + len(word) - 1) or (asked and _begins_account(line, place, word))):
            word = None
        skipped = None if word or "\u4e00" <= line[place] <= "\u9fff" else _SKIPPED.match(line, place)
        if word:
            for kind in lexicon.kinds[word] if word not in said else ():
                seen[kind] = seen.get(kind, 0) + 1
            said.add(word)
            words += len(word) > 1 and lexicon.kinds[word] != _JOINING
            place += len(word)
            asked = not lexicon.kinds[word].isdisjoint(_ASKING)
        elif skipped is None and asked and (account := _account(line, place, seen)):
            seen["thing"] = seen.get("thing", 0) + 1
            place = account.end()
        elif skipped is None:
            others += 1
            place += 1
            asked = False
        elif skipped["name"] and skipped[0][1:-1] in lexicon.kinds:  # 【往下看更多】
            place += 1
        else:
            named |= bool(skipped["name"])
            others += bool(skipped["latin"])
            place = skipped.end()
    most = _MOST + len(line) // _MORE
    for kind, number in seen.items():
        told += points[kind] * (min(number, most) if points[kind] > 0 else number)
    if words == 1 and "phrase" not in seen:
        told = min(told, ENOUGH - 1)  # 置顶 may be said of anything
    return Weight(told + _NAMED * named - others, seen, others)


def _account(line: str, place: int, seen: Collection[str]) -> re.Match[str] | None:
    """The medium, or where words of a page have been seen before it any account, at a place of a line."""
    found = _MEDIUM.match(line, place) or _CALLED.match(line, place)
    return found or (_FOLLOWED.match(line, place) if _ON_PAGE & set(seen) else None)


def _begins_account(line: str, place: int, word: str) -> bool:
    """Whether one of the characters that join words is but the first of a medium's name: 好 of 好山日报."""
    return len(word) == 1 and _MEDIUM.match(line, place) is not None


def _goes_on(line: str, last: int) -> bool:
    """Whether a word whose last character stands at a place is the beginning of a longer Latin one."""
    after = line[last + 1 : last + 2]
    return line[last].isascii() and after.isascii() and after.isalpha()


def may_be_prompt(line: str) -> bool:
    """Whether a squeezed line may be a word to the reader and nothing else: a quick check of how it begins.

    >>> may_be_prompt("长按识别二维码"), may_be_prompt("渔民说，扫码就能下载。")
    (True, False)
    """
    return not line[0].isalpha() or _words().lexicon.at(line, 0) is not None


def is_of_page(line: str, *, alone: bool = False) -> bool:
    """Whether a folded line is about the page, or a word to its reader, and nothing else.

    Args:
        line: The folded line.
        alone: It stands below all text: it may hold a few words of something else, and be a statement.

    >>> is_of_page("长按识别二维码,加入我们的读者群"), is_of_page("扫描二维码乘车,市民直呼方便。", alone=True)
    (True, False)
    >>> is_of_page("本文不代表本站立场"), is_of_page("本文不代表本站立场", alone=True)
    (False, True)
    """
    if alone:
        if (offer := _OFFER.match(line)) and is_of_page(line[offer.end() :]):
            return True
        asked = _QUESTION.match(line)
        points, kinds, others = weigh(line[asked.end() :] if asked else line)
        claims = sum(number for kind, number in kinds.items() if kind in _CLAIMING)
        mixed = kinds.get("stance", 0) == claims == 1 and "phrase" not in kinds  # 点赞不代表支持
        plain = points >= _PLAIN and "phrase" in kinds
        asks = _is_request(kinds) and not mixed and (plain or kinds.keys().isdisjoint(_OF_WORLD))
        own = "news" not in kinds or not kinds.keys().isdisjoint(_OWN)
        states = own and claims > max(1, kinds.get("terms", 0))
        return others <= _MANY and points >= ENOUGH and (asks or states)
    points, kinds, others = weigh(line, most_others=0)
    if others or points < ENOUGH:
        return False
    if "news" in kinds and "phrase" not in kinds:
        return False
    return _is_request(kinds) and kinds.keys().isdisjoint(_STATING | {"sentence", "narrative"})


def is_statement(line: str) -> bool:
    """Whether a folded line, above all text, is a statement of the publisher and hardly anything else.

    >>> is_statement("本文不构成任何投资建议"), is_statement("本文讨论的版权问题,仍有分歧。")
    (True, False)
    """
    if "本" not in line and "文" not in line:  # nearly all words of `self` have one of them
        return False
    points, kinds, others = weigh(line, most_others=_FEW)
    claims = sum(number for kind, number in kinds.items() if kind in _CLAIMING)
    if points < ENOUGH or others > _FEW or "self" not in kinds or not kinds.keys().isdisjoint(_OF_WORLD):
        return False
    return claims > (_SEVERAL if others else 1)


def _is_request(kinds: dict[str, int]) -> bool:
    """Whether words of these classes ask the reader for something."""
    return (
        not kinds.keys().isdisjoint({"phrase", "press"})
        or kinds.keys() >= {"do", "thing"}
        or kinds.keys() >= {"pointer", "thing"}
        or kinds.get("pointer", 0) > 1
    )
