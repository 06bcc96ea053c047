"""Source bars: the lines of date, source and names around an article, and how to tell them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newsclean.characters import has_han
from newsclean.dates import Found, find_dates, may_date
from newsclean.fold import one_for_one, simplify
from newsclean.lazy import regex
from newsclean.page.labels import (
    NO_YEAR,
    SENTENCE,
    find_labels,
    lone_label,
    names_occasion,
    with_colon,
)
from newsclean.page.tree import INLINE, joined, name_of, plain_name
from newsclean.page.words import ends_as_medium, load_words

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from newsclean.page.tree import Tree

LONGEST = 160
"""Characters a source bar may have."""

LONGEST_NAME = 20
"""Characters a person's, an account's or a medium's name may have."""

_ADDRESS = regex(r"(?:https?://|www\.)[\w./-]+", re.ASCII)
_YEAR = regex(r"(?:19|20)\d\d")
_EDITION = regex(r"第\s?[\dA-Z]{1,4}\s?版|\d\s?版|第\s?\d{1,5}\s?期|(?<![A-Za-z\d])[A-D]\d{1,2}(?=[ ·:|]|$)")
_PUBLISHED = frozenset({"刊登", "刊出", "发布", "发表", "出版"})
_CLAUSE = regex("第[一二三四五六七八九十]+[届次]")
_HINT = regex(r"[\d:：〇一二]")
_NUMBER = regex(r"^[\d.,万kKwWxXpP+≈~\-—/:()（）\s\ue000-\uf8ff]*$")  # private use: an icon font's
_SPLIT = regex(r"[\s|｜丨·•【】\[\]<>《》：:/／、]+")
_ROW = regex(r"(?:\s*[【\[][^【】\[\]]{1,8}[】\]]){3,}\s*")
"""What older pages offer, each in brackets: 【评论】【论坛】【打印】."""
_MOMENT = regex(
    r"(?:刚刚|\d\s?(?:秒|分钟|小时|天|周|个月|年)前|(?:^|\D)\d{1,2}:\d\d(?::\d\d)?|(?:^|[\s-])\d\d?-\d\d?|\d月\d{1,2}日)"
    r"(?:\s?回复)?$"
)
_DAY_AND_TIME = regex(r"\s*(?:(?:20)?\d\d-)?\d{1,2}-\d{1,2} \d{1,2}:\d\d\s*")
"""A moment, mostly without its year or with the end of it, as an element of a bar: 07-19 18:22."""
TIME = regex(r"\d{1,2}:\d{2}(?::\d{2})?")
"""A time of day, as an entry of a report begins with."""
_COUNT = regex(
    r"\d[\d.]*\s?万?\s?(?:次|人|条|个|阅读|评论|浏览|点击|赞|喜欢|收藏|转发|播放)*(?:浏览|阅读|评论|点击|参与|网友评论|跟帖)*"
)
_FEW = 3
"""Blocks of an element that is about little more than one of them."""
_LEVEL = regex(r"(?<=\w)\s(?i:lv)\.?\s?\d{1,2}(?!\w)")
"""The level a platform gives an author, behind the name."""
_OFFERED = regex(r"\s?[(（]\s?([^\s()（）]{1,6})\s?[)）]$")
"""Something to do, in brackets behind a name: 温如许 (进入专栏)."""
_LABELLED = regex(r"[:：]")
_SPOKEN = ",，"
"""What stands behind a label that is to be heard."""
_FILING = regex(r"(?<![a-z])(?:categor(?:y|ies)|cate?|classify|ip|location)(?![a-z])")
_DATING = frozenset({"source", "date", "updated"})


class Line(NamedTuple):
    """A line of a bar: its text, and class and id of its element."""

    text: str
    name: str = ""


def line_of(tree: Tree, block: int) -> Line:
    """A block as a line of a bar, with class and id of its element, and of one around with little else."""
    home = tree.homes[block]
    name, around = name_of(tree, home), tree.parents[home]
    if around > 0 and tree.last[around] - tree.first[around] <= _FEW:
        name += " " + name_of(tree, around)
    text = _LEVEL.sub("", _labelled(tree, block))
    offered = _OFFERED.search(text)
    return Line(text[: offered.start()] if offered and is_tools(offered[1]) else text, name)


def _labelled(tree: Tree, block: int) -> str:
    """The text of a block, with a colon behind a label that only its element tells: <b>作者</b> 温如许."""
    pieces = tree.pieces[block]
    if len(pieces) == 1:
        return tree.spaced(block)
    pieces = [piece for piece in pieces if not _is_filing(piece)] or pieces
    text = joined(pieces)
    first = (pieces[0].text_content or "").strip()
    value = text[len(first) :].lstrip()
    label = first.rstrip(_SPOKEN)
    spoken = label != first
    if value[:1].isalnum() and (spoken or not first.isascii()) and lone_label(label.translate(one_for_one())):
        return f"{label}:{value}"
    return text


def _is_spoken(tree: Tree, block: int) -> bool:
    """Whether a block is a label and its value with a pause between them, for who has pages read aloud.

    The label is an element of its own that nobody sees: <span class="visually-hidden">作者, </span>温如许.
    """
    first = (tree.pieces[block][0].text_content or "").strip()
    label = first.rstrip(_SPOKEN)
    return label != first and label.translate(one_for_one()).lower() in load_words().labels


def _is_filing(piece: LexborNode) -> bool:
    """Whether a piece of a block only says where a page is filed, or was written, as its element tells."""
    around = piece.parent
    if around is None or around.tag not in INLINE or _LABELLED.search(piece.text_content or ""):
        return False
    of_class = around.attributes.get("class")
    return of_class is not None and _FILING.search(plain_name(of_class, "")) is not None


