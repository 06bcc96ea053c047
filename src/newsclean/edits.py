"""Edits of a string and the record of what they did: the only place where a text is changed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Literal, NamedTuple


class Edit(NamedTuple):
    """One replacement in a string, proposed by a rule.

    Attributes:
        start: Offset of the first code point replaced.
        end: Offset after the last; `start == end` means an insertion.
        new: The replacement; empty for a deletion.
        rule: Id of the rule, kebab-case.
        certain: False if the replacement had to be chosen from context.
    """

    start: int
    end: int
    new: str
    rule: str
    certain: bool = True

    def moved(self, by: int) -> Edit:
        """The edit at a place so many code points further on, or further back if they are negative."""
        return self._replace(start=self.start + by, end=self.end + by)

    def trimmed(self, old: str) -> Edit:
        """The edit without what it leaves unchanged at its ends.

        Args:
            old: What it replaces.

        >>> Edit(5, 9, "河东快报", "t2s").trimmed("河東快报")
        Edit(start=6, end=7, new='东', rule='t2s', certain=True)
        """
        new = self.new
        most = min(len(old), len(new))
        head = 0
        while head < most and old[head] == new[head]:
            head += 1
        tail = 0
        while tail < most - head and old[-1 - tail] == new[-1 - tail]:
            tail += 1
        start, end = self.start + head, self.end - tail
        return self._replace(start=start, end=end, new=new[head : len(new) - tail])


EDIT = partial(tuple.__new__, Edit)
"""An edit from a tuple of its fields, in a third of the time that Edit(…) takes."""


class Change(NamedTuple):
    """One change made to a text.

    Attributes:
        stage: Name of the stage.
        rule: Id of the rule.
        before: The text replaced.
        after: The text in its place.
        paragraph: Index of the paragraph at the time; None for a change of the source text.
        start: Offset of `before` in that paragraph or in the source text, in code points.
        certain: False if the replacement had to be chosen from context.
    """

    stage: str
    rule: str
    before: str
    after: str
    paragraph: int | None
    start: int
    certain: bool = True


_CHANGE = partial(tuple.__new__, Change)
"""A change from a tuple of its fields, in a third of the time that Change(…) takes."""


def apply_edits(
    text: str, edits: Iterable[Edit], stage: str = "", paragraph: int | None = None, origin: int = 0
) -> tuple[str, tuple[Change, ...]]:
    """Apply edits to a text and record them.

    An edit that replaces something by itself is ignored.

    Args:
        text: Any string.
        edits: Edits sorted by position, not overlapping.
        stage: Name of the stage, for the record.
        paragraph: Index of the paragraph, for the record.
        origin: Offset of the text in the text that the edits count from.

    Returns:
        The edited text, and one `Change` per edit.

    Raises:
        ValueError: Edits overlap, are out of order, or reach past the text.

    >>> apply_edits("当前,位置", [Edit(2, 3, "，", "comma")], "normalise", 0)[0]
    '当前，位置'
    """
    parts: list[str] = []
    changes: list[tuple[str, str, str, str, int | None, int, bool]] = []
    done, size = 0, len(text)
    for first, last, new, rule, certain in edits:
        start, end = first - origin, last - origin
        if not done <= start <= end <= size:
            raise ValueError(f"edit {rule} at {start}..{end} overlaps, or lies outside of {done}..{size}")
        before = text[start:end]
        if before != new:
            parts += (text[done:start], new)
            changes.append((stage, rule, before, new, paragraph, start, certain))
            done = end
    parts.append(text[done:])
    return "".join(parts), tuple(map(_CHANGE, changes))


APART = "\n\n"
"""Separator of texts that are searched together; no word, URL or tag extends across it."""


def share_out(
    edits: Sequence[Edit], texts: Mapping[int, str]
) -> tuple[dict[int, Sequence[Edit]], dict[int, int]]:
    """Assign the edits of several texts that were joined by `APART` to the single texts.

    Args:
        edits: Edits of the joined text, sorted by position, not overlapping.
        texts: The texts that were joined, by number.

    Returns:
        By number of text, for those with any: its edits, still counting from the start of the joined text,
        and its offset in the joined text. No edit reaches past the end of its text.

    >>> share_out([Edit(11, 12, "：", "colon")], {0: "打开首页,", 1: "当前位置:首页"})
    ({1: [Edit(start=11, end=12, new='：', rule='colon', certain=True)]}, {1: 7})
    """
    shares: dict[int, Sequence[Edit]] = {}
    origins: dict[int, int] = {}
    first = origin = 0
    for number, text in texts.items() if edits else ():
        end = origin + len(text)
        last = bisect_left(edits, (end + 1,), first)
        if last > first:
            shares[number], origins[number] = edits[first:last], origin
            if edits[last - 1].end > end:  # a CR at the end of a text, and what joins it to the next
                shares[number] = [*edits[first : last - 1], edits[last - 1]._replace(end=end)]
        first, origin = last, end + len(APART)
    return shares, origins


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The edited text alone, for trying out edits that are not to be recorded.

    Args:
        text: Any string.
        edits: Edits sorted by position, not overlapping.

    >>> applied("当前,位置", [Edit(2, 3, "，", "comma")])
    '当前，位置'
    """
    parts: list[str] = []
    done = 0
    for start, end, new, _, _ in edits:
        parts += (text[done:start], new)
        done = end
    parts.append(text[done:])
    return "".join(parts)


