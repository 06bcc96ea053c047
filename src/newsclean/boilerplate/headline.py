"""Finds the headline in the text of a scrape, if the lines around it show that it is one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from newsclean.boilerplate.matcher import matcher
from newsclean.boilerplate.ruleset import RuleSet
from newsclean.characters import LETTER
from newsclean.document import Document, Notice, Paragraph
from newsclean.facts import Fact
from newsclean.fold import fold
from newsclean.lazy import regex
from newsclean.people import find_dateline

_LONGEST = 90
_RUNNING = 20
"""Characters from which a paragraph with a full stop is running text."""
_SUBTITLE = regex(r"\s*[—―-]{2}")
_CLOSED = regex(
    r"。|[;,、:]$|^[(\[（](?!.{1,6}[)\]）].)|^[\u4e00-\u9fff]{0,4}(?:联[络系]人|电话|传真|邮箱|地址|日期|时间|单位|编号|文号):"
)
"""What no headline has: a full stop, a mark of a list or a bracket around it, a label of a form."""
_BLANK = regex(r"[\W_]+")
_STOP = regex(rf"[。！？]|(?<={LETTER})[.!?]")
_ABOVE = frozenset({"breadcrumb", "source-bar"})
"""Rules whose lines occur only above a headline, or between it and the text."""
_NAVIGATION = frozenset({"breadcrumb", "site-breadcrumb", "tool-bar"})
"""Rules whose lines part the name of a site from the headline."""
_OF_A_BAR = frozenset({"date", "source"})
"""Facts of which a line below a headline consists."""
_FIRST = 6
"""Number of paragraphs among which the headline is searched, and of those below that may show it."""


def find_headline(doc: Document, notices: Sequence[Notice], rules: RuleSet) -> list[Notice]:
    """The headline among the first paragraphs, as a notice with the title as its fact.

    A line is the headline only if other lines show it, which are removed as well: a breadcrumb above it, or
    below it a source bar, the only byline, or another line that says when or where the piece appeared, the
    only one of its kind. Text that was cleaned before therefore keeps its first line. A line above the text
    that repeats a title known from elsewhere is found, too.

    Args:
        doc: The document, with its paragraphs.
        notices: The other notices.
        rules: The rules in force, which may not include those for headlines.
    """
    paragraphs = doc.paragraphs or ()
    known = matcher(rules).by_grammar
    gone = {n.paragraph: n.rule for n in notices if n.end - n.start == len(paragraphs[n.paragraph].text)}
    kept = [i for i, p in enumerate(paragraphs[: _FIRST + len(gone)]) if p.removed is None and i not in gone]
    if not kept:
        return []
    stated = [*doc.facts, *(fact for notice in notices for fact in notice.facts if fact.origin == "heading")]
    title = next((fact.value for fact in stated if fact.field == "title"), None)
    if title is not None:
        again = _repeating(paragraphs, kept, title) if "repeated-title" in known else []
        return [Notice(i, 0, len(paragraphs[i].text), known["repeated-title"].rule.id) for i in again]
    if "headline" not in known or not gone:
        return []
    first = _shown_first(paragraphs, notices, gone, kept)
    last = _with_subtitle(paragraphs, kept, first)
    names = _names_account(paragraphs, notices, last + 1) if last + 1 in kept else False
    below = last + 2 if names else last + 1
    above = any(gone.get(i) in _ABOVE for i in range(first))
    if not above and not _shown_below(paragraphs, notices, gone, below):
        return []
    above_text = all(_is_line(paragraphs[i]) for i in range(first, last + 1)) and any(
        _is_running(paragraphs[i].text) for i in kept if i > last
    )
    heads_part = known["headline"].excepted(fold(paragraphs[first].text).text)
    if not above_text or heads_part or _heads_several(paragraphs, notices, gone):
        return []
    title = "".join(paragraphs[i].text.strip() for i in range(first, last + 1))
    facts = (Fact("title", title, "heading"),)
    found = [
        Notice(i, 0, len(paragraphs[i].text), known["headline"].rule.id, facts if i == first else ())
        for i in range(first, below)
    ]
    if "above-headline" in known:
        rule = known["above-headline"].rule.id
        found += [Notice(i, 0, len(paragraphs[i].text), rule) for i in _of_the_site(kept, gone, first)]
    return found


def _shown_first(
    paragraphs: Sequence[Paragraph], notices: Sequence[Notice], gone: dict[int, str], kept: Sequence[int]
) -> int:
    """The first of the lines above the text that a bar below it shows to be the headline, or the first."""
    bars = {i: rule for i, rule in gone.items() if rule != "breadcrumb"}  # which is below a site's name, too
    for index in takewhile(lambda i: _is_line(paragraphs[i]), kept):
        below = _with_subtitle(paragraphs, kept, index) + 1
        if _shown_below(paragraphs, notices, bars, below):
            named = index - 1 in kept and _names_account(paragraphs, notices, index)
            return index - named
    return kept[0]


def _with_subtitle(paragraphs: Sequence[Paragraph], kept: Sequence[int], index: int) -> int:
    """The last line of a headline."""
    has = index + 1 in kept and _SUBTITLE.match(paragraphs[index + 1].text) is not None
    return index + has


def _of_the_site(kept: Sequence[int], gone: dict[int, str], headline: int) -> list[int]:
    """The lines above the headline, if a breadcrumb or a bar of links parts them from it."""
    above = [i for i in kept if i < headline]
    parted = any(gone.get(i) in _NAVIGATION for i in range(above[-1] + 1, headline)) if above else False
    return above if parted else []


def _repeating(paragraphs: Sequence[Paragraph], kept: Sequence[int], title: str) -> list[int]:
    """The line that repeats the title, if one above the text does; never the last of the lines."""
    wanted = _BLANK.sub("", fold(title).text)
    above = takewhile(lambda i: not _is_running(paragraphs[i].text), kept[:-1])
    return [i for i in above if _BLANK.sub("", fold(paragraphs[i].text).text) == wanted][:1]


def _shown_below(
    paragraphs: Sequence[Paragraph], notices: Sequence[Notice], gone: dict[int, str], index: int
) -> bool:
    """Whether what goes right below a line, buttons and all, shows that it is the headline."""
    run = list(takewhile(gone.__contains__, range(index, index + _FIRST)))
    return any(
        gone[i] in _ABOVE
        or (gone[i] == "credit-line" and _alone(paragraphs, gone, i))
        or _states_alone(notices, gone, i, run)
        for i in run
    )


def _is_line(paragraph: Paragraph) -> bool:
    """Whether a paragraph can be a headline or the line below it: short, and not a sentence."""
    text = fold(paragraph.text).text
    return (
        1 < len(text) <= _LONGEST
        and paragraph.kind in {"text", "heading"}
        and not _CLOSED.search(text)
        and find_dateline(paragraph.text) is None
    )


def _is_running(text: str) -> bool:
    return len(text) >= _RUNNING and _STOP.search(text) is not None


def _names_account(paragraphs: Sequence[Paragraph], notices: Sequence[Notice], index: int) -> bool:
    """Whether a line is the name of the medium that the bar right below it names, too."""
    name = paragraphs[index].text.strip()
    return any(
        notice.paragraph == index + 1 and any(fact.value == name for fact in notice.facts)
        for notice in notices
    )


def _heads_several(paragraphs: Sequence[Paragraph], notices: Sequence[Notice], gone: dict[int, str]) -> bool:
    """Whether several articles follow, as on the page of a newspaper: lines over a signature and text.

    A dateline signs, and a byline right below the line.
    """
    bylines = {n.paragraph for n in notices if any(fact.field == "authors" for fact in n.facts)}
    headed = 0
    above: Paragraph | None = None
    for index, paragraph in enumerate(paragraphs):
        stays = index not in gone and paragraph.stands
        if above is not None and (find_dateline(paragraph.text) is not None if stays else index in bylines):
            headed += _is_line(above)
        above = paragraph if stays else None if index in bylines else above
    return headed > 1


def _states_alone(notices: Sequence[Notice], gone: dict[int, str], index: int, run: Sequence[int]) -> bool:
    """Whether a line says when or where the piece appeared, as no line of its kind outside its run does."""
    stating = [
        notice.paragraph
        for notice in notices
        if gone.get(notice.paragraph) == notice.rule == gone.get(index)
        and any(fact.field in _OF_A_BAR for fact in notice.facts)
    ]
    return index in stating and set(stating).issubset(run)


def _alone(paragraphs: Sequence[Paragraph], gone: dict[int, str], byline: int) -> bool:
    """Whether no other article begins below: there is no second byline or dateline under other lines."""
    for index in range(byline + 1, len(paragraphs)):
        if index in gone:
            if (
                gone[index] == "credit-line"
                and gone.get(index - 1) != "credit-line"
                and index < len(paragraphs) - _FIRST
            ):
                return False
        elif find_dateline(paragraphs[index].text) is not None:
            return False
    return True
