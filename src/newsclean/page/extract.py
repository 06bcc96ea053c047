"""A whole web page to the HTML of its article and the facts the page states."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from newsclean.facts import Fact
from newsclean.fold import simplify
from newsclean.lazy import regex
from newsclean.page.breaks import keep_lines
from newsclean.page.find import find_root, find_window
from newsclean.page.head import Head, read_head
from newsclean.page.kind import find_kind
from newsclean.page.prune import LISTS, Cut, Spot, apply_cuts, find_cuts
from newsclean.page.score import Score
from newsclean.page.script import Data, find_data
from newsclean.page.stated import Found, publishers, shell_facts, stated, title_facts, unstated
from newsclean.page.title import Titles, find_heading
from newsclean.page.tree import UNSEEN, Tree, parse
from newsclean.page.words import says_missing

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_HIDDEN = ",".join(f'[style*="{style}" i]' for style in ("display:none", "display: none")) + ",[hidden]"
_UNFOLD = regex(r"(?:展开|阅读|查看|显示|余下|剩余)(?:全文|剩余|内容|\d)")
_UNSEEN = regex(f"<(?:{'|'.join(UNSEEN)})[ >]")
_ATTRIBUTES = regex(r'<([a-z][^\s>/]*)((?: [^\s"=>]+="[^"]*")+)>')
_KEPT = regex(r' (?:href|src|alt|colspan|rowspan)="[^"]*"')
_STYLED = regex(r"</(?:span|font)>\s+<(?:span|font)>|</?(?:span|font)>|<!--.*?-->", re.DOTALL)
_LITTLE = 60
"""Characters of a hidden element that are always too few to be the article."""
ENOUGH = 60
"""Characters of prose below which a page shows no article, and its scripts are looked into."""


class Page(NamedTuple):
    """What was found on a page.

    Attributes:
        html: The article, slim: attributes gone but for addresses.
        kind: `article`, `list`, `gallery`, `video` or `other`.
        facts: What the page states about the article.
        cuts: What was cut inside the article's element: rule and text.
        outside: The text of the page outside of it.
    """

    html: str
    kind: str
    facts: tuple[Fact, ...]
    cuts: tuple[tuple[str, str], ...]
    outside: str


class _Seen(NamedTuple):
    """A page as a reader sees it, before it is known what of it is the article.

    Attributes:
        head: What its head states.
        body: Its body, without what the page hides.
        tree: The same as arrays.
        titles: What the head calls the page.
        score: How much of it is prose.
    """

    head: Head
    body: LexborNode
    tree: Tree
    titles: Titles
    score: Score


def read_page(source: str) -> Page:
    """The article of a page and its facts."""
    page = parse(source)
    head = read_head(page)
    body = page.body
    if body is None:
        return Page("", "other", tuple(title_facts(head)), (), "")
    _drop_hidden(body)
    tree, titles = Tree(body), Titles(head)
    if keep_lines(tree):
        tree = Tree(body)
    seen = _Seen(head, body, tree, titles, Score(tree, titles))
    window = find_window(tree, seen.score)
    shown = seen.score.between(*window)
    if shown < ENOUGH and not (shown and _is_headed(tree, titles)) and (data := find_data(source, head)):
        return _from_data(seen, data)
    return _from_body(seen, window, source) if shown else _without_prose(seen)


def _from_data(seen: _Seen, data: Data) -> Page:
    """The article of a page whose text is in its scripts."""
    head, tree = seen.head, seen.tree
    inner = parse(f"<body>{data.html}").body
    assert inner is not None  # the parser always makes one
    facts = (
        *title_facts(head),
        *data.facts,
        *head.facts,
        *head.named_people([fact.value for fact in data.facts if fact.field == "source"]),
    )
    facts += (*shell_facts(tree, seen.titles, seen.score.headlines, head.year), *publishers(head, []))
    return Page(_slim(inner), "article", facts, (), "\n".join(tree.texts))


def _without_prose(seen: _Seen) -> Page:
    """What there is of a page without a sentence; all of it, if that may be what somebody wrote."""
    head, body, tree, _, score = seen
    facts = (*title_facts(head), *head.facts)
    kind = find_kind(tree, score, head, (), body, headed=False)
    if kind == "other" and _is_plain(tree):
        return Page(_slim(body), kind, facts, (), "")
    return Page("", kind, facts, (), "\n".join(tree.texts))


def _from_body(seen: _Seen, window: tuple[int, int], source: str) -> Page:
    """The article of a page that shows one: its densest prose stands in a window of blocks."""
    head, body, tree, titles, score = seen
    core, root, window, end, lead = find_root(tree, score, window)
    heading = find_heading(tree, titles, score.headlines, window[0])
    cuts = find_cuts(Spot(tree, score, root, core, window, end), heading)
    left = _left(tree, root, cuts)
    kept = (left[0], left[-1] + 1) if left else (tree.first[root], tree.first[root])
    listed = {b for cut in cuts if cut.rule in LISTS for b in range(cut.first, cut.last)}
    before = range((heading or 0) + 1, window[0])  # whatever is cut there may state something
    bars = [
        block
        for cut in cuts
        for block in range(cut.first, cut.last)
        if cut.rule == "source-bar" or (heading is not None and block in before)
    ]
    found = Found(tree, head, titles, heading, kept, listed, bars)
    named = stated(found)
    facts = (*named, *unstated(found, body, source, named))
    headed = score.opening is not None or (heading is not None and titles.shows(tree.texts[heading]))
    kind = find_kind(tree, score, head, left, tree.nodes[root], headed=headed)
    if kind in {"list", "other"}:
        return Page("", kind, facts, (), "\n".join(tree.texts))
    beside = (*range(tree.first[root]), *range(tree.last[root], len(tree.texts)))
    outside = "\n".join(tree.texts[block] for block in beside if block not in lead)
    removed = tuple((cut.rule, "\n".join(tree.texts[cut.first : cut.last])) for cut in cuts)
    apply_cuts(tree, cuts)
    above = "".join(f"<p>{html.escape(tree.texts[block], quote=False)}</p>" for block in lead)
    return Page(above + _slim(tree.nodes[root]), kind, facts, removed, outside)


def _is_plain(tree: Tree) -> bool:
    """Whether a page links to nothing: then its few words, short as they are, may be what somebody wrote."""
    return not any(tree.linked) and not any(map(says_missing, tree.plain))


def _is_headed(tree: Tree, titles: Titles) -> bool:
    """Whether the page shows its title: then the little text it shows may be all there is."""
    return any(
        not linked and titles.confirm(text) for text, linked in zip(tree.texts, tree.linked, strict=True)
    )


def _drop_hidden(body: LexborNode) -> None:
    """Take out what the page hides, unless it is most of the page, or the page offers to unfold it."""
    whole = 0
    for node in reversed(body.css(_HIDDEN)):  # inner ones first: they go with the outer
        size = len(node.text())
        if size >= _LITTLE:
            whole = whole or len(body.text())
        if 0 < size < max(_LITTLE, whole / 3) and not (size >= _LITTLE and _is_folded(node)):
            node.decompose()


def _is_folded(node: LexborNode) -> bool:
    """Whether a button beside an element, or the one around it, offers to show the rest of the text."""
    around = (node, node.parent) if node.parent is not None else (node,)
    beside = (near for one in around for near in (one.next, one.prev))
    return any(
        near is not None
        and len(words := near.text().strip()) <= _LITTLE // 4
        and _UNFOLD.search(simplify(words))
        for near in beside
    )


def _left(tree: Tree, root: int, cuts: list[Cut]) -> list[int]:
    """The blocks of the article that stay."""
    gone = {block for cut in cuts for block in range(cut.first, cut.last)}
    return [block for block in range(tree.first[root], tree.last[root]) if block not in gone]


def _slim(root: LexborNode) -> str:
    """The HTML of an element without the attributes and elements that only style it."""
    markup = root.inner_html if root.tag == "body" else root.html
    if _UNSEEN.search(markup or ""):
        root.strip_tags(list(UNSEEN))
        markup = root.inner_html if root.tag == "body" else root.html

    def slim(match: re.Match[str]) -> str:
        return f"<{match[1]}{''.join(_KEPT.findall(match[2]))}>"

    return _STYLED.sub(_gap, _ATTRIBUTES.sub(slim, markup or ""))


def _gap(match: re.Match[str]) -> str:
    """What stays of tags that style: the space between two elements, which no line break may swallow."""
    return " " if match[0].startswith("</") and "<" in match[0][2:] else ""
