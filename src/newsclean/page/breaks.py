"""Text whose lines are its paragraphs, as it was typed: a style sheet tells browsers to keep them."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from newsclean.markup.html import HOLDERS, LINE_ENDS
from newsclean.page.find import STOPS
from newsclean.page.tree import Tree, line_break

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

_LEAST = 2
"""Lines that end with a sentence, or before an empty line, in the text of an element whose lines are kept."""
_SHORTEST = 40
"""Characters of the shortest text whose lines are looked at."""
_WIDEST = range(28, 46)
"""Characters of the longest line where lines were broken at the edge of a screen of 80 columns, or of 64."""
_FULL = 0.75
"""Share of the longest line that one has, at least, that goes on in the next."""


def keep_lines(tree: Tree) -> bool:
    """Set line breaks in text outside of paragraphs that ends lines where it ends sentences.

    Args:
        tree: A page, whose nodes are changed.

    Returns:
        Whether any were set, so that the arrays of the tree no longer hold.
    """
    typed: dict[int, list[LexborNode]] = {}
    for home, size, pieces in zip(tree.homes, tree.chars, tree.pieces, strict=True):
        if home in typed or (size >= _SHORTEST and tree.tags[home] not in HOLDERS):
            for piece in pieces:
                if "\n" in (piece.text_content or ""):
                    typed.setdefault(home, []).append(piece)
    kept = [
        pieces for home, pieces in typed.items() if _ends_lines(pieces) and not _is_within(tree.nodes[home])
    ]
    if not kept:
        return False
    for piece in chain.from_iterable(kept):
        _break(piece)
    return True


def _ends_lines(pieces: list[LexborNode]) -> bool:
    """Whether lines end where sentences do, or before an empty line, in the text of an element."""
    texts = ((piece.text_content or "").strip() for piece in pieces)
    return sum(len(LINE_ENDS.findall(text)) for text in texts) >= _LEAST


def _is_within(node: LexborNode | None) -> bool:
    """Whether an element is one in which line breaks separate nothing, or stands in one."""
    while node is not None:
        if node.tag in HOLDERS:
            return True
        node = node.parent
    return False


def _break(piece: LexborNode) -> None:
    """Set line breaks between the lines of a text."""
    *lines, last = _lines(piece.text_content or "")
    for line in lines:
        piece.insert_before(line or " ")
        piece.insert_before(line_break())
    piece.replace_with(last or " ")


def _lines(text: str) -> Iterator[str]:
    """The lines of a text, those joined that were broken at the edge of a screen."""
    lines = text.split("\n")
    longest = max(map(len, lines))
    held = ""
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        held += line
        full = longest in _WIDEST and len(line) >= _FULL * longest and not line.endswith(STOPS)
        if not (full and after.strip()):
            yield held
            held = ""
