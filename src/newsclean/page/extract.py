"""A whole web page to the HTML of its article and the facts the page states."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from newsclean.dates import find_dates, parse_date
from newsclean.facts import Fact
from newsclean.fold import fold as simplify
from newsclean.fold import one_for_one
from newsclean.lazy import regex
from newsclean.page.account import is_profile, read_account, read_profile
from newsclean.page.bar import LONGEST, LONGEST_NAME, is_credit, is_dateline, is_edition, is_form
from newsclean.page.bar_reader import Line, read_bar
from newsclean.page.crumbs import find_section, find_tags
from newsclean.page.find import find_root, find_window
from newsclean.page.head import Head, read_head, real_tags
from newsclean.page.kind import find_kind
from newsclean.page.labels import NO_YEAR, find_labels, with_colon
from newsclean.page.prune import LISTS, Cut, Spot, apply_cuts, find_cuts
from newsclean.page.score import Score, is_end
from newsclean.page.script import find_data, find_facts
from newsclean.page.title import Titles, bare_title, find_heading, fold, headline, site_name
from newsclean.page.tree import UNSEEN, Tree, name_of, parse
from newsclean.page.words import load_words

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_HIDDEN = ",".join(f'[style*="{style}" i]' for style in ("display:none", "display: none")) + ",[hidden]"
_UNSEEN = regex(f"<(?:{'|'.join(UNSEEN)})[ >]")
_ATTRIBUTES = regex(r'<([a-z][^\s>/]*)((?: [^\s"=>]+="[^"]*")+)>')
_KEPT = regex(r' (?:href|src|alt|colspan|rowspan)="[^"]*"')
_EDITOR = regex(r"[【\[(（]?\s?(?:责任?编辑?|責任?編輯?)\s?[:：]|[【\[(（]\s?(?:编辑|編輯)\s?[:：]")
_PAPER = regex(
    r"([\u3400-\u9fff]{2,10}?[报報])社?(?:多媒体|[数數]字|[电電]子|[数數]位)(?:[报報版]|$)"
    r"|^([\u3400-\u9fff]{2,10}[报報])(?=[-_—|\s]+(?:\d{4}|第))"
)
"""A paper's name on one of its pages: 某日报数字报; 某日报-2024年06月01日."""
_STATED = frozenset({"source", "date", "authors", "editors", "photographers"})
_STYLED = regex(r"</(?:span|font)>\s+<(?:span|font)>|</?(?:span|font)>|<!--.*?-->", re.DOTALL)
_ABOVE, _BEFORE, _AFTER, _LITTLE, _FEW = 8, 25, 12, 60, 3
ENOUGH = 60
"""Characters of prose below which a page shows no article, and its scripts are looked into."""


@dataclass(frozen=True, slots=True)
class Page:
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


def read_page(source: str) -> Page:
    """The article of a page and its facts."""
    page = parse(source)
    head = read_head(page)
    body = page.body
    if body is None:
        return Page("", "other", tuple(_title_facts(head)), (), "")
    _drop_hidden(body)
    tree = Tree(body)
    titles = Titles(head)
    score = Score(tree, titles)
    window = find_window(tree, score)
    shown = score.between(*window)
    if shown < ENOUGH and not (shown and _is_headed(tree, titles)) and (data := find_data(source, head)):
        inner = parse(f"<body>{data.html}").body
        assert inner is not None  # the parser always makes one
        facts = (*_title_facts(head), *data.facts, *head.facts, *head.named_people())
        facts += tuple(_shell_facts(tree, titles, score.headlines, head.year))
        return Page(_slim(inner), "article", facts, (), "\n".join(tree.texts))
    if not shown:
        facts = (*_title_facts(head), *head.facts)
        kind = find_kind(tree, score, head, (0, 0), body, headed=False)
        if kind == "other" and _is_plain(tree):
            return Page(_slim(body), kind, facts, (), "")
        return Page("", kind, facts, (), "\n".join(tree.texts))
    core, root, window, end, lead = find_root(tree, score, window)
    heading = find_heading(tree, titles, score.headlines, window[0])
    cuts = find_cuts(Spot(tree, score, root, core, window, end), heading)
    kept = _kept(tree, root, cuts)
    listed = {b for cut in cuts if cut.rule in LISTS for b in range(cut.first, cut.last)}
    bars = [cut.first for cut in cuts if cut.rule == "source-bar"]
    kind = find_kind(
        tree,
        score,
        head,
        kept,
        tree.nodes[root],
        headed=heading is not None and titles.confirm(tree.texts[heading]),
    )
    found = _Found(tree, head, titles, heading, kept, listed, bars)
    facts = tuple(_facts(found))
    if not any(fact.field == "date" for fact in facts):
        date = _date_of(body) or _date_without_year(found, source)
        facts += (Fact("date", date, "source-bar"),) if date else tuple(find_facts(source))
        facts += _signed(tree, kept)
    if kind in {"list", "other"}:
        return Page("", kind, facts, (), "\n".join(tree.texts))
    outside = "\n".join(
        tree.texts[block]
        for block in (*range(tree.first[root]), *range(tree.last[root], len(tree.texts)))
        if block not in lead
    )
    removed = tuple((cut.rule, "\n".join(tree.texts[cut.first : cut.last])) for cut in cuts)
    apply_cuts(tree, cuts)
    above = "".join(f"<p>{html.escape(tree.texts[block], quote=False)}</p>" for block in lead)
    return Page(above + _slim(tree.nodes[root]), kind, facts, removed, outside)


