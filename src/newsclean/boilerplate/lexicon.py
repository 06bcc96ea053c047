"""Words by which a line is cut into pieces: the longest that stands at a place counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Lexicon(NamedTuple):
    """Words of several kinds.

    Attributes:
        kinds: The kinds of each word.
        begun: The words of several characters by their first two, the longest first.
    """

    kinds: dict[str, frozenset[str]]
    begun: dict[str, list[str]]

    @classmethod
    def of(cls, words: Mapping[str, Iterable[str]]) -> Lexicon:
        """The words of each kind; a word may be of several."""
        kinds: dict[str, frozenset[str]] = {}
        for kind, some in words.items():
            for word in some:
                kinds[word] = kinds.get(word, frozenset()) | {kind}
        begun: dict[str, list[str]] = {}
        for word in sorted(kinds, key=len, reverse=True):
            if len(word) > 1:
                begun.setdefault(word[:2], []).append(word)
        return cls(kinds, begun)

    def at(self, line: str, place: int) -> str | None:
        """The longest word that stands at a place.

        >>> Lexicon.of({"tool": ["分享", "分享到"]}).at("分享到微信", 0)
        '分享到'
        """
        for word in self.begun.get(line[place : place + 2], ()):
            if line.startswith(word, place):
                return word
        char = line[place]
        return char if char in self.kinds else None
