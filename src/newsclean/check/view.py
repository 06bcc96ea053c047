"""A source as its reader reads it, and the way back: edits of what is read become edits of the source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from newsclean.check.spans import Span
from newsclean.document import Edit


class Piece(NamedTuple):
    """A run of characters of the view that stand one after another in the source as well.

    Attributes:
        start: Offset of its first character in the view.
        end: Offset after its last.
        source: Offset in the source.
        fixed: Whether it is spelt otherwise in the source, or has to stay for another reason.
    """

    start: int
    end: int
    source: int
    fixed: bool


class Block(NamedTuple):
    """A paragraph.

    Attributes:
        start: Offset of its text in the view.
        end: Offset after it.
        first: Offset of its text in the source.
        last: Offset after it.
        post: Whether it is a paragraph of the text; a value of the front matter is none.
    """

    start: int
    end: int
    first: int
    last: int
    post: bool


class View:
    r"""What is read of a source: its lines, separated by `\n`, without markup.

    Attributes:
        text: The lines.
        blocks: The paragraphs, in order; each is one or several lines.
    """

    def __init__(self, source: str, spans: Sequence[Span]) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[Piece] = []
        self._glue: set[int] = set()
        parts: list[str] = []
        size = 0
        opened = len(self._pieces)  # the first piece of the paragraph being read
        post = True
        for start, end, kind, note in spans:
            match kind:
                case "text" | "fixed" | "url":
                    shown = note if kind == "fixed" and note else source[start:end]
                    self._pieces.append(Piece(size, size + len(shown), start, kind != "text"))
                    parts.append(shown)
                    size += len(shown)
                    post = post and (kind != "text" or not note)
                case "inline":
                    continue
                case "line" | "block":
                    if parts and parts[-1] != "\n":
                        parts.append("\n")
                        size += 1
                    if kind == "block" and len(self._pieces) > opened:
                        self._end_block(opened, end=start, post=post)
                        opened, post = len(self._pieces), True
            if kind in ("url", "delimiter"):
                self._glue.update((start, end))
        if len(self._pieces) > opened:
            self._end_block(opened, end=len(source), post=post)
        if parts and parts[-1] == "\n":
            parts.pop()
        self.text = "".join(parts)
        self._starts = [piece.start for piece in self._pieces]

    def _end_block(self, opened: int, *, end: int, post: bool) -> None:
        first, last = self._pieces[opened], self._pieces[-1]
        self.blocks.append(Block(first.start, last.end, first.source, end, post))

    def place(self, edit: Edit) -> list[Edit]:
        """The edits of the source that do what an edit of the view does.

        Args:
            edit: An edit of `text`.

        Returns:
            Edits in order; none where it would touch what has to stay: a break between
            lines, an entity, code, the white space beside a mark of emphasis or an address.
        """
        start, end, new, rule, certain = _trimmed(edit, self.text)
        old = self.text[start:end]
        if len(old) == len(new):
            return _joined(
                [
                    Edit(place, place + 1, char, rule, certain)
                    for at, char in enumerate(new)
                    if char != old[at] and (place := self._place_of(start + at)) is not None
                ]
            )
        parts = self._parts(start, end)
        if parts is None or ((old + new).strip() != old + new and self._is_glued(parts)):
            return []
        # What stands on both sides of a tag goes to where the first of it stood.
        return [
            Edit(first, last, "" if number else new, rule, certain)
            for number, (first, last) in enumerate(parts)
        ]

    def _place_of(self, at: int) -> int | None:
        """The place in the source of a character of the view; None if it has to stay."""
        piece = self._pieces[bisect_right(self._starts, at) - 1]
        return None if piece.fixed or at >= piece.end else piece.source + at - piece.start

    def _parts(self, start: int, end: int) -> list[tuple[int, int]] | None:
        """The places in the source of a range of the view; None if some of it has to stay."""
        index = bisect_right(self._starts, start) - 1
        if index < 0:
            return None
        if start == end:
            for piece in reversed(self._pieces[max(index - 1, 0) : index + 1]):
                if not piece.fixed and piece.start <= start <= piece.end:
                    place = piece.source + start - piece.start
                    return [(place, place)]
            return None
        parts = []
        while start < end:
            if index == len(self._pieces):
                return None
            piece = self._pieces[index]
            if piece.fixed or not piece.start <= start < piece.end:
                return None
            stop = min(end, piece.end)
            shift = piece.source - piece.start
            parts.append((start + shift, stop + shift))
            start = stop
            index += 1
        return parts

    def _is_glued(self, parts: list[tuple[int, int]]) -> bool:
        return any(first in self._glue or last in self._glue for first, last in parts)


def _trimmed(edit: Edit, text: str) -> Edit:
    """The edit without what it leaves as it was at its ends."""
    start, end, new, rule, certain = edit
    most = min(end - start, len(new))
    head = 0
    while head < most and text[start + head] == new[head]:
        head += 1
    tail = 0
    while tail < most - head and text[end - 1 - tail] == new[-1 - tail]:
        tail += 1
    return Edit(start + head, end - tail, new[head : len(new) - tail], rule, certain)


def _joined(edits: list[Edit]) -> list[Edit]:
    """Edits that follow each other without a gap as one."""
    joined: list[Edit] = []
    for edit in edits:
        if joined and joined[-1].end == edit.start:
            joined[-1] = joined[-1]._replace(end=edit.end, new=joined[-1].new + edit.new)
        else:
            joined.append(edit)
    return joined