def landed(edits: Iterable[Edit]) -> Iterator[tuple[int, int]]:
    """Where what each edit puts in begins and ends in the edited text.

    >>> list(landed([Edit(2, 3, "，", "comma"), Edit(5, 7, "", "space"), Edit(9, 9, "。", "stop")]))
    [(2, 3), (5, 5), (7, 8)]
    """
    shift = 0
    for edit in edits:
        start = edit.start + shift
        yield start, start + len(edit.new)
        shift += len(edit.new) - (edit.end - edit.start)


def composed(
    first: Sequence[Edit], between: str, second: Sequence[Edit], *, named_after: Literal["first", "second"]
) -> list[Edit]:
    """One list of edits that does what two do, one after the other.

    Args:
        first: Edits of the original text, in order.
        between: The text that results from them.
        second: Edits of that text, in order.
        named_after: Whose rule an edit has that is made of edits of both.

    Returns:
        Edits of the original text, in order; overlapping ones of both lists are merged.

    >>> first, second = [Edit(1, 3, ",", "character")], [Edit(1, 2, "，", "mark")]
    >>> composed(first, "市,A", second, named_after="second")
    [Edit(start=1, end=3, new='，', rule='mark', certain=True)]
    """
    if not first or not second:  # nearly always: each stage has several steps, most find nothing
        return [*first, *second]
    spans = [*landed(first), *((edit.start, edit.end) for edit in second)]
    places = sorted((*span, number) for number, span in enumerate(spans))  # in `between`
    made: list[Edit] = []
    shift = at = 0
    while at < len(places):
        start, end, _ = places[at]
        stop = at + 1
        while stop < len(places) and places[stop][0] < end:
            end = max(end, places[stop][1])
            stop += 1
        numbers = sorted(number for _, _, number in places[at:stop])
        at = stop
        earlier = [first[number] for number in numbers if number < len(first)]
        later = [second[number - len(first)] for number in numbers if number >= len(first)]
        new = applied(between[start:end], [edit.moved(-start) for edit in later])
        rule = earlier[0].rule if earlier and (named_after == "first" or not later) else later[-1].rule
        origin = start - shift
        shift += sum(len(edit.new) - (edit.end - edit.start) for edit in earlier)
        certain = all(edit.certain for edit in (*earlier, *later))
        made.append(Edit(origin, end - shift, new, rule, certain))
    return made
