"""What a page states about its article: title, date, source, people, section, tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from newsclean.characters import LETTER
from newsclean.dates import find_dates, parse_date
from newsclean.facts import Fact
from newsclean.fold import one_for_one, simplify
from newsclean.lazy import regex
from newsclean.page.account import FOLLOW, NICKNAME, is_profile, read_account, read_profile
from newsclean.page.bar import (
    LONGEST,
    LONGEST_NAME,
    Line,
    is_dateline,
    is_edition,
    is_form,
    is_medium,
    is_tools,
    line_of,
    reads_as_bar,
)
from newsclean.page.bar_reader import ASIDE, read_bar
from newsclean.page.blog import find_blogger
from newsclean.page.credits import BYLINE, called, is_credit
from newsclean.page.crumbs import find_section, find_tags
from newsclean.page.head import Head, real_tags
from newsclean.page.labels import NO_YEAR, find_labels, with_colon
from newsclean.page.pen_names import find_pen_names
from newsclean.page.script import find_date, find_names
from newsclean.page.state import find_writers
from newsclean.page.title import (
    Titles,
    bare_title,
    comparable,
    find_heading,
    headline,
    newspapers,
    site_name,
    title_parts,
)
from newsclean.page.tree import Tree
from newsclean.page.words import is_end

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_EDITOR = regex(r"[【\[(（]?\s?(?:本文|本期)?责任?编辑?\s?[:：]|[【\[(（]\s?编辑\s?[:：]")
_PAPER = regex(
    rf"({LETTER}{{2,10}}?报)社?[-_—]?(?:多媒体|数字|电子|数位){{1,2}}(?:[报版]|$)"
    rf"|^({LETTER}{{2,10}}(?:报|[周月]刊|杂志|文摘))(?=[-_—|\s]+(?:\d{{4}}|第))"
    rf"|^{LETTER}{{3,10}}(?<!数字)(?<!电子)报$"
)
"""A paper's name on one of its pages: 某日报数字报; 某日报-2024年06月01日; alone in a line."""
_LATIN_TAIL = regex(r"(?<=[\u3400-\u9fff])[\s|]+[A-Za-z][\w.\s]*$", re.ASCII)
"""A site's other name behind its own: 某週刊 Some Weekly."""
_STATED = frozenset({"source", "date", "authors", "editors", "photographers"})
_DIVIDED = regex(r"\s*[|｜/·]\s*|\s{2,}")
_BRACKETED = regex(r"[(（\[【](.*?)[.。]?[)）\]】]")
_ABOVE, _BEFORE, _AFTER, _FEW = 8, 25, 12, 3


class Found(NamedTuple):
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


