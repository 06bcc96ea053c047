"""What is lost for good, and where: 锟斤拷, marks that stand for characters, text whose bytes are gone."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from newsclean import charmodel
from newsclean.characters import REPLACEMENT
from newsclean.document import Caution, counted
from newsclean.lazy import begin_with, regex

_KUN = regex(r"(?:锟(?:斤拷|[\u4e00-\u9fff]拷|(?=[^\n]{0,12}锟)|$)|斤拷|拷)(?:[^\n]{0,3}(?:锟|斤拷))*")
_NAMED = regex('[“‘「『《"]锟斤拷[”’」』》"]')
"""The word that people call it, where that is spoken of."""
_MARKS = regex(f"{REPLACEMENT}+")
_IN_WORD = regex(r"\?(?<=[\u3400-\u9fff]\?)(?=[\u3400-\u9fff])")

_BLANKED = regex(r"\?{4,}")
_MOSTLY = 0.3
"""Share of question marks in rows, of all characters, from which on they stand for characters."""
_MANY = 12
"""How many there must be."""

SURE = 8.0
"""Nats by which a character must be likelier than a question mark for the mark to stand for a lost one."""
LIKELY = 6.0
"""The same where several question marks of a text are such."""


def find_losses(text: str) -> list[Caution]:
    """Warnings of what cannot be brought back.

    Args:
        text: Text after every repair.

    Returns:
        Cautions with the code `irrecoverable`, at most one a kind; `count` is in places.

    >>> [c.count for c in find_losses("公司锟斤拷锟斤拷简介")]
    [1]
    """
    found: list[Caution] = []
    if places := [start for start, _ in _kuns(text)]:
        found.append(
            Caution(
                "irrecoverable",
                f"锟斤拷: UTF-8 replacement characters read as GBK, the text behind them is lost; "
                f"{counted(len(places), 'place')}, {_where(text, places)}; left as it is",
                len(places),
            )
        )
    if REPLACEMENT in text and (places := [m.start() for m in _MARKS.finditer(text)]):
        total = text.count(REPLACEMENT)
        found.append(
            Caution(
                "irrecoverable",
                f"U+FFFD for {counted(total, 'lost character')} at {counted(len(places), 'place')}, "
                f"{_where(text, places)}; left as it is",
                total,
            )
        )
    if "?" in text and (places := _lost_in_words(text)):
        found.append(
            Caution(
                "irrecoverable",
                f"{counted(len(places), 'question mark')} inside of words, {_where(text, places)}, "
                "for characters that are lost; look them up where the text comes from",
                len(places),
            )
        )
    if "????" in text and (places := _blanked(text)):
        found.append(
            Caution(
                "irrecoverable",
                f"rows of question marks at {counted(len(places), 'place')}, {_where(text, places)}, "
                "for characters that a program could not write; fetch the text again",
                len(places),
            )
        )
    return found


def _kuns(text: str) -> list[tuple[int, int]]:
    """Where 锟斤拷 and what is left of it stands, start and end, but not where it is only named."""
    if "锟" not in text or "拷" not in text:
        return []
    spans = [m.span() for m in _KUN.finditer(text) if "锟" in m[0]]
    return [(start, end) for start, end in spans if not _NAMED.match(text, max(start - 1, 0), end + 1)]


def _blanked(text: str) -> list[int]:
    """Where rows of question marks stand, if they are much of a text."""
    rows = [m.span() for m in _BLANKED.finditer(text)]
    marks = sum(end - start for start, end in rows)
    return [start for start, _ in rows] if marks >= max(_MANY, _MOSTLY * len("".join(text.split()))) else []


def _lost_in_words(text: str) -> list[int]:
    """Where a question mark stands for a lost character: `后看中了宏?的三年质保`.

    Told by its neighbours: some character between them is far likelier than a sentence that ends there.
    """
    places = [found.start() for found in begin_with("?", _IN_WORD, text)]
    if not places:
        return []
    model = charmodel.load()
    sure: list[int] = []
    likely: list[int] = []
    ahead: dict[tuple[str, str], float] = {}
    for at in places:
        ends = model.folded.get(text[at - 1], text[at - 1]), model.folded.get(text[at + 1], text[at + 1])
        if ends not in ahead:
            before, after = ends
            between = max(
                (
                    value + row[after]
                    for char, value in model.pairs[before].items()
                    if after in (row := model.pairs[char])
                ),
                default=-math.inf,
            )
            ahead[ends] = between - model.pair(before, "？") - model.pair("？", after)
        if ahead[ends] > LIKELY:
            likely.append(at)
        if ahead[ends] > SURE:
            sure.append(at)
    return likely if len(likely) > 1 else sure


def find_lost(text: str) -> list[tuple[int, int]]:
    """The places of what `find_losses` warns of: start and end, in order.

    >>> find_lost("公司锟斤拷简介\ufffd")
    [(2, 5), (7, 8)]
    """
    places = [m.span() for m in _MARKS.finditer(text)] if REPLACEMENT in text else []
    places += _kuns(text)
    if "?" in text:
        places += [(at, at + 1) for at in _lost_in_words(text)]
    return sorted(places)


class Refused(NamedTuple):
    """A passage that is damaged beyond repair: `start` to `end`, in code points, and what it looks like."""

    start: int
    end: int
    kind: str


def warn_of(text: str, passages: Iterable[Refused]) -> list[Caution]:
    """The warnings for passages that are damaged beyond repair: one for each kind, the first one first."""
    by_kind: dict[str, list[Refused]] = {}
    for passage in sorted(passages):
        by_kind.setdefault(passage.kind, []).append(passage)
    cautions: list[Caution] = []
    for kind, some in by_kind.items():
        size = sum(passage.end - passage.start for passage in some)
        places = f" at {counted(len(some), 'place')}" if len(some) > 1 else ""
        cautions.append(
            Caution(
                "irrecoverable",
                f"{counted(size, 'character')}{places}, {_where(text, [one.start for one in some])}, "
                f"look like {kind}, but too many of their bytes are lost; left as they are",
                size,
            )
        )
    return cautions


def _where(text: str, places: list[int]) -> str:
    """The lines that places are in, in words."""
    breaks = [m.start() for m in re.finditer("\n", text[: places[-1]])]
    lines = list(dict.fromkeys(bisect_right(breaks, place - 1) + 1 for place in places))
    shown = ", ".join(map(str, lines[:5]))
    return f"line {shown}" if len(lines) == 1 else f"lines {shown}{' …' if len(lines) > 5 else ''}"
