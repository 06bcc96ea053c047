"""What a text mostly is: Chinese or markup, simplified or traditional, another language."""

from __future__ import annotations

from newsclean import charmodel
from newsclean.characters import without_ascii
from newsclean.hanscript.variants import simpler
from newsclean.lazy import regex

SAMPLE = 500
"""Characters that tell what a text mostly is."""
MOSTLY = 0.5
"""Share of them that must be Chinese in a text that is called dense."""
FEW = 100
"""Characters of Chinese that tell its script."""
TRADITIONAL = 0.1
"""Share of them with another simplified form: a third in traditional Chinese, hardly any in simplified."""

_KANA = regex("[\u3041-\u309f]{2,}|[\u30a1-\u30fe]{3,}")
_HANGUL = regex("[\uac00-\ud7a3]")
_USUAL = "이다는을의에가은로하고를한지도기사서해"
"""The most frequent syllables of Korean: about a third of all, and a fiftieth of mojibake."""


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


def is_japanese_or_korean(passage: str) -> bool:
    """Whether a passage is Japanese or Korean: runs of kana, or hangul with its usual syllables."""
    kana = sum(len(run) for run in _KANA.findall(passage))
    hangul = len(_HANGUL.findall(passage))
    if max(kana, hangul) * 4 < len(passage):
        return False
    usual = sum(passage.count(syllable) for syllable in _USUAL)
    return kana * 4 > len(passage) or (
        usual > 0.1 * hangul + 1 or hangul > 0.95 * sum(1 for c in passage if c > "\u2fff")
    )


def is_alphabetic(passage: str) -> bool:
    """Whether a passage is mostly in letters: a reader that took two bytes for a character has few of them.

    >>> is_alphabetic("что делает — кнопка"), is_alphabetic("笝そ瑔")
    (True, False)
    """
    high = [char for char in passage if char > "~"]
    return 2 * sum(char.isalpha() and char < "\u3400" for char in high) > len(high)
