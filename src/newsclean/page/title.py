"""The title of a page: what its headline, meta tags and title tag agree on."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from newsclean.characters import LETTER
from newsclean.fold import simplify
from newsclean.lazy import regex
from newsclean.page.bar import is_bar, is_edition, is_tools, reads_as_bar
from newsclean.page.head import Head
from newsclean.page.tree import Tree, name_of
from newsclean.page.words import ends_as_medium, is_end, is_home, load_words

_SEPARATOR = regex(
    r"\s*(?:[_|｜»«›>]|::|--+|——+|\s[-–—]\s?|(?<=[^\x00-\x7f])[-–—](?=[^\x00-\x7f])"
    r"|[-–—](?=[A-Z]\w*(?:[. ][A-Z]\w*)+$))\s*"
)
"""What divides a title from the names of section and site; a hyphen also before a Latin name: -The Paper."""
_NEWSPAPER = regex(rf"{LETTER}{{2,9}}(?<![海情预简通汇警举申呈字子])报")
"""What newspapers are called, and nothing else: no 海报, 预报, 电子报."""
_OPENING, _CLOSING = "([（【《「『“", ")]）】》」』”"
_ISSUE = regex(r"(?:(?:第?[a-z]?\d{1,3}版(?::.{1,6})?|\d{4}[年/.-]\d{1,2}[月/.-]\d{1,2}日?|星期.)[-—]*)+")
"""The page and the day of a paper: 第a06版-2012年06月08日."""
_CRUMB = regex(r"[\s>»›/|\\\\→：:\-—＞-]+")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NAMED = regex(r"(?<![a-z])(?:title|headline|biaoti|bt|subject|caption|tit)(?![a-z])")
_BOLD = frozenset({"b", "strong", "big"})
_LARGE = regex(r"font-size:\s?(?:1[89]|[2-9]\d)|font-weight:\s?(?:bold|[6-9]00)|size=\+?[4-7]")
_LABEL = regex(
    r"^(?:文章)?(?:[标標][题題]|主[题題](?=\s?[:：]))(?:\s?[:：]\s?|\s|(?=[\[【]))|^\[[\u3400-\u9fff]{2,6}\]\s?"
)
"""What a table of facts sets before a headline, and a forum the kind of post: [原创]."""
_LABELLED = "标標文主["
_MADE_WITH = "Powered by"
"""How title tags end that name the software of a site."""
_SHORTEST, _BEFORE, _NEAR, _LINES = 4, 40, 8, 3

LONGEST = 120
"""Characters a headline may have."""


def comparable(text: str) -> str:
    """Text to compare titles by: NFKC, without white space, lower case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def title_parts(tag: str) -> list[str]:
    """What a title tag says between the marks that divide title, section and site."""
    marks = [(0, 0), *(match.span() for match in _separators(tag)), (len(tag), len(tag))]
    return [tag[before:after] for (_, before), (after, _) in pairwise(marks)]


def _separators(tag: str) -> list[re.Match[str]]:
    """The marks that divide title, section and site; none stands in brackets."""

    def opened(part: str) -> int:
        return sum(map(part.count, _OPENING)) - sum(map(part.count, _CLOSING))

    return [
        match
        for match in _SEPARATOR.finditer(tag)
        if opened(tag[: match.start()]) <= 0 or opened(tag[match.end() :]) >= 0
    ]


def _names_no_article(part: str) -> bool:
    """Whether a folded part of a title tag names a site, a section, or the page or the day of a paper."""
    return (load_words().places.search(simplify(part)) or _ISSUE.fullmatch(part)) is not None


