"""The characters that only one of the two scripts has, and those that are spelled otherwise in the other.

They are determined by OpenCC and the character sets of the two scripts: a character that OpenCC changes when
simplifying and that GB 2312 lacks does not occur in simplified text (乾 and 著 do); one that OpenCC changes
in the other direction and that is not among the common characters of Big5 does not occur in traditional text
(后 and 里 do).
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from newsclean.characters import HANGUL, KANA
from newsclean.files import PACKAGE
from newsclean.lazy import AnyOf


class Variants(NamedTuple):
    """The characters of the two scripts.

    Attributes:
        traditional: Those that no simplified text has.
        simplified: Those that no traditional text has.
        foreign: The first, kana and hangul: looking for all takes half the time of looking twice.
        plain: For each traditional character its simplified one.
    """

    traditional: AnyOf
    simplified: AnyOf
    foreign: AnyOf
    plain: dict[str, str]


@functools.cache
def variants() -> Variants:
    """Read from `data/scripts.txt`, which `tools/make_scripts.py` makes: asking OpenCC takes 80 ms."""
    table = (PACKAGE / "data/scripts.txt").read_text(encoding="utf-8")
    traditional, simplified, pairs = table.splitlines()
    return Variants(
        AnyOf(traditional),
        AnyOf(simplified),
        AnyOf(traditional, KANA + HANGUL),
        dict(zip(pairs[::2], pairs[1::2], strict=True)),
    )


@functools.cache
def simpler() -> dict[int, str]:
    """A table of simplified characters for `str.translate`, for finding words, not for converting text.

    OpenCC leaves 瞭 for 瞭望; of what a page offers it is in 瞭解.
    """
    return {ord(old): new for old, new in variants().plain.items()} | {ord("瞭"): "了"}


def spellings(char: str) -> str:
    """A character and the traditional ones that are converted to it.

    >>> sorted(spellings("发")), spellings("乾")
    (['发', '發', '髮'], '乾')
    """
    return _spellings().get(char, char)


@functools.cache
def _spellings() -> dict[str, str]:
    found: dict[str, str] = {}
    for old, new in variants().plain.items():
        found[new] = found.get(new, new) + old
    return found
