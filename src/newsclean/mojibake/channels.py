"""What all searches for text damaged in one way share: what its bytes can be, and how sure a choice is."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from newsclean import charmodel
from newsclean.characters import REPLACEMENT
from newsclean.mojibake.candidates import ByteSets, Specs
from newsclean.mojibake.evidence import Channel, Evidence, reading_at
from newsclean.mojibake.layouts import Layout
from newsclean.mojibake.punctuation import NEAR, fits
from newsclean.mojibake.usage import Usage

MANY = 200
"""Candidates that are weighed against each other when it is asked how sure the best one is."""


_CHAR = itemgetter(0)  # of a cell


class Cell(NamedTuple):
    """One character of the result.

    Attributes:
        char: The character.
        end: How many characters of the damaged text are used up after it.
        read: Whether it was read from bytes; False where the text stands for itself.
        specs: What was known of its bytes, if some were lost; else None.
    """

    char: str
    end: int
    read: bool
    specs: Specs | None


class Search:
    """The searches for what was damaged in one way.

    Args:
        channel: How the text was damaged.
        layout: What its bytes can be.
    """

    def __init__(self, channel: Channel, layout: Layout) -> None:
        self.channel = channel
        self.layout = layout
        self.evidence = Evidence(channel, layout.sets)

    def chosen(
        self, cells: Sequence[Cell], at: int, usage: Usage, around: tuple[str, str] = ("", "")
    ) -> tuple[str, float]:
        """What a guessed character is, its neighbours being right, and the probability of that.

        Args:
            cells: What the search made of the text.
            at: Which of them was guessed.
            usage: What the text says elsewhere.
            around: What stands before and behind the cells in their paragraph.
        """
        cell = cells[at]
        if not cell.specs or cell.char == REPLACEMENT or cell.specs[0] < 0:
            return cell.char, 0.0 if cell.char == REPLACEMENT else 1.0
        model = charmodel.load()
        before = model.fold(cells[at - 1].char) if at else charmodel.START
        after = model.fold(cells[at + 1].char) if at + 1 < len(cells) else charmodel.START
        row = model.pairs[before]
        back = model.backs.get(before, 0.0)
        start = model.starts[after]
        choice = self.layout.candidates.of(cell.specs)
        if self.channel.shift:
            choice = choice.said(reading_at([one.char for one in cells[at : at + 10]], 0))
        found, said = choice.found, usage.chars
        if len(found) > MANY:
            found = choice.likely(row.keys(), said.keys())
        punctuated = _punctuated(choice.marks, cells, at, around)
        best, char, total = 0.0, cell.char, 0.0
        for c in found:
            value = row.get(c.fold)
            first = back + c.base if value is None else value + c.share
            if c.char in punctuated:
                first += punctuated[c.char]
            value = model.pairs[c.fold].get(after)
            second = model.backs.get(c.fold, 0.0) + start if value is None else value
            if c.fold in said and (c.char == c.fold or c.fold > "~"):  # of full width none is counted
                p = usage.likelihood((before, c.fold, after), first, second, c.share)
            else:
                p = math.exp(first + second)
            total += p
            if p > best:
                best, char = p, c.char
        return char, best / total if total else 0.0


def _punctuated(
    marks: Sequence[str], cells: Sequence[Cell], at: int, around: tuple[str, str]
) -> dict[str, float]:
    """By how much each of some marks is likelier in a place because of the punctuation around, in nats."""
    if not marks:
        return {}
    before = around[0] + "".join(map(_CHAR, cells[max(0, at - NEAR) : at]))
    after = "".join(map(_CHAR, cells[at + 1 : at + 1 + NEAR])) + around[1]
    return fits(marks, before.rpartition("\n")[2], after.partition("\n")[0])


class _Searches(threading.local):
    """The searches of one thread: their tables grow.

    Those of one encoding and script share their tables, whoever read it wrongly.
    """

    def __init__(self) -> None:
        self.sets = ByteSets()
        self.layouts: dict[tuple[str, int], Layout] = {}
        self.made: dict[Channel, Search] = {}


_SEARCHES = _Searches()


def search(channel: Channel) -> Search:
    """The search for a channel, made once a thread."""
    found = _SEARCHES.made.get(channel)
    if found is None:
        key = channel.right, channel.script
        layout = _SEARCHES.layouts.get(key)
        if layout is None:
            layout = _SEARCHES.layouts[key] = Layout(*key, _SEARCHES.sets)
        found = _SEARCHES.made[channel] = Search(channel, layout)
    return found
