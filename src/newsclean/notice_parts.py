"""What goes from inside a paragraph, by rules that look there: credits at its end, notices in its middle."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from newsclean.document import Notice
from newsclean.fold import Folded, fold
from newsclean.matcher import TAIL, Fitted
from newsclean.notice_facts import facts_of

Inside = tuple[Fitted, re.Pattern[str]]
"""A rule that looks inside of paragraphs, and its pattern."""


def find_parts(
    index: int, text: str, folded: Callable[[], Folded], rules: Sequence[Inside], *, ends: bool
) -> list[Notice]:
    """What goes from inside a paragraph.

    Args:
        index: Its number in the document.
        text: Its text.
        folded: Gives the same, folded.
        rules: The rules that may fit.
        ends: Whether it may end in what rules take from the end.
    """
    endings = [rule for rule in rules if rule[0].is_ending]
    cuts = _find_endings(index, text, endings) if ends and endings else []
    for one, pattern in rules:
        if not one.is_ending:
            cuts += _find_inside(index, folded(), one, pattern, cuts)
    return cuts


def _find_endings(index: int, text: str, rules: Sequence[Inside]) -> list[Notice]:
    """What goes from the end of a paragraph, until nothing more does."""
    cuts: list[Notice] = []
    end = len(text)
    while cut := _find_ending(index, text[:end], rules):
        cuts.append(cut)
        end = cut.start
    return cuts


def _find_ending(index: int, text: str, rules: Sequence[Inside]) -> Notice | None:
    """What goes from the end of a text; what is all of it is for the other rules."""
    shift = max(0, len(text) - TAIL)
    folded = fold(text[shift:])
    for one, pattern in rules:
        match = pattern.search(folded.text)
        start = shift + folded.span(*match.span())[0] if match else 0
        facts = facts_of(match, folded) if match and not one.excepted(folded.text) else None
        if start and facts is not None:
            return Notice(index, start, len(text), one.rule.id, facts)
    return None


def _find_inside(
    index: int, folded: Folded, one: Fitted, pattern: re.Pattern[str], others: Sequence[Notice]
) -> list[Notice]:
    """What a rule finds in a paragraph, but for what others have found there."""
    if one.excepted(folded.text):
        return []
    cuts: list[Notice] = []
    for match in pattern.finditer(folded.text):
        start, stop = folded.span(*match.span())
        facts = facts_of(match, folded)
        if facts is not None and not any(start < cut.end and cut.start < stop for cut in others):
            cuts.append(Notice(index, start, stop, one.rule.id, facts))
    return cuts
