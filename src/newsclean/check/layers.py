"""Runs the stages over a file: each finds edits in the source as the stages before it have left it.

Only the search functions of the stages are used; a file is never taken apart and reassembled.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Literal, NamedTuple

from newsclean.check.text import Text
from newsclean.edits import Edit, landed

PASSES = 4
"""Most passes over the stages; two are usual, of which the second finds nothing."""

Verdict = Literal["do", "hold", "name"]
"""What is done with an edit: apply it, hold it back until `--unsafe` is given, or only report it."""

WHOLE = frozenset({"boilerplate", "script"})
"""Stages that judge a line by the whole text; they wait until all of it is readable."""

Finder = Callable[[Text], list[Edit]]
"""Finds the edits of one stage in a source: in order, and none that changes its markup."""


class Found(NamedTuple):
    """Something that a stage found.

    Attributes:
        stage: Name of the stage.
        edit: The edit, in offsets of the source as it was when the stage ran.
        before: The text it replaces in that source.
        start: Offset of what was found in the source of the file.
        end: Offset after it.
        verdict: What was done with the edit.
    """

    stage: str
    edit: Edit
    before: str
    start: int
    end: int
    verdict: Verdict


@dataclass
class Trail:
    """Maps ranges of an edited source back to ranges of the file."""

    layers: list[list[tuple[int, int, int, int]]] = field(default_factory=list)

    def add(self, edits: Sequence[Edit]) -> None:
        """Take note of edits that were applied."""
        self.layers.append(
            [(*new, edit.start, edit.end) for new, edit in zip(landed(edits), edits, strict=True)]
        )

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The range of the file from which a range of the edited source was made.

        >>> trail = Trail()
        >>> trail.add([Edit(2, 5, "当", "pinyin")])
        >>> trail.back(3, 4), trail.back(2, 3), trail.back(0, 2)
        ((5, 6), (2, 5), (0, 2))
        """
        for layer in reversed(self.layers):
            empty = start == end
            start = _back(layer, start, last=False)
            end = start if empty else max(_back(layer, end, last=True), start)
        return start, end


def _back(layer: list[tuple[int, int, int, int]], pos: int, *, last: bool) -> int:
    """Map the start or the end of a range back by one layer of edits."""
    bisect = bisect_left if last else bisect_right  # what was put in, or taken out, at an end lies behind it
    index = bisect(layer, pos, key=itemgetter(0)) - 1
    if index < 0:
        return pos
    new_start, new_end, old_start, old_end = layer[index]
    if pos < new_end or (last and pos == new_end and new_start < new_end):
        return old_end if last else old_start
    return pos - new_end + old_end


def run_layers(
    text: Text,
    finders: Sequence[tuple[str, Finder]],
    wanted: Callable[[str, Edit], Verdict | None],
    once: Container[str] = (),
) -> tuple[list[Found], Text]:
    """Run the stages until they find nothing more.

    Args:
        text: The source of the file.
        finders: The stages in order, each with its name.
        wanted: Says what to do with an edit of a stage; None to ignore it.
        once: Stages that take part in the first pass only.

    Returns:
        What was found, in the order of the file, and the edited source.
    """
    run = _Run(text, wanted)
    for number in range(PASSES):
        before = run.text
        # Unrepaired damage is barred to later stages, since the text there means nothing. If it could be
        # repaired, everything else in its paragraph waits: it may be the evidence for that repair.
        run.barred, run.waiting = _Ranges(), _Ranges()
        for stage, find in finders:
            if number == 0 or stage not in once:
                run.stage(stage, find)
        if run.text is before:
            break
    run.found.sort(key=lambda one: (one.start, one.end))
    return run.found, run.text


class _Run:
    """The state of a run: the source as edited so far, and what was found in it."""

    def __init__(self, text: Text, wanted: Callable[[str, Edit], Verdict | None]) -> None:
        self.text = text
        self.found: list[Found] = []
        self.barred = _Ranges()
        self.waiting = _Ranges()
        self._wanted = wanted
        self._trail = Trail()
        self._named: set[tuple[str, str, int, int]] = set()
        self._damage = _Ranges()  # named and not repaired, in the file as it is

    def stage(self, name: str, find: Finder) -> None:
        """Run one stage."""
        wanted = self._wanted
        found = [(edit, verdict) for edit in find(self.text) if (verdict := wanted(name, edit)) is not None]
        if name == "mojibake":
            self.waiting.add(
                self._trail.back(*self.text.view.paragraph(edit.start, edit.end))
                for edit, verdict in found
                if verdict == "hold"
            )
        source, back = self.text.source, self._trail.back
        waits = name in WHOLE and bool(self.waiting)
        edits: list[Edit] = []
        barred: list[tuple[int, int]] = []
        for edit, verdict in found:
            start, end = back(edit.start, edit.end)
            if self.barred.meet(start, end):
                continue
            before = source[edit.start : edit.end]
            if before == edit.new:
                verdict = "name"  # noqa: PLW2901 - there is nothing to be done about it
            elif verdict == "do" and (waits or self.waiting.meet(start, end)):
                verdict = "hold"  # noqa: PLW2901 - until what stands near it is repaired
            if verdict == "do":
                edits.append(edit)
            else:
                if name == "mojibake":
                    barred.append((start, end))
                if self._was_named(name, edit, start, end):
                    continue
            self.found.append(Found(name, edit, before, start, end, verdict))
        self.barred.add(barred)
        self._damage.add(barred)
        if edits:
            self._trail.add(edits)
            self.text = self.text.edited(edits)

    def _was_named(self, name: str, edit: Edit, start: int, end: int) -> bool:
        """Whether an earlier pass has already found this and left it unrepaired."""
        if name == "mojibake" and self._damage.meet(start, end):
            return True  # with less damage around it, it may look a little different
        key = name, edit.rule, start, end
        known = key in self._named
        self._named.add(key)
        return known


class _Ranges:
    """A set of ranges of a source, which tells whether another range overlaps one of them."""

    def __init__(self) -> None:
        self._ranges: list[tuple[int, int]] = []

    def __bool__(self) -> bool:
        return bool(self._ranges)

    def add(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Add ranges; overlapping ones are merged."""
        merged: list[tuple[int, int]] = []
        for start, end in sorted([*self._ranges, *ranges]):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        self._ranges = merged

    def meet(self, start: int, end: int) -> bool:
        """Whether one of the ranges overlaps this one, or contains it if it is empty."""
        if not self._ranges:
            return False
        index = bisect_left(self._ranges, (max(end, start + 1), -1)) - 1
        return index >= 0 and self._ranges[index][1] > start
