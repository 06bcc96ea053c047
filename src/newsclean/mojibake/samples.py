"""What a text mostly is, told from its beginning: Chinese or markup, simplified or traditional."""

from __future__ import annotations

from newsclean import charmodel
from newsclean.hanscript import simpler

SAMPLE = 500
"""Characters that tell what a text mostly is."""
MOSTLY = 0.5
"""Share of them that must be Chinese in a text that is called dense."""
FEW = 100
"""Characters of Chinese that tell its script."""
TRADITIONAL = 0.1
"""Share of them with another simplified form: a third in traditional Chinese, hardly any in simplified."""

_ASCII = bytes(range(128))


def without_ascii(text: str) -> str:
    """A text without its ASCII characters."""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


def is_dense(text: str) -> bool:
    """Whether a text is mostly Chinese, or what became of it."""
    return len(without_ascii(text[:SAMPLE])) > MOSTLY * SAMPLE


def is_traditional(chinese: str) -> bool:
    """Whether Chinese, or what became of it, is in traditional characters: told from its beginning."""
    some = chinese[:FEW]
    simplified = some.translate(simpler())
    return sum(a != b for a, b in zip(some, simplified, strict=True)) > TRADITIONAL * len(some)


def script_of(text: str) -> int:
    """Which script Chinese is in: 0 simplified (or both would do), 1 traditional."""
    share = charmodel.load().share
    both = [share[c] for c in text if c in share]
    return int(sum(hant for _, hant in both) > sum(hans for hans, _ in both))