def _shell_facts(tree: Tree, titles: Titles, headlines: list[int], year: int | None) -> list[Fact]:
    """What a page whose text is in its data shows all the same: its headline, and the bar under it."""
    heading = find_heading(tree, titles, headlines, len(tree.texts))
    if heading is None or heading not in headlines:
        return []
    below = range(heading + 1, min(heading + 1 + _FEW, len(tree.texts)))
    return read_bar([_line(tree, block) for block in below], year).facts


def _is_plain(tree: Tree) -> bool:
    """Whether a page links to nothing: then its few words, short as they are, may be what somebody wrote."""
    missing = load_words().missing
    return not any(tree.linked) and not any(missing.search(text) for text in tree.texts)


def _is_headed(tree: Tree, titles: Titles) -> bool:
    """Whether the page shows its title: then the little text it shows may be all there is."""
    return any(
        not linked and titles.confirm(text) for text, linked in zip(tree.texts, tree.linked, strict=True)
    )


def _drop_hidden(body: LexborNode) -> None:
    """Take out what the page hides, unless it is most of the page."""
    whole = 0
    for node in reversed(body.css(_HIDDEN)):  # inner ones first: they go with the outer
        size = len(node.text())
        if size >= _LITTLE:
            whole = whole or len(body.text())
        if 0 < size < max(_LITTLE, whole / 3):
            node.decompose()


def _date_of(body: LexborNode) -> str | None:
    """The one date of the page's `time` elements, for a page that shows only how long ago that was."""
    dates = {parse_date(node.attributes.get("datetime") or "") for node in body.css("time[datetime]")}
    return dates.pop() if len(dates) == 1 else None


def _date_without_year(found: _Found, source: str) -> str | None:
    """The day that a page shows at its headline without the year, where its source names it with one year."""
    texts = (found.tree.texts[block] for block in _around(found))
    dates = (next(find_dates(text, NO_YEAR), None) for text in texts if len(text) <= LONGEST_NAME)
    shown = next((date.iso for date in dates if date and date.iso.startswith(str(NO_YEAR))), None)
    if shown is None:
        return None
    month, day = shown[5:7].lstrip("0"), shown[8:10].lstrip("0")
    same = re.finditer(rf"(?<!\d)((?:19|20)\d\d)[-/.年]0?{month}[-/.月]0?{day}(?!\d)", source)
    years = {match[1] for match in same}
    return years.pop() + shown[4:] if len(years) == 1 else None


def _signed(tree: Tree, kept: tuple[int, int]) -> tuple[Fact, ...]:
    """The date an article is signed with: a line of its own at its end, or behind the credits there."""
    last = kept[1]
    while last < len(tree.texts) and (
        is_credit(tree.texts[last]) or find_labels(tree.texts[last].translate(one_for_one()))
    ):
        last += 1
    for block in range(min(last + 1, len(tree.texts) - 1), max(kept[1] - _FEW, kept[0]), -1):
        text = tree.texts[block]
        found = next(find_dates(text), None)
        if found is not None and found.end - found.start == len(text) and len(found.iso) >= len("YYYY-MM-DD"):
            return (Fact("date", found.iso, "credit"),)
    return ()


def _kept(tree: Tree, root: int, cuts: list[Cut]) -> tuple[int, int]:
    """First block of the article that stays, and the one after the last."""
    gone = {block for cut in cuts for block in range(cut.first, cut.last)}
    left = [block for block in range(tree.first[root], tree.last[root]) if block not in gone]
    return (left[0], left[-1] + 1) if left else (tree.first[root], tree.first[root])


def _title_facts(head: Head) -> list[Fact]:
    """What the head calls the page."""
    facts = [Fact("title", bare_title(value, head), origin) for origin, value in head.titles]
    if head.title_tag:
        facts.append(Fact("title", bare_title(head.title_tag, head), "title-tag"))
    return facts


class _Found(NamedTuple):
    """What the facts are read from.

    Attributes:
        tree: The page.
        head: What its head states.
        titles: What the head calls it.
        heading: The block that is the headline.
        kept: First block of the article and the one after its last.
        listed: Blocks of lists inside the article's element.
        bars: Blocks in it that are source bars.
    """

    tree: Tree
    head: Head
    titles: Titles
    heading: int | None
    kept: tuple[int, int]
    listed: set[int]
    bars: list[int]


