"""Boilerplate in a file: where it is, and how to remove it together with its tags and its line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsclean.boilerplate.ruleset import RuleSet
from newsclean.check.text import Text
from newsclean.check.view import Block
from newsclean.document import Paragraph
from newsclean.edits import Edit
from newsclean.lazy import regex

_OPENING = regex(
    r"<(p|div|li|h[1-6]|section|blockquote|center|address|footer)\b[^<>]*>[ \t]*\Z", re.IGNORECASE
)
_NEXT_CELL = regex(r"[ \t]*(?:\||</t[dh]>\s*<t[dh]\b)", re.IGNORECASE)
_MARKER = regex(r"[ \t]*(?:(?:>|[-*+]|[0-9]{1,9}[.)]|#{1,6})[ \t]+)*\Z")
_BLANK = regex(r"[ \t]*(?:\r\n|\n|\r|\Z)")
_FAR = 2000
"""How many characters before a paragraph its tag may begin: attributes may be long."""


def find_boilerplate(text: Text, rules: RuleSet, *, remove: bool) -> list[Edit]:
    """Find what the rules say is not part of the story.

    Args:
        text: The source.
        rules: The rules in force.
        remove: Whether the edits are to be applied; then they include the tags and the line of the words.
            Otherwise they are only reported, and have the place of the words themselves.

    Returns:
        Edits in order.
    """
    from newsclean.boilerplate.notices import find_notices  # noqa: PLC0415 - where rules are loaded

    view = text.view
    blocks = list(_paragraphs(text))
    edits = []
    for notice in find_notices([paragraph for _, paragraph in blocks], rules):
        block, _ = blocks[notice.paragraph]
        start, end = block.start + notice.start, block.start + notice.end
        if remove and start == block.start and end == block.end:
            edits.append(Edit(*_element(text, block), "", notice.rule))
        elif remove:
            edits += view.place(Edit(start, end, "", notice.rule))
        else:
            edits.append(Edit(*view.locate(start, end), "", notice.rule))
    return _apart(edits)


def _paragraphs(text: Text) -> Iterator[tuple[Block, Paragraph]]:
    """The paragraphs of the text; the cells of a table, which are such blocks too, are of that kind."""
    is_cell = False
    for block in text.view.blocks:
        is_next = is_cell  # beside the cell before it
        is_cell = _NEXT_CELL.match(text.source, block.last) is not None
        if block.post:
            # A line break within a paragraph of HTML is a space.
            words = text.view.text[block.start : block.end].replace("\n", " ")
            links = block.linked / max(block.end - block.start, 1)
            yield block, Paragraph(words, "table" if is_cell or is_next else "text", links)


def _element(text: Text, block: Block) -> tuple[int, int]:
    """The range of a paragraph with its tag and, if nothing else is on it, its line."""
    source = text.source
    start, end = block.opening, block.last
    tag = _OPENING.search(source, max(start - _FAR, 0), start)
    if tag is not None:
        closing = re.compile(rf"[ \t\r\n]*</{tag[1]}[ \t]*>", re.IGNORECASE).match(source, end)
        if closing is not None:
            start, end = tag.start(), closing.end()
    line = max(source.rfind("\n", 0, start), source.rfind("\r", 0, start)) + 1
    rest = _BLANK.match(source, end)
    if rest is None or not _MARKER.match(source, line, start):
        return start, end
    # The blank line below goes too where there is one above: paragraphs stay one blank line apart.
    above = line == 0 or source.endswith(("\n\n", "\r\n\r\n", "\r\r"), 0, line)
    below = _BLANK.match(source, rest.end()) if above else None
    return line, below.end() if below is not None else rest.end()


def _apart(edits: list[Edit]) -> list[Edit]:
    """The edits in order, without those that overlap an earlier one."""
    kept: list[Edit] = []
    for edit in sorted(edits):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept
