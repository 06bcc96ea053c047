"""Repairs of text that lost bytes: what of the results of searches is believed."""

from __future__ import annotations

import math
from collections.abc import Sequence

from newsclean import charmodel
from newsclean.characters import REPLACEMENT
from newsclean.edits import Edit
from newsclean.lazy import regex
from newsclean.mojibake.channels import Cell, Search, search
from newsclean.mojibake.exact import GAIN, GAIN_KNOWN, READABLE, is_convincing
from newsclean.mojibake.kinds import Kind
from newsclean.mojibake.losses import Refused
from newsclean.mojibake.punctuation import NEAR
from newsclean.mojibake.readings import TONED
from newsclean.mojibake.regions import CONTEXT, Finding, Region, trimmed
from newsclean.mojibake.screening import Guess
from newsclean.mojibake.trials import PRIVATE, SHIFTED, Trial, is_chinese, may_expect, possible, race
from newsclean.mojibake.usage import Usage

_SAID = regex(rf"\?\(?[a-zü{TONED}]{{1,6}}\)?$|\?!")
GAIN_BARE = 19.0
"""The same for a byte shift without any mark or private-use character."""
READABLE_PROVED = -9.5
"""Nats a character that UTF-8, a byte shift with marks and what is expected must reach, be they names."""
GUESSES = 0.28
"""Share of guessed characters above which a passage is left alone."""
GUESSES_UTF8 = 0.7
"""The same for UTF-8, whose layout tells how many bytes are missing where."""
GUESSES_BIG5 = 0.15
"""The same for Big5, whose second bytes look like ASCII, so that half of it may be gone unseen."""
DOUBT = 0.05
"""Share of its characters that may be expected to be guessed wrongly."""
DOUBT_UTF8 = 0.1
"""The same for UTF-8."""
WHOLE = 0.2
"""Probability that all guesses of a passage are right from which on it may well be right as a whole."""
CONFIDENT_WHOLE = 0.3
"""Probability below which a guessed character of such a passage is not written."""
CONFIDENT = 0.65
"""The same for one of another passage."""
CONFIDENT_AMONG = 0.7
"""The same where many are guessed, or all was damaged twice, so that its neighbours may be wrong, too."""
CONFIDENT_DIGIT = 0.8
"""The same for a digit, in any passage: what stands beside it hardly tells which it is."""
AMONG = 0.36
"""Share of guessed characters that are many."""
SENSIBLE = -10.0
"""Nats a character from which on a passage is taken for what it says, whatever it would be one byte off."""
SENSIBLE_KNOWN = -8.8
"""The same in a text that is known to have lost bytes."""
FULL_STOP = 0.15
"""Probability from which on a lost character at the end of a paragraph is its full stop."""
ENOUGH = 6
"""Characters from which on a repair is believed without another of its kind."""
ENOUGH_UTF8 = 3
"""The same for UTF-8, whose layout hardly comes about by chance."""


def searched(
    text: str, region: Region, guesses: list[Guess], earlier: list[Trial], usage: Usage
) -> tuple[list[Finding], Refused | None, list[Trial]]:
    """The repair of a passage that lost bytes.

    Args:
        text: The text.
        region: The passage.
        guesses: The kinds it may be, best first.
        earlier: The searches that an earlier passage left open: tried alone if they can be right.
        usage: What is known of the text around the passage; what the passage says is added.

    Returns:
        What is believed, what of it is damaged beyond repair, and the searches that were best.
    """
    passage = text[region.start : region.end]
    core = text[region.core_start : region.core_end]
    if not guesses and not is_chinese(core):
        return [], None, []
    likely = [guess.kind for guess in guesses[:3]]
    expected = [trial for trial in earlier if trial.kind in likely and may_expect(trial, passage)]
    trials = expected or possible(passage, core, guesses, known=region.known)
    prev = text[region.start - 1] if region.start else charmodel.START
    after = text[region.end : region.end + 1] or charmodel.START
    best, cells = race(passage, trials, prev, after)
    if not best:
        return [], None, []
    return *_accepted(text, region, (best[0], cells), usage, expected=bool(expected)), best