def _facts(found: _Found) -> list[Fact]:
    """Everything the page states about the article."""
    tree, head, titles, heading, kept, *_ = found
    facts: list[Fact] = []
    if heading is not None:
        facts.append(Fact("title", headline(tree, titles, heading), "heading"))
    facts.extend(_title_facts(head))
    lines = [_line(tree, block) for block in _around(found)]
    bar = read_bar(lines, head.year)
    facts.extend(_paper(found))
    facts.extend(bar.facts)
    if not any(fact.field == "source" for fact in facts):
        facts.extend(read_account(lines) or read_profile(_beside(found)))
    tail = read_bar(_tail(tree, kept[1], found.listed), head.year, loose=False)
    facts.extend(tail.facts)
    if not any(fact.field == "editors" for fact in facts):
        facts.extend(_editors_below(tree, kept[1]))
    site = site_name(head)
    facts.extend(
        fact
        for fact in head.facts
        if fact.field != "section" or not (fold(fact.value) == site or titles.confirm(fact.value))
    )
    facts.extend(head.named_people())
    facts.extend(find_section(tree, titles, site, kept[0]))
    facts.extend(find_tags(tree, kept))
    facts.extend(real_tags(head, site, "\n".join(tree.texts[kept[0] : kept[1]])))
    media = load_words().outlets
    facts.extend(Fact("source", name, "site") for name in head.sites if media.search(simplify(name).text))
    updated = bar.updated or head.updated or tail.updated
    if updated and not any(fact.field == "date" for fact in facts):
        facts.append(Fact("date", updated, "meta-tag"))
    return facts


def _around(found: _Found) -> list[int]:
    """The blocks around the headline that may state something, those above it last."""
    tree, heading, start = found.tree, found.heading, found.kept[0]
    edition = _is_paper(found)
    first = heading + 1 if heading is not None and heading < start else max(start - _ABOVE, 0)
    below = sorted({*range(max(first, start - _BEFORE), start), *found.bars})
    if heading is None:
        return below
    above = []
    for block in range(max(heading - _BEFORE, 0), heading):
        text = tree.texts[block]
        if block in below:
            continue
        if is_form(text):  # a table of facts, as public bodies show
            above += [block, block + 1]
        elif (edition and parse_date(text)) or (heading - block <= _ABOVE and _states(text)):
            above.append(block)
    return below + sorted({block for block in above if block < heading} - set(below))


def _beside(found: _Found) -> list[Line]:
    """The blocks beside the article that are named as the account that publishes it."""
    tree, kept = found.tree, found.kept
    lines = []
    for block in (*range(kept[0]), *range(kept[1], len(tree.texts))):
        if is_end(tree.texts[block]):
            break
        if tree.chars[block] <= LONGEST_NAME and is_profile(_name(tree, block)):
            lines.append(_line(tree, block))
    return lines


def _states(text: str) -> bool:
    """Whether a line above the headline states something about the article."""
    return is_dateline(text) or (
        len(text) <= LONGEST // 2 and any(label.field in _STATED for label in with_colon(text))
    )


def _paper(found: _Found) -> list[Fact]:
    """The paper that a page is one of, by its title tag or a line above the headline: 某日报电子版."""
    if not _is_paper(found):
        return []
    above = found.tree.texts[: found.kept[0] if found.heading is None else found.heading]
    for line in (found.head.title_tag, *above):
        if len(line) <= LONGEST // 2 and (paper := _PAPER.search(line)):
            return [Fact("source", paper[1] or paper[2], "account")]
    return []


def _is_paper(found: _Found) -> bool:
    """Whether a page is one of a paper: it says which above its headline, as in 第05版：乡村."""
    above = found.tree.texts[: found.kept[0] if found.heading is None else found.heading]
    return is_edition(found.head.title_tag) or any(
        len(text) <= LONGEST_NAME and is_edition(text) for text in above
    )


def _line(tree: Tree, block: int) -> Line:
    """A block as a line of a bar."""
    return Line(tree.spaced(block), _name(tree, block))


def _name(tree: Tree, block: int) -> str:
    """Class and id of a block's element, and of the one around it that holds little else."""
    home = tree.homes[block]
    name, around = name_of(tree, home), tree.parents[home]
    if around > 0 and tree.last[around] - tree.first[around] <= _FEW:
        name += " " + name_of(tree, around)
    return name


def _editors_below(tree: Tree, start: int) -> list[Fact]:
    """The responsible editors, where a page names them only behind its lists of links."""
    for block in range(start, len(tree.texts)):
        if tree.chars[block] <= LONGEST_NAME and _EDITOR.match(tree.texts[block]):
            facts = read_bar([_line(tree, block)], loose=False).facts
            return [fact for fact in facts if fact.field == "editors"]
    return []


def _tail(tree: Tree, start: int, listed: set[int]) -> list[Line]:
    """The lines behind the article, up to a heading of what else there is; lists of links read over."""
    lines = []
    for block in range(start, min(start + _AFTER + len(listed), len(tree.texts))):
        if block in listed:
            continue
        if is_end(tree.texts[block]):
            break
        if tree.linked[block] * 2 <= tree.chars[block]:
            lines.append(Line(tree.spaced(block)))
    return lines


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
