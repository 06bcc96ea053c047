"""Detects the script of Chinese text, and converts between the two with OpenCC.

The evidence is characters that only one script has. They are determined by OpenCC and the character sets of
the two scripts: a character that OpenCC changes when simplifying and that GB 2312 lacks does not occur in
simplified text (乾 and 著 do); one that OpenCC changes in the other direction and that is not among the
common characters of Big5 does not occur in traditional text (后 and 里 do).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from typing import Final, Literal, NamedTuple

from newsclean.characters import HANGUL, HANGUL_PATTERN, KANA, has_han
from newsclean.files import PACKAGE
from newsclean.lazy import AnyOf, regex

Script = Literal["Hans", "Hant", "Jpan", "Kore", "Hani"]
"""ISO 15924: simplified, traditional, Japanese, Korean; `Hani` for characters of either script."""


class Evidence(NamedTuple):
    """The number of characters in a text that only traditional, and only simplified Chinese has.

    If a text has none of one kind, those of the other are counted only up to `ENOUGH`.
    """

    traditional: int
    simplified: int


ENOUGH: Final = 2
"""Most characters counted if there is no contrary evidence; a single one may be part of a name."""

_NONE: Final = Evidence(0, 0)


class _Tables(NamedTuple):
    traditional: AnyOf  # what no simplified text has
    simplified: AnyOf  # what no traditional text has
    foreign: AnyOf  # the first, kana and hangul: looking for all takes half the time of looking twice
    plain: dict[str, str]  # every traditional character's simplified one


@functools.cache
def converter(config: str) -> Callable[[str], str]:
    """The OpenCC conversion of a name, made once per process: it has dictionaries and cannot be pickled.

    Converting does not change it, so threads may share it.
    """
    from opencc import OpenCC  # noqa: PLC0415 - dictionaries; only texts that are converted need them

    convert_string: Callable[[str], str] = OpenCC(config).convert

    def convert(text: str) -> str:
        # OpenCC, which is written in C++, takes a NUL for the end of the text.
        return "\0".join(map(convert_string, text.split("\0"))) if "\0" in text else convert_string(text)

    return convert


def _all_characters() -> list[str]:
    return [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]


@functools.cache
def _tables() -> _Tables:
    """Read from `data/scripts.txt`, which `tools/make_scripts.py` makes: asking OpenCC takes 80 ms."""
    table = (PACKAGE / "data/scripts.txt").read_text(encoding="utf-8")
    traditional, simplified, pairs = table.splitlines()
    return _Tables(
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
    return {ord(old): new for old, new in _tables().plain.items()} | {ord("瞭"): "了"}


_REGIONS: Final = ("tw2s", "hk2s")
_AROUND: Final = 6
"""Characters of context on either side for a regional conversion; OpenCC's words are not longer."""


@functools.cache
def _regional(config: str) -> re.Pattern[str]:
    """The characters that a regional conversion treats differently from the general one: 著, 衞 and a few."""
    characters = _all_characters()
    lines = "\n".join(characters)
    general, regional = converter("t2s")(lines).split("\n"), converter(config)(lines).split("\n")
    found = (char for char, a, b in zip(characters, general, regional, strict=True) if a != b)
    return regex(f"[{''.join(found)}]")


def convert(text: str, config: str) -> str:
    """Convert a text by one of OpenCC's conversions.

    The regional ones, which take twice the time, are used only for the characters that they treat
    differently from the general one.

    >>> convert("看著名著", "t2s"), convert("沿著河岸讀名著", "tw2s")
    ('看著名著', '沿着河岸读名著')
    """
    if config not in _REGIONS:
        return converter(config)(text)
    new = converter("t2s")(text)
    parts: list[str] = []
    done = 0
    for match in _regional(config).finditer(text):
        at = match.start()
        start = max(0, at - _AROUND)
        parts += (new[done:at], converter(config)(text[start : at + _AROUND + 1])[at - start])
        done = at + 1
    return "".join((*parts, new[done:])) if parts else new


def weigh(text: str) -> Evidence:
    """Count the evidence.

    >>> weigh("后来，龍书记说")
    Evidence(traditional=1, simplified=4)
    """
    traditional, simplified = _tables().traditional.runs, _tables().simplified.runs
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
    tables = _tables()
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


def has_evidence(text: str, target: Literal["hans", "hant"]) -> bool:
    """Whether a text has characters that text in the target script never has."""
    return _never_in(target).stands_in(text)


def evidence_in(text: str, target: Literal["hans", "hant"]) -> list[str]:
    """The characters of a text that text in the target script never has, with repetitions."""
    return [*"".join(_never_in(target).runs.findall(text))]


def _never_in(target: Literal["hans", "hant"]) -> AnyOf:
    return _tables().traditional if target == "hans" else _tables().simplified


def is_ambiguous(char: str) -> bool:
    """Whether a conversion to simplified would change a character: 乾, 著 and 昇, but not 安.

    >>> is_ambiguous("著"), is_ambiguous("安")
    (True, False)
    """
    return any(converter(config)(char) != char for config in ("t2s", "tw2s", "hk2s"))


def spellings(char: str) -> str:
    """A character and the traditional ones that are converted to it.

    >>> sorted(spellings("发")), spellings("乾")
    (['发', '發', '髮'], '乾')
    """
    return _spellings().get(char, char)


@functools.cache
def _spellings() -> dict[str, str]:
    found: dict[str, str] = {}
    for old, new in _tables().plain.items():
        found[new] = found.get(new, new) + old
    return found