class Titles:
    """What a page may be titled.

    Attributes:
        tag: The title tag, folded.
        stated: The titles stated for machines, and the one in the title tag without its site, folded.
        chars: All their characters.
        first: What the title tag begins with, up to the first mark that divides it, folded.
        parts: What the title tag says between such marks, folded.
        nameless: Whether the head names site, section or kind of page, and no article.
    """

    __slots__ = ("chars", "first", "nameless", "parts", "stated", "tag")

    def __init__(self, head: Head) -> None:
        self.tag = comparable(head.title_tag)
        self.stated = {comparable(value) for _, value in head.titles}
        if head.title_tag:
            self.stated.add(comparable(bare_title(head.title_tag, head)))
        parts = [comparable(part) for part in title_parts(head.title_tag)]
        self.first, self.parts = parts[0], frozenset(parts)
        self.nameless = not head.titles and all(map(_names_no_article, parts))
        self.chars = frozenset(self.tag).union(*self.stated)

    def confirm(self, text: str) -> bool:
        """Whether a block of text is what the head calls the page."""
        if not (_SHORTEST <= len(text) <= LONGEST and self._may_hold(text[0]) and self._may_hold(text[-1])):
            return False
        folded = comparable(text)
        return (
            folded in self.stated
            or (
                len(folded) >= 2 * _SHORTEST
                and (folded in self.tag or any(folded in one for one in self.stated))
            )
            or folded == self.tag
        )

    def _may_hold(self, char: str) -> bool:
        """Whether a stated title may hold a character; one that is not Chinese may read otherwise there."""
        return char in self.chars or not "\u4e00" <= char <= "\u9fff"

    def find_headlines(self, tree: Tree) -> list[int]:
        """The blocks of a page that are its headline, in order; blogs link theirs to the page itself."""
        found: list[int] = []
        blocks = zip(tree.texts, tree.chars, tree.linked, tree.homes, strict=True)
        for block, (text, chars, linked, home) in enumerate(blocks):
            if chars > LONGEST:
                continue
            is_link = linked * 2 > chars
            is_short = is_link and chars <= _NEAR
            if text[0] in _LABELLED and not self.confirm(text):
                text = unlabelled(text)  # noqa: PLW2901 - what it labels
            if (not is_link and self.confirm(text)) or (
                tree.tags[home] in HEADINGS and not is_short and self.is_one(text)
            ):
                found.append(block)
        return found

    def names(self, text: str) -> bool:
        """Whether a text that repeats a title is no site's name: it begins the title or is most of it."""
        if text[0] in _LABELLED and not self.begins(text):
            text = unlabelled(text)
        return self.begins(text) or 2 * len(comparable(text)) >= len(self.tag)

    def is_one(self, text: str) -> bool:
        """Whether a headline, however short, is all of a stated title, or the first part of the title tag."""
        folded = comparable(text)
        return folded == self.first or folded in self.stated

    def shows(self, text: str) -> bool:
        """Whether a headline is what the head calls the page, however short it is."""
        return self.confirm(text) or self.is_one(text)

    def outgrow(self, text: str) -> bool:
        """Whether the title tag says so much more that a heading it does not hold names but a column."""
        if load_words().places.search(simplify(self.first)) or is_edition(self.tag):
            return False
        return 2 * len(comparable(text)) <= len(self.first)

    def begins(self, text: str) -> bool:
        """Whether a text is a stated title, or what the title tag begins with."""
        folded = comparable(text)
        return folded in self.stated or self.tag.startswith(folded)

    def bracketed(self, text: str) -> str:
        """The title with which a block begins in brackets, as news of a paragraph do; else nothing."""
        if text[0] != "【":
            return ""
        title = text[1:].partition("】")[0]
        return title if len(title) >= _SHORTEST and self.begins(title) else ""


def find_heading(tree: Tree, titles: Titles, headlines: list[int], start: int) -> int | None:
    """The block that is the page's headline.

    Args:
        tree: The page.
        titles: What the head calls it.
        headlines: The blocks that repeat that.
        start: The first block of the article.

    Returns:
        Index of the block; None if the page shows no headline.
    """
    while start + 1 < len(tree.texts) and tree.tags[tree.homes[start]] in HEADINGS:
        start += 1  # a line above the headline may read as a sentence does
    known = frozenset(headlines)
    confirmed: list[int] = []
    plain: list[int] = []
    for block in range(min(start + 3, len(tree.texts)) - 1, -1, -1):
        text = tree.texts[block]
        if not 1 < len(text) <= LONGEST:
            continue
        if block in known:
            found = confirmed
        elif (
            tree.tags[tree.homes[block]] in HEADINGS
            and 0 <= start - block <= _BEFORE
            and len(text) >= _SHORTEST
            and tree.linked[block] * 2 <= tree.chars[block]
            and not is_end(tree.plain[block])
        ):
            found = plain
        else:
            continue
        if not is_crumbs(text) and not is_bar(text):
            found.append(block)
    if confirmed:
        # the longest says most; of equals the one next to the article
        return max(
            confirmed, key=lambda block: (tree.tags[tree.homes[block]] == "h1", tree.chars[block], block)
        )
    plain = [block for block in plain if not titles.outgrow(tree.texts[block])]
    if plain:
        return min(plain, key=lambda block: (tree.tags[tree.homes[block]], -block))
    return _find_untold(tree, titles, start)


def _find_untold(tree: Tree, titles: Titles, start: int) -> int | None:
    """A headline above the article in an element that is none: by its name, words, size or place."""
    for block in _above(start):
        if _may_head(tree, block) and is_named_headline(tree, block):
            return block
    told = next((block for block in _above(start) if _is_part(tree, titles, block)), None)
    if told is not None:
        return told
    if not titles.nameless:
        return None
    large = next((block for block in reversed(_above(start)) if _is_large(tree, block)), None)
    return _find_above_bar(tree, start) if large is None else large


def is_named_headline(tree: Tree, block: int) -> bool:
    """Whether the element of a block is called as those of headlines are: <div class="tit">."""
    return _NAMED.search(name_of(tree, tree.homes[block])) is not None


def _find_above_bar(tree: Tree, start: int) -> int | None:
    """The longer of the two lines above the source bar: a headline with or without a number below it."""
    bar = next((block for block in _above(start) if reads_as_bar(tree, block)), 0)
    lines = [block for block in range(max(bar - 2, 0), bar) if _may_head(tree, block)]
    return max(lines, key=tree.chars.__getitem__, default=None)


