"""Where in its site a page stands, and the tags it shows."""

from __future__ import annotations

import re
from itertools import pairwise

from newsclean.facts import Fact
from newsclean.fold import simplify
from newsclean.lazy import regex
from newsclean.page.title import Titles, comparable
from newsclean.page.tree import Tree, name_of
from newsclean.page.words import is_home

_NAMED = regex(
    r"(?<![a-z])(?:breadcrumbs?|bread|crumbs?|position|location|path|weizhi|dqwz|mianbao)(?![a-z])"
)
_TAGS_NAMED = regex(r"(?<![a-z])(?:tags?|taglist|keywords?|biaoqian|label)(?![a-z])")
_TAGS_LABEL = regex(
    r"(?:^|(?<=[\s|｜]))(?:本文|文章)?(?:标签|关键词|关键字|tags?|keywords?)\s{0,3}(?:[:：>＞]+|(?<=[^\x00-\x7f])\s)\s{0,3}",
    re.IGNORECASE,
)
_ARROW = regex(r"\s*(?:[>＞»›→]|(?<=\s)[/\\-](?=\s)|::|--|—)+\s*")
_PLACE = regex(r"^.{0,8}位置\s*(?:是|在)?\s*[:：]?\s*")
_HOME = regex(r"(?:网|网站|门户|报|社|台|首页|主页|官网|在线|热线|信息港|客户端)$")
_BETWEEN = regex(r"[\s,，;；、|/]+")
_LONGEST_LINE, _LONGEST, _MOST, _LONGEST_TAG, _NEAR = 80, 16, 7, 16, 12


def find_section(tree: Tree, titles: Titles, site: str, start: int) -> list[Fact]:
    """The breadcrumb nearest before the article, without home page, title and the word for this page.

    Args:
        tree: The page.
        titles: What the head calls the page.
        site: Name of the site, folded; empty if nobody knows.
        start: The first block of the article.
    """
    for block in range(start - 1, -1, -1):
        text = tree.texts[block]
        if len(text) > _LONGEST_LINE:
            continue
        marked = "位置" in text or "/" in text or _ARROW.search(text)
        if marked and (parts := _trail(tree.spaced(block), titles, site)):
            return parts
        holder = tree.parents[tree.homes[block]]
        if is_home(text) and holder > 0 and _NAMED.search(name_of(tree, holder)):
            line = " > ".join(tree.texts[tree.first[holder] : tree.last[holder]])
            if len(line) <= _LONGEST_LINE and (parts := _trail(line, titles, site)):
                return parts
    return []


def _trail(line: str, titles: Titles, site: str) -> list[Fact]:
    """The sections a line lists, if it is a breadcrumb."""
    placed = _PLACE.match(line)
    rest = line[placed.end() :] if placed else line
    parts = [part.strip(" :：|") for part in _ARROW.split(rest)]
    if len(parts) == 1 and placed:
        parts = _BETWEEN.split(rest)
    parts = [part for part in parts if part]
    own = bool(parts and site) and _is_site(comparable(parts[0]), site)
    home = own or (bool(parts) and _HOME.search(simplify(parts[0])) is not None)
    if not 1 < len(parts) <= _MOST or not (placed or home or any(map(is_home, parts))):
        return []
    if own or (home and not all(map(is_home, parts[1:]))):  # a channel may be called as sites are
        parts = parts[1:]
    return [
        Fact("section", part, "breadcrumb")
        for part in parts
        if not is_home(part) and len(part) <= _LONGEST and not titles.confirm(part)
    ]


def _is_site(name: str, site: str) -> bool:
    """Whether a folded name is the site's, with more behind it or without its last character: 某财经(网)."""
    return name.startswith(site) or name == site[:-1]


def find_tags(tree: Tree, kept: tuple[int, int]) -> list[Fact]:
    """The tags a page lists around its article.

    Args:
        tree: The page.
        kept: First block of the article and the one after its last.
    """
    near = [*range(kept[1], min(kept[1] + _NEAR, len(tree.texts))), *range(max(kept[0] - 4, 0), kept[0])]
    for block in near:
        if tree.chars[block] > _LONGEST_LINE:
            continue
        line = tree.spaced(block)
        match = _TAGS_LABEL.search(simplify(line)) if len(line) <= _LONGEST_LINE else None
        if match:
            tags = _BETWEEN.split(line[match.end() :].strip())
            if _are_tags(tags):
                return [Fact("tags", tag.lstrip("#＃"), "tag-list") for tag in tags]
    for first, second in pairwise(near):
        home = tree.parents[tree.homes[first]]
        if second != first + 1 or home < 1 or not _TAGS_NAMED.search(name_of(tree, home)):
            continue
        blocks = range(tree.first[home], tree.last[home])
        tags = [tree.texts[block] for block in blocks if tree.linked[block]]
        if _are_tags(tags) and tree.link_length(home) * 2 > tree.text_length(home):
            return [Fact("tags", tag.lstrip("#＃"), "tag-list") for tag in tags]
    return []


def _are_tags(tags: list[str]) -> bool:
    return bool(tags) and all(1 < len(tag) <= _LONGEST_TAG for tag in tags)
