"""The text of a source as a reader sees it; edits of that text are translated into edits of the source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from newsclean.check.spans import Span
from newsclean.edits import Edit
from newsclean.lazy import regex

_MARK = regex("[,:;!?()]")


class Piece(NamedTuple):
    """A run of characters that are adjacent both in the view and in the source.

    Attributes:
        start: Offset of its first character in the view.
        end: Offset after its last.
        source: Offset in the source.
        length: Number of its characters in the source.
        fixed: Whether it must not be edited, as it is spelt differently in the source, or for another reason.
    """

    start: int
    end: int
    source: int
    length: int
    fixed: bool


class Block(NamedTuple):
    """A paragraph.

    Attributes:
        start: Offset of its text in the view.
        end: Offset after it.
        first: Offset of its text in the source.
        last: Offset after it.
        opening: Offset of the tags it begins with, if any.
        linked: Number of its characters inside links.
        post: Whether it is a paragraph of the text rather than a value of the front matter.
    """

    start: int
    end: int
    first: int
    last: int
    opening: int
    linked: int
    post: bool


class _OpenBlock:
    """A paragraph that is still being read."""

    def __init__(self, opening: int) -> None:
        self._opening = opening
        self._pieces: list[Piece] = []
        self._post = True
        self._links: list[bool] = []  # for each bracket or anchor that is open, whether it is a link
        self._linked = 0

    def read(self, piece: Piece, *, post: bool) -> None:
        """Add visible characters."""
        self._pieces.append(piece)
        self._post = self._post and post
        if any(self._links):
            self._linked += piece.end - piece.start

    def tag(self, markup: str) -> None:
        """Take note of inline markup, which may open or close a link."""
        if markup[:2].lower() == "<a" or markup in {"[", "!["}:
            self._links.append(markup != "![")
        elif self._links and (markup[:3].lower() == "</a" or markup[:1] == "]"):
            self._links.pop()

    def close(self, end: int) -> list[Block]:
        """The finished paragraph, if it has any visible characters."""
        if not self._pieces:
            return []
        first, last = self._pieces[0], self._pieces[-1]
        return [Block(first.start, last.end, first.source, end, self._opening, self._linked, self._post)]


class View:
    r"""The visible text of a source: its lines without markup, separated by `\n`.

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
        block = _OpenBlock(0)
        for start, end, kind, note in spans:
            if kind in {"url", "delimiter"}:
                self._glue.update((start, end))
            match kind:
                case "text" | "fixed" | "url":
                    shown = note if kind == "fixed" and note else source[start:end]
                    self._pieces.append(Piece(size, size + len(shown), start, end - start, kind != "text"))
                    block.read(self._pieces[-1], post=kind != "text" or not note)
                    parts.append(shown)
                    size += len(shown)
                case "inline":
                    block.tag(source[start:end])
                case "line" | "block":
                    if parts and parts[-1] != "\n":
                        parts.append("\n")
                        size += 1
                    if kind == "block":
                        self.blocks += block.close(start)
                        block = _OpenBlock(end)
        self.blocks += block.close(len(source))
        if parts and parts[-1] == "\n":
            parts.pop()
        self.text = "".join(parts)
        self._starts = [piece.start for piece in self._pieces]

    def over(self, source: str) -> View:
        """The view of another source that has the same length and the same spans."""
        parts: list[str] = []
        done = 0
        for start, end, place, length, fixed in self._pieces:
            if start > done:
                parts.append("\n")
            parts.append(self.text[start:end] if fixed else source[place : place + length])
            done = end
        view = View.__new__(View)
        view.text = "".join(parts)
        view.blocks, view._pieces, view._starts, view._glue = (  # noqa: SLF001 - of the same class
            self.blocks, self._pieces, self._starts, self._glue
        )  # fmt: skip
        return view

    @cached_property
    def shielded(self) -> str:
        """The text with a letter in place of every ASCII mark that has to stay, as in `vec!`.

        Such a mark is not part of the sentence, and what is beside it must not be changed as if it were.
        """
        parts: list[str] = []
        done = 0
        for piece in self._pieces:
            if piece.fixed and (found := _MARK.search(self.text, piece.start, piece.end)):
                parts += self.text[done : found.start()], _MARK.sub("x", self.text[found.start() : piece.end])
                done = piece.end
        return "".join((*parts, self.text[done:])) if parts else self.text

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """The range of the source, including markup, that a range of the view corresponds to."""
        first = self._pieces[bisect_right(self._starts, start) - 1]
        last = self._pieces[bisect_right(self._starts, max(end - 1, start)) - 1]
        # A fixed piece may be longer in the source than in the view, and is taken as a whole.
        begin = first.source if first.fixed else first.source + start - first.start
        return begin, max(begin, last.source + last.length if last.fixed else last.source + end - last.start)

    def paragraph(self, start: int, end: int) -> tuple[int, int]:
        """A range of the source, extended to all of the paragraphs it touches."""
        firsts = [block.first for block in self.blocks]
        before, after = bisect_right(firsts, start) - 1, bisect_right(firsts, end) - 1
        if before >= 0 and self.blocks[before].last > start:
            start = self.blocks[before].first
        return start, max(end, self.blocks[after].last if after >= 0 else end)

    def place(self, edit: Edit) -> list[Edit]:
        """Translate an edit of the view into edits of the source.

        Args:
            edit: An edit of `text`.

        Returns:
            Edits in order; none if the edit would touch what has to stay: a line break, an entity,
            code, or what an address or an emphasis mark needs beside it: white space, or a symbol.
        """
        start, end, new, rule, certain = edit
        old = self.text[start:end]
        if len(old) == len(new) == 1:  # as most are
            place = self._place_of(start)
            if place is None or old == new:
                return []
            # Unicode takes radicals for symbols, and an emphasis mark tells those from letters
            if old.isalnum() != new.isalnum() and not self._glue.isdisjoint((place, place + 1)):
                return []
            return [Edit(place, place + 1, new, rule, certain)]
        start, end, new, rule, certain = edit.trimmed(old)
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
        remains = old.isspace() and new.isspace()  # of white space: one kind for another
        if parts is None or (self._is_glued(parts) and not (remains and len(parts) == 1)):
            return []
        # The replacement of text on both sides of a tag goes before the tag.
        return [
            Edit(first, last, "" if number else new, rule, certain)
            for number, (first, last) in enumerate(parts)
        ]

    def _place_of(self, at: int) -> int | None:
        """The offset in the source of a character of the view; None if it has to stay."""
        piece = self._pieces[bisect_right(self._starts, at) - 1]
        return None if piece.fixed or at >= piece.end else piece.source + at - piece.start

    def _parts(self, start: int, end: int) -> list[tuple[int, int]] | None:
        """The ranges of the source that make up a range of the view; None if part of it has to stay."""
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


def _joined(edits: list[Edit]) -> list[Edit]:
    """The edits, with adjacent ones merged."""
    joined: list[Edit] = []
    for edit in edits:
        if joined and joined[-1].end == edit.start:
            joined[-1] = joined[-1]._replace(end=edit.end, new=joined[-1].new + edit.new)
        else:
            joined.append(edit)
    return joined
