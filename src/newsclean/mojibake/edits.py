"""Edits upon edits: several rounds of repair told as one, in places of the text as it came."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence

from newsclean.edits import Edit, applied


def composed(text: str, first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """One list of edits that does what two do, one after the other.

    Args:
        text: The text that `first` edits.
        first: Edits of `text`, in order.
        second: Edits of what `first` makes of it, in order.

    Returns:
        Edits of `text`, in order. Where both touch one place the first one names the rule.

    >>> composed("abc", [Edit(0, 1, "xy", "one")], [Edit(1, 3, "z", "two")])
    [Edit(start=0, end=2, new='xz', rule='one', certain=True)]
    """
    merged: list[Edit] = []
    ones, twos = deque(first), deque(second)
    shift = 0  # place in the middle text less place in `text`, after the edits taken so far
    while ones or twos:
        group = _Group(text, shift)
        while ones or twos:
            place = ones[0].start + shift if ones else math.inf
            if twos and twos[0].start < place:
                if not group.takes(twos[0].start):
                    break
                group.add_second(twos.popleft())
            else:
                if not group.takes(ones[0].start + shift):
                    break
                one = ones.popleft()
                group.add_first(one, one.start + shift)
                shift += len(one.new) - (one.end - one.start)
        merged.append(group.edit(shift))
    return merged


class _Group:
    """Edits of both rounds that overlap, told as one; places are in the middle text."""

    def __init__(self, text: str, shift: int) -> None:
        self._text = text
        self._shift = shift
        self._ones: list[Edit] = []
        self._twos: list[Edit] = []
        self._start = self._end = -1

    def takes(self, place: int) -> bool:
        """Whether an edit at this place belongs to the group."""
        return self._start < 0 or place < self._end

    def add_first(self, edit: Edit, place: int) -> None:
        self._ones.append(edit)
        self._extend(place, place + len(edit.new))

    def add_second(self, edit: Edit) -> None:
        self._twos.append(edit)
        self._extend(edit.start, edit.end)

    def _extend(self, start: int, end: int) -> None:
        if self._start < 0:
            self._start = start
        self._end = max(self._end, end)

    def edit(self, shift: int) -> Edit:
        """The group as one edit of the text; `shift` is the shift after it."""
        start, end = self._start - self._shift, self._end - shift
        middle = applied(self._text[start:end], [_moved(one, -start) for one in self._ones])
        new = applied(middle, [_moved(two, -self._start) for two in self._twos])
        both = [*self._ones, *self._twos]
        return Edit(start, end, new, both[0].rule, all(edit.certain for edit in both))


def _moved(edit: Edit, by: int) -> Edit:
    return edit._replace(start=edit.start + by, end=edit.end + by)