def stated(found: Found) -> list[Fact]:
    """Everything the page states about the article where such things are stated."""
    tree, head, titles, heading, kept, *_ = found
    facts: list[Fact] = []
    if heading is not None:
        facts.append(Fact("title", headline(tree, titles, heading), "heading"))
    elif bracketed := titles.bracketed(tree.texts[kept[0]]):
        facts.append(Fact("title", bracketed, "heading"))
    facts.extend(title_facts(head))
    edition = _is_paper(found)
    around = _around(found, edition=edition)
    lines = [line_of(tree, block) for block in around]
    signed = [line for block in around for line in called(tree, block, BYLINE)]
    bar = read_bar(lines, head.year)
    stated_by_bar = [
        fact for fact in bar.facts if fact.origin != "account" or not _is_section(found, fact.value)
    ]
    below = _tail(tree, kept[1], found.listed)
    tail = read_bar(below, head.year, loose=False)
    people = head.named_people({fact.value for fact in (*bar.facts, *tail.facts) if fact.field == "source"})
    pen_names = {} if people else find_pen_names(tree, head, kept[1], around, lines + signed)
    if edition:
        facts.extend(_paper(found))
    facts.extend(stated_by_bar)
    if not any(fact.field == "authors" for fact in bar.facts):
        facts.extend(fact for fact in read_bar(signed).facts if fact.field == "authors")
    if not any(fact.field == "source" for fact in facts):
        accounts = [line for block in around for line in called(tree, block, NICKNAME)]
        unnamed = [line for line in lines if not titles.confirm(line.text)]  # a headline may link to its page
        facts.extend(read_account(unnamed + accounts) or read_profile(_beside(found)))
    facts = [fact for fact in facts if fact.origin != "account" or fact.value not in pen_names]
    facts.extend(tail.facts)
    if not any(fact.field == "editors" for fact in facts):
        facts.extend(_editors_below(tree, kept[0]))
    site = site_name(head)
    facts.extend(
        fact
        for fact in head.facts
        if fact.field != "section" or not (comparable(fact.value) == site or titles.confirm(fact.value))
    )
    facts.extend(people or pen_names.values())
    facts.extend(find_section(tree, titles, site, kept[0]))
    facts.extend(find_tags(tree, kept))
    facts.extend(real_tags(head, site, "\n".join(tree.texts[kept[0] : kept[1]])))
    parts = title_parts(head.title_tag)
    facts.extend(find_blogger(parts, _above(found, *parts), lines + below))
    facts.extend(publishers(head, lines))
    updated = bar.updated or head.updated or tail.updated
    if updated and not any(fact.field == "date" for fact in facts):
        facts.append(Fact("date", updated, "meta-tag"))
    return facts


def _is_section(found: Found, name: str) -> bool:
    """Whether a word beside the date is one of the site's sections: a menu and a breadcrumb link to it."""
    tree = found.tree
    above = range(found.kept[0] if found.heading is None else found.heading)
    pieces = (piece for block in above if tree.linked[block] for piece in tree.pieces[block])
    links = sum((piece.text_content or "").strip() == name for piece in pieces)
    return links + any(fact.field == "section" and fact.value == name for fact in found.head.facts) > 1


def publishers(head: Head, lines: list[Line]) -> Iterator[Fact]:
    """The names that a site gives itself: shown at the headline, called like media, or news publishers'."""
    if not head.sites:
        yield from (Fact("source", paper, "site") for paper in newspapers(head))
        return
    shown = {comparable(part): part for line in lines for part in _DIVIDED.split(line.text)}
    for site in head.sites:
        name = _LATIN_TAIL.sub("", site)
        if comparable(site) in shown:
            yield Fact("source", shown[comparable(site)], "account")
        elif is_medium(name) or site in head.press:
            paper = _PAPER.search(simplify(name))
            yield Fact("source", name[slice(*paper.span(1))] if paper and paper[1] else name, "site")


def title_facts(head: Head) -> list[Fact]:
    """What the head calls the page."""
    facts = [Fact("title", bare_title(value, head), origin) for origin, value in head.titles]
    if head.title_tag:
        facts.append(Fact("title", bare_title(head.title_tag, head), "title-tag"))
    return facts


def shell_facts(tree: Tree, titles: Titles, headlines: list[int], year: int | None) -> list[Fact]:
    """What a page whose text is in its data shows all the same: its headline, and the bar under it."""
    heading = find_heading(tree, titles, headlines, len(tree.texts))
    if heading is None or heading not in headlines:
        return []
    below = range(heading + 1, min(heading + 1 + _FEW, len(tree.texts)))
    return read_bar([line_of(tree, block) for block in below], year).facts


def _around(found: Found, *, edition: bool) -> list[int]:
    """The blocks around the headline that may state something, those above it last."""
    tree, heading, start = found.tree, found.heading, found.kept[0]
    first = heading + 1 if heading is not None and heading < start else max(start - _ABOVE, 0)
    below = sorted({*range(max(first, start - _BEFORE), start), *found.bars})
    if heading is None:
        return below
    above = []
    for block in range(max(heading - _BEFORE, 0), heading):
        text = tree.texts[block]
        if block in below:
            continue
        if is_form(text) and not tree.linked[block]:  # a table of facts, as public bodies show
            above += [block, block + 1]
        elif (edition and parse_date(text)) or (heading - block <= _ABOVE and _states(tree, block)):
            above.append(block)
    return below + sorted({block for block in above if block < heading} - set(below))


