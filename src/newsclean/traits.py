"""What is told of a rule's pattern before it is run: the words it needs, how what it fits begins and ends.

For the package's own patterns this stands in `data/traits.json`, which `tools/make_tables.py` makes: to work
it out takes a third of the time of a small run. Any other pattern is worked out when it is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache
from typing import NamedTuple

from newsclean.files import PACKAGE


class Traits(NamedTuple):
    """What is told of a pattern.

    Attributes:
        words: Strings of two characters and more, in lower case and without spaces, one of which stands in
            everything that the pattern fits; none if there are no such strings.
        begins: The characters that what it fits can begin with; None if those are very many.
        closes: The characters that it can end with; None if those are very many.
    """

    words: tuple[str, ...]
    begins: str | None
    closes: str | None


@cache
def traits(pattern: str) -> Traits:
    """What is told of a pattern.

    >>> traits("[(（]?(?:全文|本文)完$")
    Traits(words=('全文完', '本文完'), begins='(全本（', closes='完')
    """
    known = _table().get(pattern)
    if known is None:
        return work_out(pattern)
    words, begins, closes = known
    return Traits(tuple((words or "").split()), begins, closes)


def work_out(pattern: str) -> Traits:
    """What is told of a pattern, found out."""
    from newsclean import patterns  # noqa: PLC0415 - the package's own patterns stand in the table

    words, first, last = patterns.needed(pattern), patterns.begins(pattern), patterns.closes(pattern)
    return Traits(
        shortest(words or ()),
        None if first is None else "".join(sorted(first)),
        None if last is None else "".join(sorted(last)),
    )


def shortest(words: Collection[str]) -> tuple[str, ...]:
    """The words in which no other one stands: those are found where they are, too.

    >>> shortest(["责任编辑", "编辑", "责编"])
    ('编辑', '责编')
    """
    kept: dict[str, None] = {}
    for word in sorted({word.lower().replace(" ", "") for word in words}, key=lambda word: (len(word), word)):
        size = len(word)
        # A word has fewer pieces than there are words.
        pieces = (word[at:end] for at in range(size - 1) for end in range(at + 2, size + 1))
        if size > 1 and not any(piece in kept for piece in pieces):
            kept[word] = None
    return tuple(kept)


@cache
def _table() -> dict[str, tuple[str | None, str | None, str | None]]:
    known: dict[str, tuple[str | None, str | None, str | None]] = json.loads(
        (PACKAGE / "data/traits.json").read_text(encoding="utf-8")
    )
    return known
