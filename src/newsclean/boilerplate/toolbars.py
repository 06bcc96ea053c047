"""Lines of nothing but a page's tools and counts: 打印 关闭, 分享到：微信 微博, 阅读 539 · 评论 3.

What sites put there is made of few words, in any order and number; see `rules/toolbars.toml`.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from newsclean.boilerplate.lexicon import Lexicon
from newsclean.characters import LETTER
from newsclean.lazy import regex
from newsclean.tables import load_table

_KINDS = ("sure", "tool", "counted", "size", "section", "joint")
_TOOLS = frozenset({"sure", "tool", "counted"})
_BETWEEN = regex(
    r"(?P<ago>\d{1,2} ?(?:秒|分钟|小时|天|周|个月|年)前|[今昨前]天)"
    r"|(?P<when>\d{4}[年/.-]\d{1,2}[月/.-]\d{1,2}日?|\d{1,2}月\d{1,2}日|\d{1,2}-\d{1,2}(?!\d)"
    r"|\d{1,2}:\d{2}(?::\d{2})?)"
    # Where a platform says that something was written.
    rf"|(?P<place>(?:IP ?属地|来自)[: ]?{LETTER}{{2,6}})"
    r"|(?P<number>\d[\d,.]*(?:[万亿千]|[kKwWM](?![A-Za-z]))?\+?%?)"
    # Marks that divide a bar; those of a sentence are none.
    r"|(?P<mark>(?:(?![。，,;；?？“”‘’《》])[\W_])+)"
)
"""What stands between words, by its kind."""
_SENTENCE = regex("[。“”‘’《》]")
"""Marks that are in no bar, in either width."""
_MOMENTS = ("今天", "昨天", "前天", "分钟前", "小时前", "来自", "IP属地")
_NEAR = 2
"""Pieces at most between a count and what is counted."""
_MEASURES = frozenset({"量", "数", "率", "次数", "人数"})
"""What is counted, be there a number or not."""
_SIZES, _MENU, _LINK = 3, 4, 10
"""Sizes of letters that make a bar, sections of a site that make a menu, characters of a link in one."""


class _Piece(NamedTuple):
    """A word with its kinds, or what stands between words."""

    text: str
    kinds: frozenset[str]


@cache
def _lexicon() -> Lexicon:
    table = load_table("toolbars")
    return Lexicon.of({kind: table[kind] for kind in _KINDS})


def words_of_bars() -> list[str]:
    """Words one of which stands in every bar; those of one character are at the beginning of one."""
    return [*(word for word, kinds in _lexicon().kinds.items() if kinds & _TOOLS), *_MOMENTS]


def may_be_tool_bar(line: str) -> bool:
    """Whether a line, folded or not, may be such a bar: a quick check.

    >>> may_be_tool_bar("打印 关闭"), may_be_tool_bar("阅读是一件好事。")
    (True, False)
    """
    return _SENTENCE.search(line) is None


def is_tool_bar(line: str, *, alone: bool = False) -> bool:
    """Whether a folded line is a bar of tools and counts and nothing else.

    Args:
        line: The folded line.
        alone: One word that might be anything else will do: the line stands above or below all text.

    >>> is_tool_bar("打印 关闭"), is_tool_bar("阅读 539"), is_tool_bar("阅读300本书的孩子")
    (True, True, False)
    >>> is_tool_bar("推荐"), is_tool_bar("推荐", alone=True)
    (False, True)
    """
    pieces = _pieces(line)
    if pieces is None:
        return _is_menu(line)
    return _weight(pieces) > (0 if alone else 1)


def _is_menu(line: str) -> bool:
    """Whether a line is a row of links at least half of which are known, divided by bars.

    >>> _is_menu("关于青石|联系我们|网站地图|报社招聘|电子年鉴"), _is_menu("青石|报社招聘|河东|影集|水库")
    (True, False)
    """
    links = [link.strip() for link in line.split("|")] if line.count("|") >= _MENU else []
    if not links or max(map(len, links)) > _LINK:
        return False
    known = [pieces for pieces in map(_pieces, links) if pieces]
    sections = [piece for pieces in known if len(pieces) == 1 for piece in pieces if "section" in piece.kinds]
    tools = sum(_weight(pieces) > 0 for pieces in known)
    return 2 * max(tools, len(sections)) >= len(links)


def _weight(pieces: list[_Piece]) -> int:
    """How much a row of pieces tells: a tool counts for one, what can be nothing else for two.

    Of words that run into each other only the first counts: 推荐阅读 is one thing, A-A+ are two.
    """
    weight = 0
    for at, (_, kinds) in enumerate(pieces):
        before = pieces[at - 1] if at else _Piece(" ", frozenset())
        measured = pieces[at + 1 : at + 2] and pieces[at + 1].text in _MEASURES  # 点赞数
        if ("sure" in kinds and not measured) or ("counted" in kinds and _is_numbered(pieces, at)):
            weight += 2
        elif kinds & _TOOLS and not (before.kinds & _TOOLS and before.text[-1].isalnum()):
            weight += 1
    if sum("size" in kinds for _, kinds in pieces) >= _SIZES:
        weight += 2
    if sum("section" in kinds for _, kinds in pieces) >= _MENU:
        weight += 2
    elif any(kinds == {"section"} for _, kinds in pieces):
        return 0  # 更多新闻
    seen = frozenset().union(*(piece.kinds for piece in pieces))
    ago = any("ago" in kinds and text[0].isdigit() for text, kinds in pieces)
    return weight + (ago or ("when" in seen and not seen.isdisjoint({"ago", "place"})))


def _is_numbered(pieces: list[_Piece], at: int) -> bool:
    """Whether a number stands beside a word, with no more than a mark and a measure between: 3条评论."""
    before, after = pieces[max(at - _NEAR - 1, 0) : at][::-1], pieces[at + 1 : at + _NEAR + 2]
    for side in (before, after):
        first = next((piece for piece in side if piece.kinds.isdisjoint({"mark", "joint"})), None)
        if first is not None and "number" in first.kinds:
            return True
    return False


def _pieces(line: str) -> list[_Piece] | None:
    """The pieces of a line, in order; None if something in it is no word of a bar."""
    words = _lexicon()
    found: list[_Piece] = []
    place = 0
    while place < len(line):
        word = words.at(line, place)
        if word:
            found.append(_Piece(word, words.kinds[word]))
        elif between := _BETWEEN.match(line, place):
            found.append(_Piece(between[0], frozenset({between.lastgroup or ""})))
        else:
            return None
        place += len(found[-1].text)
    return found
