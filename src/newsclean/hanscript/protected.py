"""Words that a conversion leaves as they are, and other places whose characters stay: URLs, code."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from newsclean.characters import protected_spans
from newsclean.hanscript.evidence import Target
from newsclean.hanscript.opencc import is_ambiguous
from newsclean.hanscript.variants import spellings
from newsclean.lazy import regex
from newsclean.tables import load_table

_IRI: Final = regex("(?<=[/=_#%-])[^\\s，。！？；：、,;!?）)」』”’》]+")
"""The rest of an address that goes on in Chinese."""


def places_that_stay(text: str, target: Target, protected: frozenset[str]) -> list[int]:
    """Where in a text characters stay, from left to right.

    Args:
        text: Running text.
        target: The script it is converted to.
        protected: Words to leave as they are, besides those that come with the package.

    >>> places_that_stay("乾安縣長說：a.cn", "hans", frozenset({"縣長"}))
    [0, 1, 2, 3, 6, 7, 8, 9]
    """
    kept = _kept(protected, target)
    places = set(kept.places(text)) if kept else set()
    for start, end in protected_spans(text):
        tail = _IRI.match(text, end)
        places.update(range(start, tail.end() if tail else end))
    return sorted(places)


class _Kept(NamedTuple):
    """Words to leave as they are: where they stand, in either script, and how they are written.

    Attributes:
        anchor: Finds the characters to look at: of each word one that a conversion would change.
        words: The words, and the place of that character in each, by it and the one before it in all their
            spellings; by it, a NUL and the one after it where it comes first.
    """

    anchor: re.Pattern[str]
    words: dict[str, list[tuple[str, int]]]

    @classmethod
    def of(cls, words: frozenset[str]) -> _Kept | None:
        found: dict[str, list[tuple[str, int]]] = {}
        anchors: set[str] = set()
        for word in sorted(filter(None, words), key=lambda word: (-len(word), word)):
            at = next((at for at, char in enumerate(word) if is_ambiguous(char)), 0)
            anchors.update(spellings(word[at]))
            for char in spellings(word[at]):
                beside = spellings(word[at - 1]) if at else spellings(word[1]) if len(word) > 1 else [""]
                for other in beside:
                    found.setdefault(other + char if at else f"{char}\0{other}", []).append((word, at))
        return cls(re.compile(f"[{re.escape(''.join(sorted(anchors)))}]"), found) if found else None

    def places(self, text: str) -> Iterator[int]:
        """Where a character stands as it does in its word."""
        for match in self.anchor.finditer(text):
            at, char = match.start(), match[0]
            keys = text[max(0, at - 1) : at + 1], f"{char}\0{text[at + 1 : at + 2]}", f"{char}\0"
            for word, offset in (entry for key in keys for entry in self.words.get(key, ())):
                start = at - offset
                stands = text[start : start + len(word)] if start >= 0 else ""
                if len(stands) == len(word) and all(
                    a in spellings(b) for a, b in zip(stands, word, strict=True)
                ):
                    yield from (k for k, own in enumerate(word, start) if text[k] == own)
                    break


@functools.cache
def _packaged() -> frozenset[str]:
    return frozenset(word for entry in load_table("protected")["protected"] for word in entry["words"])


@functools.lru_cache(maxsize=8)
def _kept(protected: frozenset[str], target: Target) -> _Kept | None:
    return _Kept.of(protected | _packaged() if target == "hans" else protected)
