"""What a paragraph is made of: notices inside of it, by rules that look there, and several in one line."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from newsclean.boilerplate.facts import facts_of
from newsclean.boilerplate.matcher import TAIL, Fitted
from newsclean.document import Notice
from newsclean.fold import Folded, fold
from newsclean.lazy import regex

Inside = tuple[Fitted, re.Pattern[str]]
"""A rule that looks inside of paragraphs, and its pattern."""
_BETWEEN = regex(r"\s*[|｜丨│┃]\s*|\s+|(?<=[】\])）])(?=[【\[(（])")
"""What stands between the notices of one line."""
_AROUND = "*_~=—–-●■◆◇□○◎★☆※▲△▼▽▪• "
"""What sets a line off, at both of its ends."""
_BRACKETS = {"(": ")", "（": "）", "[": "]", "【": "】", "〔": "〕", "〖": "〗"}
_Fit = TypeVar("_Fit")
_LONGEST, _MOST = 160, 8
"""Characters and pieces of a line, at most, that is read as several notices."""


def read_row(text: str, fit: Callable[[str], _Fit | None]) -> list[_Fit]:
    """What fits the notices of a line that holds several, or one that marks set off, one by one.

    Args:
        text: A line that nothing fits as it is.
        fit: What fits a part of it, were it a line by itself; None if nothing does.

    Returns:
        What fits each part, in order; nothing if anything is left over, or the line has no parts.

    >>> known = {"打印": 1, "责任编辑：沈秋": 2}
    >>> read_row("**打印 | 【责任编辑：沈秋】**", known.get), read_row("打印 | 河灯", known.get)
    ([1, 2], [])
    """
    inner = text.strip().strip(_AROUND) if len(text) <= _LONGEST else ""
    between = [match.span() for match in _BETWEEN.finditer(inner)]
    plain = not between and inner == text.strip() and inner[:1] not in _BRACKETS
    if not inner or len(between) >= _MOST or plain:
        return []
    cuts = [(0, 0), *between, (len(inner), len(inner))]  # where each piece begins, and the one before it ends
    reached: dict[int, list[_Fit]] = {0: []}  # by how many pieces are done
    for done in range(len(cuts) - 1):
        for behind in range(len(cuts) - 1, done, -1) if done in reached else ():
            part = inner[cuts[done][1] : cuts[behind][0]]
            found = None if behind in reached else fit(part) or fit(_unbracketed(part))
            if found:
                reached[behind] = [*reached[done], found]
    return reached.get(len(cuts) - 1, [])


def _unbracketed(part: str) -> str:
    """A part without the brackets that enclose all of it."""
    closing = _BRACKETS.get(part[:1])
    return part[1:-1].strip() if closing and part.find(closing) == len(part) - 1 else ""


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
        start = start if text[:start].strip(_AROUND) else 0
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
