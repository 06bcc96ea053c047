"""The stretches of a text that are looked into at once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from newsclean import charmodel
from newsclean.edits import Edit
from newsclean.lazy import regex
from newsclean.mojibake import gate

CONTEXT = 16
"""Characters around a suspicious passage that are looked at with it."""
NEAR = 60
"""Suspicious passages of a line that are closer belong together."""
LONGEST = 6000
"""Characters that are searched at once."""
PARAGRAPH = 40
"""Characters of a line that tell how it was decoded."""
CUT = 400
"""Characters within which a good place to cut is looked for."""
SENSE = -10.2
"""Nats a character from which on a suspicious passage is taken for what it says: names, verse, terms."""
SENSE_KNOWN = -8.8
"""The same for one without a mark, in a text that is known to have lost bytes."""
SAMPLE = 300
"""Characters of a passage by which that is judged."""

_TAGS = regex(r"<[^<>]*(?:>|$)")
_FIGURES = regex(r"[0-9][ -@]*")
"""Figures, and the signs behind them."""
_LINE = regex(r"[^\n]+")
_MARK = regex("[?\ue000-\uf8ff\ufffd]")
_SURE_MARK = regex("[\ue000-\uf8ff\ufffd]")
_LAST = regex(r"[^\x00-\x7f]{1,2}\?(?=[<.)\n]|\Z)")
"""What is left of the last character of a line or a name that lost a byte; alone it is just a question."""


@dataclass(slots=True)
class Region:
    """A stretch of one line that is searched at once.

    Attributes:
        start: Its first character.
        end: One past its last.
        core_start: Where the suspicious part begins.
        core_end: Where it ends.
        known: Whether the text is known to have lost bytes.
    """

    start: int
    end: int
    core_start: int
    core_end: int
    known: bool = False


def regions(text: str, look: gate.Look, *, shifts: bool) -> list[Region]:
    """The regions of a text, in order, none overlapping.

    Args:
        text: Any text.
        look: What a look at it says.
        shifts: Whether it is known to have lost bytes.
    """
    found: list[Region] = []
    for start, end in sorted([*_odd(text, look.windows, known=shifts), *look.torn]):
        last = found[-1] if found else None
        if last and _are_near(text, last.core_end, start):
            last.core_end = max(end, last.core_end)
        else:
            found.append(Region(start, end, start, end, shifts))
    for number, region in enumerate(found):
        floor = found[number - 1].end if number else 0
        line = text.rfind("\n", floor, region.core_start) + 1
        region.start = max(floor, line, region.core_start - CONTEXT)
        ceiling = found[number + 1].core_start if number + 1 < len(found) else len(text)
        if last_one := _LAST.match(text, region.core_end, ceiling):
            region.core_end = last_one.end()
        stop = text.find("\n", region.core_end, ceiling)
        region.end = min(ceiling if stop < 0 else stop, region.core_end + 2 * CONTEXT)
    return found


def _odd(text: str, windows: list[gate.Window], *, known: bool) -> list[gate.Window]:
    """The suspicious passages that make no sense.

    Args:
        text: Any text.
        windows: Its suspicious passages.
        known: Whether it is known to have lost bytes.
    """
    groups: list[list[gate.Window]] = []
    for window in windows:
        if groups and _are_near(text, groups[-1][-1].end, window.start):
            groups[-1].append(window)
        else:
            groups.append([window])
    odd: list[gate.Window] = []
    for group in groups:
        marked = _SURE_MARK.search(text, group[0].start, group[-1].end) is not None
        for start, end in group:
            passage = text[start : min(end, start + SAMPLE)]
            if not _makes_sense(passage, known=known, marked=marked):
                odd.append(gate.Window(start, end))
    return odd


def _are_near(text: str, end: int, start: int) -> bool:
    """Whether the passage that begins here belongs to the one that ends there."""
    return start - end <= NEAR and "\n" not in text[end:start]


def _makes_sense(passage: str, *, known: bool, marked: bool) -> bool:
    """Whether a suspicious passage is taken for what it says.

    Figures make sense in any text, decoded wrongly or not: they do not count where something marks a loss.

    Args:
        passage: The passage.
        known: Whether the text is known to have lost bytes.
        marked: Whether something in the passage, or close to it, surely marks a loss.
    """
    if known and _MARK.search(passage):
        return False
    words = _TAGS.sub("", passage).replace("?", "")
    if marked:
        words = _FIGURES.sub(" ", words)
    return charmodel.load().score(words) > (SENSE_KNOWN if known else SENSE)


def paragraphs(text: str, region: Region) -> list[Region]:
    """A region paragraph by paragraph, since each may have been decoded differently.

    A paragraph is a line that is long enough to tell by itself; short ones go with the one before, so that
    the lines of a list stay together.
    """
    cuts = [region.start]
    long_before = False
    for line in _LINE.finditer(text, region.core_start, region.core_end):
        is_long = len(line[0]) > PARAGRAPH
        if is_long and long_before:
            cuts.append(line.start())
        long_before = long_before or is_long
    cuts.append(region.end)
    return [
        Region(start, end, max(start, region.core_start), min(end, region.core_end), region.known)
        for start, end in pairwise(cuts)
    ]


def pieces(text: str, region: Region) -> list[Region]:
    """A long region in stretches that a search can hold, cut behind an ASCII character where there is one."""
    found: list[Region] = []
    start = region.start
    while region.end - start > LONGEST:
        end = start + LONGEST
        cut = next((i for i in range(end, end - CUT, -1) if text[i - 1] <= "~"), end)
        found.append(
            Region(start, cut, max(start, region.core_start), min(cut, region.core_end), region.known)
        )
        start = cut
    found.append(Region(start, region.end, max(start, region.core_start), region.core_end, region.known))
    return [piece for piece in found if piece.core_start < piece.core_end]


@dataclass(frozen=True, slots=True)
class Finding:
    """One repair, and whether it needs company.

    Attributes:
        edits: The repair, an edit a line.
        weak: Whether it is too short to be believed alone, without another of its kind in the text.
    """

    edits: list[Edit]
    weak: bool = False


def trimmed(edit: Edit, old: str) -> list[Edit]:
    """The edit line by line, each without what it leaves as it is at both ends and a byte order mark.

    Args:
        edit: Replaces `old`, by something else.
        old: What stands there.
    """
    edit = edit._replace(new=edit.new.removeprefix("\N{BYTE ORDER MARK}"))
    before, after = old.split("\n"), edit.new.split("\n")
    if len(before) != len(after):
        before, after = [old], [edit.new]
    edits: list[Edit] = []
    start = edit.start
    for line, new in zip(before, after, strict=True):
        if line != new:
            edits.append(edit._replace(start=start, end=start + len(line), new=new).trimmed(line))
        start += len(line) + 1
    return edits
