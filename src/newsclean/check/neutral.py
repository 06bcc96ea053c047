"""Recognises edits that turn no text into markup and no markup into text, so that all spans stay the same.

Most edits are of this kind: a mark becomes full-width, or a character simplified. Scanning the source again
after each stage would take longer than finding them.
"""

from __future__ import annotations

from collections.abc import Iterable

from newsclean.check import frontmatter
from newsclean.edits import Edit
from newsclean.normal.neighbours import FULL_WIDTH

_BRACKETS = frozenset("()")
_BINDING = frozenset(" \t\r\n<[]{\\")
"""What gives a mark behind it a meaning: `<!`, `](`, `]:`, `{:`, `\\(`, and the start of a line."""
_HAN = "\u3400", "\u9fff"


def are_neutral(source: str, edits: Iterable[Edit]) -> bool:
    """Whether edits only replace marks by full-width ones and Chinese characters by others.

    Args:
        source: HTML, Markdown or plain text.
        edits: Edits within its text spans, in order.

    Returns:
        Whether all edits are of this kind, and none is where it may matter all the same: in front matter,
        or in the labels and targets of links.

    >>> are_neutral("他說,好", [Edit(1, 2, "说", "t2s"), Edit(2, 3, "，", "punctuation")])
    True
    >>> are_neutral("1) 好", [Edit(1, 2, "）", "bracket")])
    False
    """
    settled = -1
    linked = "](" in source
    for start, end, new, _, _ in edits:
        if end - start != len(new):
            return False
        if settled < 0:  # found out once, and only where it is asked for
            if "]:" in source:
                return False
            settled = frontmatter.reach(source)
        if start < settled:
            return False
        for at, char in enumerate(new, start):
            old = source[at]
            if _HAN[0] <= old <= _HAN[1] and _HAN[0] <= char <= _HAN[1]:
                continue
            before = source[at - 1 : at]
            if FULL_WIDTH.get(old) != char or before in _BINDING or not before:
                return False
            if old in _BRACKETS and (linked or before.isdigit()):
                return False
    return True
