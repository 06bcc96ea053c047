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

_ENOUGH = 3
"""Characters of a word that are looked for: more find no less, and make the automaton four times as large."""


class Traits(NamedTuple):
    """What is told of a pattern.

    Attributes:
        words: Strings of two or three characters, in lower case and without spaces, one of which stands in
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
    from newsclean.boilerplate import patterns  # noqa: PLC0415 - the package's own patterns stand in the table

    words, first, last = patterns.needed(pattern), patterns.begins(pattern), patterns.closes(pattern)
    return Traits(
        shortest(words or ()),
        None if first is None else "".join(sorted(first)),
        None if last is None else "".join(sorted(last)),
    )


def shortest(words: Collection[str]) -> tuple[str, ...]:
    """What to look for to find words: how those begin in whose beginning no other one stands.

    >>> shortest(["责任编辑", "编辑", "责编", "编辑部", "稿件来源"])
    ('编辑', '责编', '稿件来', '责任编')
    """
    begun = sorted({word.lower().replace(" ", "")[:_ENOUGH] for word in words})
    pairs = [word for word in begun if len(word) == _ENOUGH - 1]
    known = frozenset(pairs)
    longer = (word for word in begun if len(word) == _ENOUGH)
    return (*pairs, *(word for word in longer if known.isdisjoint((word[:-1], word[1:]))))


@cache
def _table() -> dict[str, tuple[str | None, str | None, str | None]]:
    known: dict[str, tuple[str | None, str | None, str | None]] = json.loads(
        (PACKAGE / "data/traits.json").read_text(encoding="utf-8")
    )
    return known
