"""Detects the script of Chinese text by the characters in it that only one script has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from newsclean.characters import HANGUL_PATTERN, has_han
from newsclean.hanscript.variants import variants
from newsclean.lazy import AnyOf

Script = Literal["Hans", "Hant", "Jpan", "Kore", "Hani"]
"""ISO 15924: simplified, traditional, Japanese, Korean; `Hani` for characters of either script."""

Target = Literal["hans", "hant"]
"""The script that a text is to be in: simplified or traditional."""


class Evidence(NamedTuple):
    """The number of characters in a text that only traditional, and only simplified Chinese has.

    If a text has none of one kind, those of the other are counted only up to `ENOUGH`.
    """

    traditional: int
    simplified: int


ENOUGH: Final = 2
"""Most characters counted if there is no contrary evidence; a single one may be part of a name."""

_NONE: Final = Evidence(0, 0)


def weigh(text: str) -> Evidence:
    """Count the evidence.

    >>> weigh("后来，龍书记说")
    Evidence(traditional=1, simplified=4)
    """
    traditional, simplified = variants().traditional.runs, variants().simplified.runs
    some, other = traditional.search(text), simplified.search(text)
    if some and other:
        return Evidence(len("".join(traditional.findall(text))), len("".join(simplified.findall(text))))
    if some:
        return Evidence(ENOUGH if some[0][1:] or traditional.search(text, some.end()) else 1, 0)
    if other:
        return Evidence(0, ENOUGH if other[0][1:] or simplified.search(text, other.end()) else 1)
    return _NONE


def is_plainly_simplified(text: str) -> bool:
    """Whether a text has characters of simplified Chinese, and none of traditional, Japanese or Korean.

    >>> is_plainly_simplified("乾安县长说"), is_plainly_simplified("縣長說"), is_plainly_simplified("山川")
    (True, False, False)
    """
    tables = variants()
    return tables.simplified.stands_in(text) and not tables.foreign.stands_in(text)


def detect(found: Iterable[tuple[str, Evidence, bool]]) -> Script | None:
    """The script of a document; None without Chinese characters, kana or hangul.

    Args:
        found: The paragraphs, the evidence in each, and whether it is Japanese or Korean. Each paragraph has
            one vote, or two if it has more evidence.

    >>> [detect([(text, weigh(text), False)]) for text in ("縣長致詞", "山川", "Daily")]
    ['Hant', 'Hani', None]
    """
    votes = han = foreign = hangul = 0
    for text, (traditional, simplified), is_foreign in found:
        if is_foreign:
            foreign += len(text)
            hangul += len(text) if HANGUL_PATTERN.search(text) else 0
            continue
        votes += min(traditional, ENOUGH) if traditional > simplified else 0
        votes -= min(simplified, ENOUGH) if simplified > traditional else 0
        if traditional or simplified or has_han(text):
            han += len(text)
    if foreign > han:
        return "Kore" if hangul * 2 > foreign else "Jpan"
    if votes:
        return "Hant" if votes > 0 else "Hans"
    return "Hani" if han else None


def has_evidence(text: str, target: Target) -> bool:
    """Whether a text has characters that text in the target script never has."""
    return _never_in(target).stands_in(text)


def evidence_in(text: str, target: Target) -> list[str]:
    """The characters of a text that text in the target script never has, with repetitions."""
    return [*"".join(_never_in(target).runs.findall(text))]


def _never_in(target: Target) -> AnyOf:
    return variants().traditional if target == "hans" else variants().simplified