def _beside(found: Found) -> list[Line]:
    """The blocks beside the article named as the account that publishes it, or offering to follow it."""
    tree, kept = found.tree, found.kept
    lines = []
    for block in (*range(kept[0]), *range(kept[1], len(tree.texts))):
        if is_end(tree.plain[block]):
            break
        if (
            block != found.heading
            and tree.chars[block] <= LONGEST_NAME
            and (
                is_profile((line := line_of(tree, block)).name)
                or (_is_next(block, found.heading) and FOLLOW.search(line.text))
            )
        ):
            lines.append(line)
    return lines


def _is_next(block: int, heading: int | None) -> bool:
    """Whether a block stands right above or below the headline."""
    return heading is not None and abs(block - heading) == 1


def _states(tree: Tree, block: int) -> bool:
    """Whether a line above the headline states something about the article."""
    text = tree.plain[block]
    if len(tree.pieces[block]) > 1:
        text = simplify(line_of(tree, block).text)  # with colons behind labels
    return is_dateline(text) or (
        len(text) <= LONGEST // 2 and any(label.field in _STATED for label in with_colon(text))
    )


def _paper(found: Found) -> list[Fact]:
    """The paper that a page is one of, by its title tag or a line above the headline: 某日报电子版."""
    for text, plain in _above(found, found.head.title_tag):
        if len(plain) <= LONGEST // 2 and (paper := _PAPER.search(plain)):
            return [Fact("source", text[slice(*paper.span(paper.lastindex or 0))], "account")]
    return []


def _is_paper(found: Found) -> bool:
    """Whether a page is one of a paper: it says which above its headline, as in 第05版：乡村."""
    return is_edition(found.head.title_tag) or any(
        len(plain) <= LONGEST_NAME and is_edition(plain) for _, plain in _above(found)
    )


def _above(found: Found, *titles: str) -> Iterator[tuple[str, str]]:
    """Titles, and the lines above the headline or, without one, the article: as they are and simplified."""
    tree, end = found.tree, found.kept[0] if found.heading is None else found.heading
    yield from zip(titles, map(simplify, titles), strict=True)
    yield from zip(tree.texts[:end], tree.plain[:end], strict=True)


def _editors_below(tree: Tree, start: int) -> list[Fact]:
    """The responsible editors, where a page names them only behind lists of links, or among its tools."""
    for block in range(start, len(tree.texts)):
        if tree.chars[block] <= LONGEST_NAME and _EDITOR.match(tree.plain[block]):
            facts = read_bar([line_of(tree, block)], loose=False).facts
            return [fact for fact in facts if fact.field == "editors"]
    return []


def _tail(tree: Tree, start: int, listed: set[int]) -> list[Line]:
    """The lines behind the article, up to a heading of what else there is; lists of links read over."""
    lines: list[Line] = []
    for block in range(start, min(start + _AFTER + len(listed), len(tree.texts))):
        if block in listed:
            continue
        if is_end(tree.plain[block]) or tree.tags[tree.homes[block]] in {"h1", "h2"}:
            break  # other news, other articles
        if (
            tree.linked[block] * 2 <= tree.chars[block]
            or (lines and is_form(lines[-1].text))
            or (block == start and _dates(tree.plain[block]))
        ):
            lines.append(Line(tree.spaced(block)))
    signed = [line for line in lines if _is_signed(line.text)]
    return lines if len(signed) == 1 else [line for line in lines if line not in signed]


def _dates(text: str) -> bool:
    """Whether a simplified line is a date under its label and nothing else, as answers link it: 编辑于 …."""
    found = next(find_dates(text), None)
    labels = find_labels(text.translate(one_for_one())) if found and found.end == len(text) else []
    return [label.start for label in labels] == [0] and labels[0].field in {"date", "updated"}