def _may_head(tree: Tree, block: int) -> bool:
    """Whether a line above the article can be its headline."""
    text = tree.texts[block]
    return (
        _SHORTEST < len(text) <= LONGEST
        and not tree.linked[block]
        and not is_bar(text)
        and not is_tools(text)
        and not is_crumbs(text)
    )


def _above(start: int) -> range:
    """The blocks right above the article, the nearest first."""
    return range(start - 1, max(start - _NEAR, 0) - 1, -1)


def _is_part(tree: Tree, titles: Titles, block: int) -> bool:
    """Whether a block is a part of the title tag, in an element that nothing tells for a headline."""
    text = tree.texts[block]
    told = titles.is_one(text) or (comparable(text) in titles.parts and not ends_as_medium(text))
    return len(text) >= _SHORTEST and not tree.linked[block] and told and not is_crumbs(text)


def _is_large(tree: Tree, block: int) -> bool:
    """Whether a line above the article is set large or bold, as hand-made pages set a headline."""
    if not _may_head(tree, block):
        return False
    home = tree.nodes[tree.homes[block]]
    node = tree.pieces[block][0].parent
    while node is not None:
        attributes = node.attributes
        set_so = f"{attributes.get('style') or ''} size={attributes.get('size')}"
        if node.tag in _BOLD or _LARGE.search(set_so):
            return True
        if node == home:
            return False
        node = node.parent
    return False


def headline(tree: Tree, titles: Titles, block: int) -> str:
    """The text of the headline in a block, all its lines where a line break divides it.

    They are one where the head of the page says them in one: <h1>one line<br>another</h1>.
    """
    home = tree.homes[block]
    lines = tree.texts[tree.first[home] : tree.last[home]]
    whole = " ".join(lines)
    if tree.tags[home] in HEADINGS and 1 < len(lines) <= _LINES and titles.confirm(whole):
        return whole
    text = tree.texts[block]
    if in_two := _in_two(tree, titles, block):
        return in_two
    return text if titles.confirm(text) else unlabelled(text)


def _in_two(tree: Tree, titles: Titles, block: int) -> str | None:
    """A headline set in two elements: together they are a title, or the second is a subtitle, ——标题."""
    alone = titles.is_one(tree.texts[block])
    for first, second in pairwise(tree.texts[max(block - 1, 0) : block + 2]):
        whole = first + second
        if (not alone and titles.is_one(whole)) or (second.startswith("——") and titles.confirm(whole)):
            return whole
    return None


def unlabelled(text: str) -> str:
    """A headline without the label of a table of facts: 标题：大桥今日通车.

    >>> unlabelled("标题：大桥今日通车"), unlabelled("主题：大桥今日通车"), unlabelled("标题党的代价")
    ('大桥今日通车', '大桥今日通车', '标题党的代价')
    """
    return _LABEL.sub("", text)


def is_crumbs(text: str) -> bool:
    """Whether a line says where in the site the page stands: 首页 > 新闻 > 正文."""
    return any(map(is_home, _CRUMB.split(text)))


def site_name(head: Head) -> str:
    """What the title tag ends with, where that is the name of the site, folded; else empty.

    >>> site_name(Head("江湾大桥今日通车_本地新闻_江湾网"))
    '江湾网'
    """
    parts = [part for part in title_parts(head.title_tag) if not part.startswith(_MADE_WITH)]
    last, rest = parts[-1], sum(map(len, parts[:-1]))
    return comparable(last) if len(last) * 2 <= rest or (rest and ends_as_medium(last)) else ""


def newspapers(head: Head) -> list[str]:
    """The newspaper whose site the title tag ends with; none where it ends with anything else.

    >>> newspapers(Head("江湾大桥今日通车 | 江湾晨报")), newspapers(Head("江湾大桥今日通车_江湾天气预报"))
    (['江湾晨报'], [])
    """
    first, *others = title_parts(head.title_tag)
    last = others[-1].strip() if first and others else ""
    return [last] if _NEWSPAPER.fullmatch(simplify(last)) else []


def bare_title(tag: str, head: Head) -> str:
    """A title without the names of site and section before and behind it.

    >>> bare_title("江湾大桥今日通车_本地新闻_江湾网", Head())
    '江湾大桥今日通车'
    >>> bare_title("晚风（何晚舟 - 词曲）_江湾网", Head())
    '晚风（何晚舟 - 词曲）'
    """
    sites = {comparable(site) for site in head.sites}
    separators = _separators(tag)
    start, end = 0, len(tag)
    for match in reversed(separators):
        tail = tag[match.end() : end]
        rest = match.start()
        if (
            comparable(tail) in sites
            or not tail
            or tail.startswith(_MADE_WITH)
            or len(tail) * 2 < rest
            or (len(tail) <= rest and ends_as_medium(tail))
        ):
            end = rest
        else:
            break
    for match in separators:
        if match.start() >= end:
            break
        part = tag[start : match.start()]
        if comparable(part) in sites or (len(part) * 2 < end - match.end() and ends_as_medium(part)):
            start = match.end()
        else:
            break
    return tag[start:end].strip() or tag
