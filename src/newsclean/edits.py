"""Edits of a string, and the record of what they did: the one place where a text is changed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple


class Edit(NamedTuple):
    """One replacement in a string: what a rule found, where, and what should stand there.

    Attributes:
        start: Offset of the first code point replaced.
        end: Offset after the last; `start == end` inserts.
        new: What stands there afterwards; empty deletes.
        rule: Id of the rule, kebab-case.
        certain: False where the right text had to be chosen from context.
    """

    start: int
    end: int
    new: str
    rule: str
    certain: bool = True


EDIT = partial(tuple.__new__, Edit)
"""An edit from a tuple of its fields, in a third of the time that Edit(…) takes."""


class Change(NamedTuple):
    """One thing done to a text: by which rule of which stage, what stood there, what stands there now.

    Attributes:
        stage: Name of the stage.
        rule: Id of the rule.
        before: The text replaced.
        after: The text in its place.
        paragraph: Index of the paragraph at that time; None when the source text was changed.
        start: Offset of `before` in that paragraph or in the source text, in code points.
        certain: False where the right text had to be chosen from context.
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
    """The edited text and the record of it: the one place where a text is changed.

    An edit that would replace something by itself is left out of both.

    Args:
        text: Any string.
        edits: Edits sorted by place, not overlapping.
        stage: Name of the stage, for the record.
        paragraph: Index of the paragraph, for the record.
        origin: Where the text begins in what the edits were found in.

    Returns:
        The text afterwards and one `Change` an edit.

    Raises:
        ValueError: Edits overlap, are out of order, or reach past the text.

    >>> apply_edits("当前,位置", [Edit(2, 3, "，", "comma")], "normalise", 0)[0]
    '当前，位置'
    """
    parts: list[str] = []
    changes: list[Change] = []
    done = 0
    for first, last, new, rule, certain in edits:
        start, end = first - origin, last - origin
        if not done <= start <= end <= len(text):
            raise ValueError(
                f"edit {rule} at {start}..{end} overlaps, or lies outside of {done}..{len(text)}"
            )
        before = text[start:end]
        if before == new:
            continue
        parts += (text[done:start], new)
        changes.append(_CHANGE((stage, rule, before, new, paragraph, start, certain)))
        done = end
    parts.append(text[done:])
    return "".join(parts), tuple(changes)


APART = "\n\n"
"""Stands between texts that are looked through at once: no word, URL or tag reaches across."""


def share_out(
    edits: Sequence[Edit], texts: Mapping[int, str]
) -> tuple[dict[int, Sequence[Edit]], dict[int, int]]:
    """Which edits of several texts joined by `APART` are those of each; none reaches past its text.

    Args:
        edits: Sorted by place, not overlapping.
        texts: The texts that were joined, by number.

    Returns:
        By the number of every text that has any, its edits, which count from the beginning of the first text,
        and where it begins.

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
    """The edited text alone, where nothing is to be recorded: to try what edits would make of it.

    Args:
        text: Any string.
        edits: Edits sorted by place, not overlapping.

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
