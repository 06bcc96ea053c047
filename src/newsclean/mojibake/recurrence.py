"""Names and words come again: what the undamaged part of a text says about the characters that were lost.

A cache beside the model of the language (Kuhn and De Mori 1990): a character that follows another in the text
at hand is likelier to follow it once more.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

CHARS = 0.03
"""Share of the probability that goes to the characters of the text."""
PAIRS = 0.25
"""The same for its pairs of characters."""


class Recurrence:
    """The characters of a text and their pairs.

    Args:
        text: What is known of it, simplified; whatever is no Chinese character separates.
    """

    def __init__(self, text: str) -> None:
        chars = Counter(char for char in text if "\u3400" <= char < "\ua000")
        pairs = Counter(pair for pair in pairwise(text) if pair[0] in chars and pair[1] in chars)
        whole = chars.total()
        self._chars = {char: CHARS * n / whole for char, n in chars.items()}
        self._pairs = {pair: PAIRS * n / chars[pair[0]] for pair, n in pairs.items()}

    def raised(self, value: float, prev: str, char: str) -> float:
        """The log-probability of `char` after `prev`, with what the text says of them.

        Args:
            value: What the model says, in nats.
            prev: The character before.
            char: The character.
        """
        own = self._chars.get(char)
        if own is None:
            return value
        own += self._pairs.get((prev, char), 0.0)
        return math.log((1 - CHARS - PAIRS) * math.exp(value) + own)
