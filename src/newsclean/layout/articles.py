"""Finds where the articles of a page begin.

A page has several articles if at least two are signed: by a dateline (本报讯) or a byline below the
headline, or by names in brackets at the end of an article without names at its top. On such a page, unsigned
articles are found by their words: the headline has words in common with the text below it, but not with the
text above. A page on which nothing is signed has several articles if that is so of all its headlines.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from newsclean.layout.lines import LONGEST_HEADLINE, Line
from newsclean.lazy import regex

_KICKER: Final = 12
"""Most characters of a column head."""

_SERIES: Final = 9
"""Most characters of one that stands below another: 优化营商环境进行时 has nine."""

_UNSIGNED: Final = 3
"""Fewest articles of a page on which nothing is signed."""

_BODY: Final = 20
"""Fewest characters of a paragraph that can be the text of an article."""

_SEEN: Final = 1500
"""Characters before and after a headline that are compared."""

_HAN: Final = regex("[\u4e00-\u9fff]{2,}")
_COMMON: Final = frozenset(
    "的了是在和与等为以及对将把被从向到也都就而并或其这那有不一个上下中我们你他她它会能要可"
)
_NAMED: Final = regex("[一-鿿]{2,6}[：:]")  # 石桥县：…, a place or a person as headlines name them
_DAY: Final = regex("[0-9０-９一二三四五六七八九十]{1,3}月[0-9０-９一二三四五六七八九十]{1,3}[日号]")

_HALVES: Final = regex(r"[^\s·]{4,}[ \u3000][^\s·]{4,}")
"""A headline in two halves: 果农直播忙 苹果出山快."""


class Start(NamedTuple):
    """Where an article begins.

    Attributes:
        first: Index of its first paragraph.
        title: Index of its headline; None for text at the top of a page that has none.
        kickers: Indexes of the heads of columns above the headline.
    """

    first: int
    title: int | None
    kickers: tuple[int, ...]


@dataclass(slots=True)
class _Block:
    """Adjacent headlines, or one other line."""

    lines: list[Line]
    is_head: bool

    @property
    def line(self) -> Line:
        return self.lines[0]


@dataclass(slots=True)
class _Article:
    """An article that is being read: the blocks from one start to the next."""

    first: int
    signed: bool = False
    signed_twice: bool = False
    dated: bool = False
    named_at: list[int] = field(default_factory=list)
    text: bool = False
    ended: bool = False


def find_articles(lines: Sequence[Line], *, titled: bool) -> list[Start]:
    """Where the articles of a page begin; none for a page with one article.

    Args:
        lines: All paragraphs of the page, including removed ones, since credits are evidence.
        titled: Whether the page itself has a headline. Then its text is one article, unless two headlines in
            it are followed by datelines.
    """
    heads = [
        line
        for line in lines
        if len(line.text) <= LONGEST_HEADLINE and (line.is_headline or line.is_repeated)
    ]
    signed = any(line.paragraph.facts for line in lines) or _are_dated(lines, heads)
    if not heads or ((titled or len(heads) < _UNSIGNED) and not signed):
        return []
    if len(heads) == 1 and not any(line.paragraph.facts and line.is_credit for line in lines):
        return []
    blocks = list(_blocks(lines))
    articles = _read(blocks)
    if _are_several(blocks, articles, titled=titled):
        found = [
            at
            for article, end in _with_ends(blocks, articles)
            for at in (article.first, *_unsigned(blocks, article, end, least=1))
        ]
    else:
        found = [] if titled else _topics(blocks)
    return [_start(blocks, at, end) for at, end in pairwise([*found, len(blocks)])]


def _are_dated(lines: Sequence[Line], heads: Sequence[Line]) -> bool:
    """Whether a dateline stands right below one of the headlines."""
    above = {line.index for line in heads}
    standing = [line for line in lines if line.stands]
    return any(left.index in above and right.has_dateline for left, right in pairwise(standing))


def _are_several(blocks: list[_Block], articles: list[_Article], *, titled: bool) -> bool:
    """Whether two of the articles are signed."""
    if titled:
        return sum(article.dated for article in articles) > 1
    signed = sum(article.signed for article in articles)
    if signed > 1:
        return True
    # An article with authors at both ends may be two, of which the first names them only in its dateline.
    return signed == 1 and any(
        article.dated and article.signed_twice and any(_unsigned(blocks, article, end, least=3))
        for article, end in _with_ends(blocks, articles)
    )


def _with_ends(blocks: list[_Block], articles: list[_Article]) -> Iterator[tuple[_Article, int]]:
    """Each article with its end."""
    ends = [article.first for article in articles[1:]]
    return zip(articles, [*ends, len(blocks)], strict=True)


def _blocks(lines: Sequence[Line]) -> Iterator[_Block]:
    head: list[Line] = []
    for line in lines:
        if not line.stands and not line.is_credit and not line.is_repeated:
            continue
        if line.is_repeated or (line.is_headline and not line.is_box and not line.is_numbered):
            head.append(line)
            continue
        if head:
            yield _Block(head, is_head=True)
            head = []
        yield _Block([line], is_head=False)
    if head:
        yield _Block(head, is_head=True)


def _read(blocks: list[_Block]) -> list[_Article]:
    """Split the page at the certain beginnings of articles."""
    articles: list[_Article] = []
    now = _Article(0)
    for at, block in enumerate(blocks):
        if block.is_head:
            dated, byline = _what_follows(blocks, at)
            if dated or byline or (now.ended and _has_text(blocks, at)):
                if at > now.first:
                    articles.append(now)
                now = _Article(at)
            now.dated = now.dated or (dated and at == now.first)
            now.signed = now.signed or ((dated or byline) and at == now.first)
            continue
        _take(now, at, block.line)
    articles.append(now)
    return articles


def _take(now: _Article, at: int, line: Line) -> None:
    """Add one line to the article that is being read."""
    if not line.is_credit:
        now.text = now.text or len(line.text) >= _BODY
        now.ended = False
    if not line.paragraph.facts:
        return
    if (line.is_credit and "authors" in line.names) or line.signs_off:
        now.signed_twice = now.signed_twice or (now.text and bool(now.named_at))
        now.ended = now.ended or (now.text and not now.named_at)
        now.signed = now.signed or now.ended
    if any(fact.field == "authors" for fact in line.paragraph.facts):
        now.named_at.append(at)


def _what_follows(blocks: list[_Block], at: int) -> tuple[bool, bool]:
    """Whether a dateline, and whether a byline, directly follows a headline."""
    byline = False
    for below in range(at + 1, len(blocks)):
        block = blocks[below]
        if block.line.is_credit:
            byline = byline or "authors" in block.line.names
            continue
        if block.is_head:
            return False, byline
        return block.line.has_dateline, byline
    return False, False


def _has_text(blocks: list[_Block], at: int) -> bool:
    """Whether text follows a headline, be it below a salutation: 编辑同志：."""
    following = [block for block in blocks[at + 1 : at + 3] if not block.is_head]
    if len(following) > 1 and following[0].line.text.endswith((":", "\N{FULLWIDTH COLON}")):
        following = following[1:]
    return bool(following) and len(following[0].line.text) >= _BODY


def _unsigned(blocks: list[_Block], article: _Article, end: int, *, least: int) -> Iterator[int]:
    """Headlines inside an article that begin another one, which has no signature above its text.

    Args:
        blocks: The page.
        article: The article.
        end: Its end.
        least: How strongly a headline must be related to the text below it if there is a signature as well;
            see `_is_new_topic`.
    """
    first = article.first
    for at in range(article.first + 1, end):
        if not blocks[at].is_head or not _has_text(blocks, at):
            continue
        stop = next((k for k in range(at + 1, end) if blocks[k].is_head or blocks[k].line.is_credit), end)
        opening, title = blocks[at + 1].line, blocks[at].lines[-1]
        closing = blocks[stop].line if stop < end and not blocks[stop].is_head else None
        names = bisect_left(article.named_at, first)
        named_at = article.named_at[names] if names < len(article.named_at) else at
        named = named_at < at
        others = named and closing is not None and not _people(closing) <= _people(blocks[named_at].line)
        if closing and "authors" in closing.names and named:
            needed = least  # a page names the authors of an article once: this is another's signature
        elif blocks[at - 1].line.is_credit and not named:
            needed = least  # a picture and its text end in the photographer's name
        elif closing or opening.opens or _DAY.match(opening.head) or _NAMED.match(title.head):
            needed = 3
        else:
            needed = 5
        upwards = (line.text for k in range(at - 1, first - 1, -1) for line in reversed(blocks[k].lines))
        before = "".join(reversed(_enough(upwards)))[-_SEEN:]
        after = "".join(_enough(blocks[k].line.text for k in range(at + 1, stop)))[:_SEEN]
        if _is_new_topic(before, title.text, after, least=needed, share=0.15 if others else 0.3):
            yield at
            first = at


def _topics(blocks: list[_Block]) -> list[int]:
    """The headlines of a page on which nothing is signed, if each is about its own text and no other.

    Of headings of sections one or another is not, and two prove nothing. What is marked as a heading is one.
    """
    heads = [at for at, block in enumerate(blocks) if block.is_head]
    if len(heads) < _UNSIGNED or heads[0] > 0:
        return []
    if any(line.paragraph.kind == "heading" for at in heads for line in blocks[at].lines):
        return []
    before = ""
    for at, end in pairwise([*heads, len(blocks)]):
        after = "".join(_enough(blocks[k].line.text for k in range(at + 1, end)))[:_SEEN]
        title = blocks[at].lines[-1].text
        if len(after) < _BODY or not _is_new_topic(before, title, after, least=2, share=0.3):
            return []
        before = after
    return heads


def _enough(texts: Iterable[str]) -> list[str]:
    """As many of the texts as are compared, so that a long article is not read again for each heading."""
    some: list[str] = []
    size = 0
    for text in texts:
        some.append(text)
        size += len(text)
        if size >= _SEEN:
            break
    return some


def _people(line: Line) -> set[str]:
    """The authors that a line names."""
    return {fact.value for fact in line.paragraph.facts if fact.field == "authors"}


def _is_new_topic(before: str, title: str, after: str, *, least: int, share: float) -> bool:
    """Whether a headline is about the text below it, and unrelated to the text above.

    Of the headlines of 80 concatenated articles, nine in ten share at least a third of their character pairs
    with their own text and at most a third with the text before, and the two texts share at most 0.15 of
    theirs. Of 60 section headings, three do.

    Args:
        before: The end of the article above.
        title: The headline.
        after: The text below it.
        least: How many more pairs it must share with the text below than with the text above.
        share: The share of its pairs that it must share with the text below.
    """
    words, old, new = _pairs(title), _pairs(before), _pairs(after)
    told, known = len(words & new), len(words & old)
    return (
        told - known >= least
        and told >= share * len(words)
        and known <= 0.34 * len(words)
        and len(new & old) <= 0.15 * len(new)
    )


def _pairs(text: str) -> set[str]:
    """Pairs of adjacent Chinese characters, without those of function words."""
    return {
        run[k : k + 2]
        for run in _HAN.findall(text)
        for k in range(len(run) - 1)
        if run[k] not in _COMMON and run[k + 1] not in _COMMON
    }


def _start(blocks: list[_Block], first: int, end: int) -> Start:
    """The headline among the lines at the top of an article, and the column heads above it."""
    lines = blocks[first].lines
    if not blocks[first].is_head:
        return Start(lines[0].index, None, ())
    text = "".join(_enough(blocks[k].line.text for k in range(first + 1, end)))
    at = len(lines) - 1
    while at > 0 and not _is_kicker(lines[at - 1], lines[at], text):
        at -= 1
    head = at
    while head > 0 and _is_kicker(lines[head - 1], lines[at], text):
        head -= 1
    if at - head > 1 and len(lines[at - 1].text) > max(_SERIES, len(lines[at - 2].text)):
        at -= 1  # the head of a column, the headline and its longer second deck
    return Start(lines[0].index, lines[at].index, tuple(line.index for line in lines[head:at]))


def _is_kicker(line: Line, below: Line, text: str) -> bool:
    """Whether a line is a column head above a headline, rather than a headline above its second deck.

    A headline shares most of its pairs of characters with the text; the name of a column does not.
    """
    halves = _HALVES.fullmatch(line.text) is not None
    if halves or len(line.text) > _KICKER or len(line.text) >= len(below.text) or below.text[:1] in "—-":
        return False
    words = _pairs(line.text)
    return 2 * len(words & _pairs(text)) <= len(words)
