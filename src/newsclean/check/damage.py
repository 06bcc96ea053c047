"""Mojibake in a file.

The whole source is searched, since damage may extend across markup or have swallowed part of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from newsclean.check.text import Text, admit
from newsclean.document import Caution
from newsclean.edits import Edit
from newsclean.lazy import regex

_REST_OF_TAG = regex(r"/?[A-Za-z][^<>\r\n]*>")
_LOST = "irrecoverable"


def find_damage(text: Text) -> list[Edit]:
    """Repairs of mojibake, and the places where the original text is lost.

    A lost place is an edit of the rule `irrecoverable` that changes nothing.
    """
    from newsclean.mojibake.losses import find_lost  # noqa: PLC0415 - loaded with the stage
    from newsclean.mojibake.repair import find_repairs  # noqa: PLC0415 - brings its statistics along

    edits: list[Edit] = []
    for edit in find_repairs(text.source)[0]:
        parts = _split(text, edit)
        # Where damage extends into code or an attribute, which stay, each span of text is repaired by itself.
        edits += _piecewise(text, edit, find_repairs) if parts is None else parts
    ordinary = admit(text, [edit for edit in edits if not _restores(text, edit)])
    repairs = ordinary
    if len(ordinary) < len(edits):
        both = sorted(ordinary + [edit for edit in edits if _restores(text, edit)])
        if _is_within(text.markup, text.edited(both).markup):
            repairs = both
    lost = [
        Edit(start, end, text.source[start:end], _LOST)
        for start, end in find_lost(text.source)
        if _is_text(text, start) and not _overlaps(repairs, start, end)
    ]
    return sorted(repairs + lost) if lost else repairs


def _split(text: Text, edit: Edit) -> list[Edit] | None:
    """The parts of an edit that change text; None if it would change the markup between them as well."""
    source, spans = text.source, text.spans
    index = max(text.span_at(edit.start), 0)
    if edit.rule == "double-escaped-entity" and spans[index].kind == "fixed":
        return [edit]  # `&amp;ldquo;` is an entity to HTML and damage to the reader
    parts: list[Edit] = []
    start, done = edit.start, 0  # where the current part begins, in the source and in `new`
    for span in spans[index:]:
        if span.start >= edit.end:
            break
        if span.kind == "text":
            continue
        first, last = max(span.start, edit.start), min(span.end, edit.end)
        stop = edit.new.find(source[first:last], done)
        if stop < 0 or (first == start and stop > done):
            return None
        parts.append(Edit(start, first, edit.new[done:stop], edit.rule, edit.certain))
        start, done = last, stop + last - first
    if parts and start == edit.end and done < len(edit.new):
        return None
    parts.append(Edit(start, edit.end, edit.new[done:], edit.rule, edit.certain))
    return [part for part in parts if source[part.start : part.end] != part.new]


def _piecewise(text: Text, edit: Edit, find: Callable[[str], tuple[list[Edit], list[Caution]]]) -> list[Edit]:
    """The repairs of each span of text that an edit touches, taken by itself."""
    index = max(text.span_at(edit.start), 0)
    edits: list[Edit] = []
    for start, end, kind, _ in text.spans[index:]:
        if start >= edit.end:
            break
        if kind == "text":
            first, last = max(start, edit.start), min(end, edit.end)
            edits += [one.moved(first) for one in find(text.source[first:last])[0]]
    return edits


def _restores(text: Text, edit: Edit) -> bool:
    """Whether a repair restores markup: the swallowed `<` of a tag, or the character of an entity."""
    if edit.rule == "double-escaped-entity":
        return True
    return edit.new.endswith("<") and _REST_OF_TAG.match(text.source, edit.end) is not None


def _is_within(part: str, whole: str) -> bool:
    """Whether `whole` is `part` with characters inserted, entities aside."""
    rest = iter(whole)
    return all(char in rest for char in part.replace("&amp;", ""))


def _is_text(text: Text, at: int) -> bool:
    index = text.span_at(at)
    return index >= 0 and text.spans[index].kind == "text"


def _overlaps(edits: list[Edit], start: int, end: int) -> bool:
    index = bisect_right(edits, (end,)) - 1
    return index >= 0 and edits[index].end > start
