"""Which script Chinese is written in, and OpenCC's converters between the two.

The evidence is characters that only one of the scripts has. Which those are is asked of OpenCC and of the
character sets of the two: a character that OpenCC changes on the way to simplified and that GB 2312 does not
have stands in no simplified text, but 乾 and 著 do; one that it changes on the way to traditional and that
Big5 does not have among its common characters stands in no traditional text, but 后 and 里 do.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterable
from typing import Final, Literal, NamedTuple

from newsclean.characters import HAN_PATTERN, HANGUL_PATTERN, is_foreign

Script = Literal["Hans", "Hant", "Jpan", "Kore", "Hani"]
"""ISO 15924: simplified, traditional, Japanese, Korean; `Hani` for Chinese characters that tell nothing."""


class Evidence(NamedTuple):
    """How many characters of a text only traditional, and only simplified Chinese has.

    Where a text has none of one kind, those of the other are counted up to `ENOUGH`.
    """

    traditional: int
    simplified: int


ENOUGH: Final = 8
"""How many characters of evidence are counted where nothing speaks against them."""


class _Tables(NamedTuple):
    traditional: frozenset[str]
    simplified: frozenset[str]
    traditional_pattern: re.Pattern[str]
    simplified_pattern: re.Pattern[str]
    plain: dict[str, str]  # every traditional character's simplified one


@functools.cache
def converter(config: str) -> Callable[[str], str]:
    """OpenCC's conversion of that name, made once a process: it holds dictionaries and cannot be pickled.

    Converting does not change it, so threads may share it.
    """
    from opencc import OpenCC  # noqa: PLC0415 - dictionaries; only texts that are converted need them

    convert: Callable[[str], str] = OpenCC(config).convert
    return convert


@functools.cache
def _tables() -> _Tables:
    characters = [
        chr(code) for first, last in ((0x3400, 0x4DBF), (0x4E00, 0x9FFF)) for code in range(first, last + 1)
    ]
    lines = "\n".join(characters)  # each on a line of its own, or they would be converted as words
    to_simplified = dict(zip(characters, converter("t2s")(lines).split("\n"), strict=True))
    to_traditional = dict(zip(characters, converter("s2t")(lines).split("\n"), strict=True))
    # 後 and 麽 are in GB 2312, but for dictionaries of old texts: news writes 后 and 么.
    in_gb2312 = set(_repertoire("gb2312", 0xB0, 0xF7, 0xA1)) - set("後麽")
    in_big5 = set(_repertoire("big5", 0xA4, 0xC6, 0x40))  # level 1; 体 and 万 are in level 2
    plain = {char: new for char, new in to_simplified.items() if new != char}
    traditional = frozenset(plain) - in_gb2312
    simplified = frozenset(char for char, new in to_traditional.items() if new != char) - in_big5
    return _Tables(
        traditional,
        simplified,
        re.compile(f"[{''.join(sorted(traditional))}]"),
        re.compile(f"[{''.join(sorted(simplified))}]"),
        plain,
    )


def _repertoire(encoding: str, first: int, last: int, trail: int) -> str:
    """All Chinese characters of a double-byte character set, by its rows of lead bytes."""
    rows = (bytes([lead, low]) for lead in range(first, last + 1) for low in range(trail, 0xFF))
    return b"\n".join(rows).decode(encoding, "ignore")


def weigh(text: str) -> Evidence:
    """Count the evidence.

    >>> weigh("后来，龍书记说")
    Evidence(traditional=1, simplified=4)
    """
    tables = _tables()
    some = not tables.traditional.isdisjoint(text)
    other = not tables.simplified.isdisjoint(text)
    enough = None if some and other else ENOUGH
    return Evidence(
        _count(tables.traditional_pattern, text, enough) if some else 0,
        _count(tables.simplified_pattern, text, enough) if other else 0,
    )


def _count(pattern: re.Pattern[str], text: str, enough: int | None) -> int:
    if enough is None:
        return len(pattern.findall(text))
    return sum(1 for _ in itertools.islice(pattern.finditer(text), enough))


def detect(paragraphs: Iterable[str]) -> Script | None:
    """The script that most of the paragraphs of a document are written in; None without Chinese characters.

    >>> detect(["今日要聞", "縣長到場致詞。"]), detect(["山川", "日月"]), detect(["Daily"])
    ('Hant', 'Hani', None)
    """
    traditional = simplified = han = foreign = hangul = 0
    for text in paragraphs:
        if is_foreign(text):
            foreign += len(text)
            hangul += len(text) if HANGUL_PATTERN.search(text) else 0
            continue
        found = weigh(text)
        traditional += found.traditional
        simplified += found.simplified
        if found != (0, 0) or HAN_PATTERN.search(text):
            han += len(text)
    if foreign > han:
        return "Kore" if hangul * 2 > foreign else "Jpan"
    if traditional != simplified:
        return "Hant" if traditional > simplified else "Hans"
    return "Hani" if han else None


def evidence_in(text: str, target: Literal["hans", "hant"]) -> list[str]:
    """The characters of a text that text in the target script never has, as often as they stand there."""
    tables = _tables()
    return (tables.traditional_pattern if target == "hans" else tables.simplified_pattern).findall(text)


def spellings(char: str) -> str:
    """A character and the traditional ones that become it.

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