def _accepted(
    text: str, region: Region, result: tuple[Trial, list[Cell]], usage: Usage, *, expected: bool
) -> tuple[list[Finding], Refused | None]:
    """What of a search's result is believed; more where an earlier passage was damaged in the same way."""
    (kind, channel, inner), cells = result
    engine = search(channel)
    around = text[max(0, region.start - NEAR) : region.start], text[region.end : region.end + NEAR]
    found: list[Finding] = []
    refused: Refused | None = None
    for first, last in _runs(cells):
        start = region.start + (cells[first - 1].end if first else 0)
        end = region.start + cells[last - 1].end
        old, new = text[start:end], "".join(cell.char for cell in cells[first:last])
        if old == new:
            continue
        before, after = text[start - 1 : start] or charmodel.START, text[end : end + 1] or charmodel.START
        total = charmodel.load().total
        likely = total(new + after, before)
        gain = likely - total(old + after, before)
        if gain < _gain(region, kind, old) or not is_convincing(old, new, kind):
            continue
        damaged = region.known or SHIFTED.fullmatch(old) is not None
        if kind.was == "gb18030" and kind.shift and _is_sensible(old, known=damaged):
            continue
        believed = "".join(REPLACEMENT if cell.specs else cell.char for cell in cells[first:last])
        usage.count(before + believed + after, instead_of=before + old + after)
        sure = _settle(engine, cells, (first, last), usage, around)
        proved = expected or kind.was == "utf-8" or (kind.shift and _is_marked(kind, old))
        least = READABLE_PROVED if proved else READABLE
        doubts = [1.0 - sure[i] for i in sure if not cells[i].char.isdigit()]
        if likely < least * (len(new) + 1) or not _is_mostly_known(kind, new, doubts):
            if len(new) > CONTEXT and (REPLACEMENT in old or "?" in old):
                refused = Refused(start, end, kind.name)
            continue
        many = inner is not None or len(sure) > AMONG * len(new) + 3
        lost = holes(cells, sure, many=many)
        ends = after == "\n" and cells[last - 1].char == "。"
        if last - 1 in lost and ends and sure[last - 1] > FULL_STOP:
            lost.remove(last - 1)
        if 4 * len(lost) > len(new) and len(new) < CONTEXT and not (kind.shift and kind.was == "big5"):
            continue  # nothing is won
        new = "".join(REPLACEMENT if i in lost else cells[i].char for i in range(first, last))
        known = sum(1 for cell in cells[first:last] if cell.specs is None and cell.char > "\u2fff")
        if kind.shift and not region.known and known < (1 if _is_marked(kind, old) else 3):
            continue
        enough = ENOUGH_UTF8 if kind.was == "utf-8" else ENOUGH
        weak = not kind.shift and (known < enough or known < len(sure))
        found.append(Finding(trimmed(Edit(start, end, new, kind.id, not sure), old), weak))
    return found, refused


def _settle(
    engine: Search, cells: list[Cell], stretch: tuple[int, int], usage: Usage, around: tuple[str, str]
) -> dict[int, float]:
    """Put in what the guessed characters of a stretch are; the probability of each, by its place.

    Args:
        engine: The search that made the cells.
        cells: What it made of the text.
        stretch: The first cell of the stretch, and one past its last.
        usage: What is known of the text around.
        around: What stands before and behind the cells.
    """
    first, last = stretch
    sure: dict[int, float] = {}
    for i in range(first, last):
        if cells[i].specs is not None:
            char, sure[i] = engine.chosen(cells, i, usage, around)
            cells[i] = cells[i]._replace(char=char)
    return sure


def holes(cells: list[Cell], sure: dict[int, float], *, many: bool) -> set[int]:
    """The places of guessed characters that are not likely enough to be written.

    A passage with a hole has to be looked up, and then whatever is doubtful in it had better show: it has
    more holes than it needs. One that may well be right as a whole has hardly any.

    Args:
        cells: What a search made of the text.
        sure: How likely each guessed character is, by its place.
        many: Whether so many are guessed that their neighbours may be wrong, too.
    """
    least = CONFIDENT_WHOLE if math.prod(sure.values()) > WHOLE else CONFIDENT
    if many:
        least = CONFIDENT_AMONG
    return {i for i, value in sure.items() if value < (CONFIDENT_DIGIT if cells[i].char.isdigit() else least)}


def _gain(region: Region, kind: Kind, old: str) -> float:
    """Nats by which a repair must be likelier than what stands there."""
    if region.known:
        return GAIN_KNOWN
    return GAIN_BARE if kind.shift and not _is_marked(kind, old) else GAIN


def _is_sensible(old: str, *, known: bool) -> bool:
    """Whether what stands there reads like Chinese without its marks, so that a mark is a question mark."""
    chinese = "".join(c for c in old if "\u3000" <= c <= "\uffef")
    if not chinese:
        return not known
    if len(chinese) > 2 and len(set(chinese) - set("，。！？…")) == 1:
        return True  # somebody cries
    likely = charmodel.load().score(chinese) > (SENSIBLE_KNOWN if known else SENSIBLE)
    return likely and not (known and _SAID.search(old))


def _is_marked(kind: Kind, old: str) -> bool:
    """Whether a passage holds what nobody writes: marks in a word, private use, letters left over in Big5."""
    return kind.was == "big5" or "?" in old or REPLACEMENT in old or bool(PRIVATE.search(old))


def _is_mostly_known(kind: Kind, new: str, doubts: Sequence[float]) -> bool:
    """Whether a result is not mostly guesses.

    Args:
        kind: The kind of damage.
        new: The result.
        doubts: How likely each guessed character is another.
    """
    most = {"utf-8": GUESSES_UTF8, "big5": GUESSES_BIG5}.get(kind.was, GUESSES)
    return (
        len(doubts) <= most * len(new) + 3
        and sum(doubts) <= (DOUBT_UTF8 if kind.was == "utf-8" else DOUBT) * len(new) + 1
        and new.count(REPLACEMENT) <= 2
    )


def _runs(cells: list[Cell]) -> list[tuple[int, int]]:
    """Stretches of cells that were read from bytes: first and one past the last."""
    found: list[tuple[int, int]] = []
    start = -1
    for number, cell in enumerate(cells):
        if cell.read and start < 0:
            start = number
        elif not cell.read and start >= 0:
            found.append((start, number))
            start = -1
    if start >= 0:
        found.append((start, len(cells)))
    return found
