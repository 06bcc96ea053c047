"""What a text itself says about which characters are likely in it.

A name or a term that lost a byte often stands whole elsewhere in the same text. So its own characters
and pairs are counted and weighed in with those of all Chinese: a cache model (Kuhn and De Mori, "A
cache-based natural language model for speech recognition", 1990).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from operator import add

from newsclean import charmodel

BLOCK = 5000
"""Characters of a long text for which one count is made, of them and as many on both sides."""
PRIOR = 20.0
"""Occurrences of a character that what the model says of its neighbours counts for."""
AGAIN = 0.05
"""Probability that a character is one that the text has, whatever stands before it."""


class Usage:
    """Counts of the characters of a text and of their pairs, folded (see `CharModel.fold`).

    They are made when they are asked for: most texts never choose a character.

    Args:
        text: The text.
    """

    def __init__(self, text: str) -> None:
        self._waiting = [(text, 1)]
        self._chars: Counter[str] = Counter()
        self._pairs: Counter[str] = Counter()
        self._size = 0

    def count(self, text: str, *, instead_of: str = "") -> None:
        """Count more text, and no longer what turned out to be damaged."""
        self._waiting += [(instead_of, -1), (text, 1)]

    @property
    def chars(self) -> Counter[str]:
        """How often each character is there."""
        for text, sign in self._waiting:
            folded = charmodel.load().fold(text)
            self._size += sign * len(folded)
            take: Callable[[Counter[str], Iterable[str]], None] = (
                Counter.update if sign > 0 else Counter.subtract
            )
            take(self._chars, folded)
            take(self._pairs, map(add, folded, folded[1:]))
        self._waiting.clear()
        del self._chars["?"]  # most are marks, which say nothing of characters
        return self._chars

    def likelihood(self, trigram: tuple[str, str, str], first: float, second: float, share: float) -> float:
        """How likely a character is between two others in this text.

        What is the same for all characters in this place is left out: it does not change the choice.

        Args:
            trigram: The character before it, the character and the one that follows, folded.
            first: Log-probability of the character after the one before, in any text, in nats.
            second: Log-probability of the one that follows after the character, in any text.
            share: What of `first` tells the character from others that fold to the same.
        """
        before, char, after = trigram
        often = max(0, self.chars[char])
        again = max(0, self._pairs[before + char]) / PRIOR + AGAIN * often / max(1, self._size)
        followed = max(0, self._pairs[char + after]) / PRIOR
        here = math.exp(first) + again * math.exp(share)
        return here * (math.exp(second) + followed) / (1 + often / PRIOR)