def _is_signed(text: str) -> bool:
    """Whether a line says who wrote something and when: two of them behind an article are of comments."""
    named = any(label.field == "authors" for label in with_colon(simplify(text)))
    return named and next(find_dates(text), None) is not None


def unstated(found: Found, body: LexborNode, source: str, facts: list[Fact]) -> Iterable[Fact]:
    """Date and medium of an article whose page does not state them where they are stated.

    Args:
        found: What the facts are read from.
        body: The page's body.
        source: Its source.
        facts: What it states.
    """
    told = {fact.field for fact in facts if fact.origin != "site"}
    if "date" not in told:
        shown = _date_of(body) or _date_without_year(found, source) or _date_below(found)
        if shown:
            yield Fact("date", shown, "source-bar")
        elif date := find_date(source):
            yield Fact("date", date, "script")
        yield from _signed(found.tree, found.kept)
    if "source" not in told:
        yield from find_names(source)
    if "authors" not in told:
        yield from find_writers(source, found.titles)


def _date_of(body: LexborNode) -> str | None:
    """The one date of the page's `time` elements, for a page that shows only how long ago that was.

    Older blogs have it as the hAtom microformat does: <abbr class="published" title="2024-06-01T08:30">.
    """
    nodes = body.css("time[datetime],abbr.published[title]")
    dates = {
        parse_date(node.attributes.get("datetime") or node.attributes.get("title") or "") for node in nodes
    }
    return dates.pop() if len(dates) == 1 else None


def _date_without_year(found: Found, source: str) -> str | None:
    """The day that a page shows at its headline without the year, where its source names it with one year.

    Days of the current year are shown so: where it names none, the moment in its scripts tells that year.
    """
    tree = found.tree
    texts = (
        tree.texts[block]
        for block in _around(found, edition=_is_paper(found))
        if tree.chars[block] <= LONGEST_NAME or reads_as_bar(tree, block)
    )
    dates = (next(find_dates(text, NO_YEAR), None) for text in texts)
    shown = next((date.iso for date in dates if date and date.iso.startswith(str(NO_YEAR))), None)
    if shown is None:
        return None
    month, day = shown[5:7].lstrip("0"), shown[8:10].lstrip("0")
    same = re.finditer(rf"(?<!\d)((?:19|20)\d\d)[-/.年]0?{month}[-/.月]0?{day}(?!\d)", source)
    years = {match[1] for match in same}
    moment = None if years else find_date(source)
    if moment and shown[4:10] < moment[4:10]:
        years.add(moment[:4])
    return years.pop() + shown[4:] if len(years) == 1 else None


def _date_below(found: Found) -> str | None:
    """The moment in the bar right below a post, which says nothing else: 来自某手机 1楼 2024-06-01 08:30."""
    tree, block = found.tree, found.kept[1]
    if block == len(tree.texts) or tree.chars[block] > LONGEST // 4:
        return None
    text = simplify(tree.spaced(block))
    date = next(find_dates(text), None)
    if date is None or "T" not in date.iso:
        return None
    beside = ASIDE.sub(" ", f"{text[: date.start]} {text[date.end :]}")
    return date.iso if is_tools(beside) else None


def _signed(tree: Tree, kept: tuple[int, int]) -> tuple[Fact, ...]:
    """The date an article is signed with: a line of its own at its end, or behind the credits there."""
    last = kept[1]
    while last < len(tree.texts) and (
        is_credit(tree.texts[last]) or find_labels(tree.texts[last].translate(one_for_one()))
    ):
        last += 1
    for block in range(min(last + 1, len(tree.texts) - 1), max(kept[1] - _FEW, kept[0]), -1):
        bracketed = _BRACKETED.fullmatch(tree.texts[block])
        text = bracketed[1] if bracketed else tree.texts[block]
        found = next(find_dates(text), None)
        if found is not None and found.end - found.start == len(text) and len(found.iso) >= len("YYYY-MM-DD"):
            return (Fact("date", found.iso, "credit"),)
    return ()