def is_bar(text: str) -> bool:
    """Whether a line states date or source under a label, or is nothing but a date and a few words."""
    if len(text) > LONGEST or "。" in text or not _HINT.search(text):
        return False
    if not (may_date(text) or ":" in text or "\N{FULLWIDTH COLON}" in text):
        return False
    plain = text.translate(one_for_one())
    labels = with_colon(plain)
    whole = SENTENCE.search(text) is None
    if any(label.field in _DATING for label in labels) or (
        whole and len(labels) > 1 and _DAY_AND_TIME.search(text)
    ):
        return True
    if len(text) > LONGEST // 2 or not whole or names_occasion(plain):
        return False
    rest = plain
    for found in reversed(list(find_dates(plain, NO_YEAR))):
        if len(found.iso) < len("YYYY-MM-DD") or ("T" not in found.iso and _in_phrase(plain, found)):
            return False
        rest = rest[: found.start] + " " + rest[found.end :]
    rest = _ADDRESS.sub("", rest) if rest != plain else ""
    return bool(rest) and (len(rest) <= LONGEST // 4 or _unexplained(rest) <= LONGEST_NAME)


def _unexplained(text: str) -> int:
    """Characters of the words in a simplified line that are no labels, no numbers and nothing to do."""
    words = load_words()
    return sum(
        len(part)
        for part in _SPLIT.split(_COUNT.sub(" ", text))
        if part.lower() not in words.labels and part not in words.tools and not _NUMBER.match(part)
    )


def reads_as_bar(tree: Tree, block: int) -> bool:
    """Whether a block is a source bar, be it that only its elements divide what it says.

    Beside elements with month, day and time may stand anything short: 某报官方账号,优质创作者.
    """
    text = tree.texts[block]
    if is_bar(text):
        return True
    if len(tree.pieces[block]) == 1 or len(text) > LONGEST:
        return False
    if ("," in text or "，" in text) and _is_spoken(tree, block):
        return True
    if _YEAR.search(text) is not None and is_bar(tree.spaced(block)):
        return True
    return (
        len(text) <= LONGEST // 4
        and "-" in text
        and ":" in text
        and (
            any(_DAY_AND_TIME.fullmatch(piece.text_content or "") for piece in tree.pieces[block])
            or opens_with_moment(tree.spaced(block))
        )
    )


def opens_with_moment(text: str) -> bool:
    """Whether a short line begins with day and time, in numbers: what is behind them tells of an account."""
    return len(text) <= LONGEST // 4 and _DAY_AND_TIME.match(text) is not None


def _in_phrase(text: str, found: Found) -> bool:
    """Whether a date is a word of a phrase: 3月8日第九届大会通过, not 3月8日 星期五."""
    before, after = text[: found.start], text[found.end :]
    glued_after = has_han(after[:1]) and not after.startswith("第")
    glued_before = has_han(before[-1:]) and not before.endswith(("于", "期", "间", "今天是"))
    return glued_after or glued_before or after.startswith(":") or bool(_CLAUSE.match(after))


def is_moment(text: str) -> bool:
    """Whether a short line ends with how long ago something was, a time of day, or month and day."""
    return len(text) <= LONGEST // 4 and _MOMENT.search(simplify(text)) is not None


def signed_by(text: str) -> str:
    """The name before the time in a line that says who wrote something and when, as above a comment.

    >>> signed_by("夜行列车 发表于 2022-03-06 15:49"), signed_by("2022-03-06 15:49 大坝开闸")
    ('夜行列车', '')
    """
    if len(text) > LONGEST // 4 or not may_date(text):
        return ""
    plain = text.translate(one_for_one())
    date = next(find_dates(plain, NO_YEAR), None)
    if date is None or "T" not in date.iso:
        return ""
    name = text[: len(plain[: date.start].removesuffix("发表于 "))].strip()
    return name if 1 < len(name) <= LONGEST_NAME else ""


def is_dateline(text: str) -> bool:
    """Whether a line before the headline dates the page: by a label, to the minute, or as a paper's edition.

    A site that greets its readers with today's date does none of these.
    """
    if not is_bar(text) or "今天" in text or "今日" in text:
        return False
    plain = text.translate(one_for_one())
    if with_colon(plain) or is_edition(text):
        return True
    date = next(find_dates(plain, NO_YEAR))
    return "T" in date.iso or plain[date.end :].strip() in _PUBLISHED


def is_edition(text: str) -> bool:
    """Whether a line names the page of a paper, or its issue: 第03版：要闻, A06·城事, 第12期."""
    return _EDITION.search(text) is not None


def is_form(text: str) -> bool:
    """Whether a line is a label of a bar with nothing behind it, as in a cell of a table of facts."""
    if len(text) > LONGEST // 8:
        return False
    plain = text.translate(one_for_one())
    if not plain.endswith((":", "\N{FULLWIDTH COLON}")):
        return lone_label(plain) is not None
    labels = find_labels(plain)
    return len(labels) == 1 and labels[0].end == len(text)


def is_medium(word: str) -> bool:
    """Whether what may pass for a name is called like a medium, or like a column of one: 某报·看某地."""
    return any(map(ends_as_medium, word.split("·")))


def is_tools(text: str) -> bool:
    """Whether a line holds nothing but what a page offers to do: share, print, larger letters; or numbers."""
    if len(text) > LONGEST:
        return False
    if _ROW.fullmatch(text):
        return True
    tools = load_words().tools
    bare = _COUNT.sub(" ", simplify(text))
    return all(part.strip("()（）+,，;；") in tools or _NUMBER.match(part) for part in _SPLIT.split(bare))
