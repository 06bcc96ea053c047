"""Names of other languages whose parts stand apart: 安娜 施密特, without the dot of 安娜·施密特."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from newsclean.people.names import chance_of, is_name
from newsclean.tables import load_table

_WORDS = 2
"""Words of such a name, at least."""
_BOTH, _LAST = -31.0, 3
"""The sum of the chances of its words to be Chinese names, below which they are one name, and the characters
that its last word has then at least."""
_EITHER = -14.5
"""The chance of one of them, below which they are one name, where the first is a given name known there."""


class _Tables(NamedTuple):
    """Characters by which names of other languages are written, and their given names."""

    sounds: frozenset[str]
    given: frozenset[str]


@cache
def _tables() -> _Tables:
    people = load_table("people")
    return _Tables(frozenset(people["sounds"]), frozenset(people["given_abroad"]))


def is_transliterated(words: list[str]) -> bool:
    """Whether simplified words are the parts of one name of another language.

    One of them can be no Chinese name, or each would be a rare one, or one behind a common given name of such
    a language.

    >>> is_transliterated(["凯瑟琳", "布莱克"]), is_transliterated(["马丁", "林琳"])
    (True, False)
    >>> is_transliterated(["安娜", "施密特"]), is_transliterated(["罗伯特", "霍奇"])
    (True, True)
    """
    if len(words) < _WORDS:
        return False
    sounds, given = _tables()
    known_first = words[0] in given
    if not sounds.issuperset("".join(words[known_first:])):
        return False
    if not all(map(is_name, words)):
        return True
    chances = [chance_of(word) for word in words]
    if known_first:
        return min(chances[0], chances[-1]) < _EITHER
    return len(words[-1]) >= _LAST and sum(chances) < _BOTH
