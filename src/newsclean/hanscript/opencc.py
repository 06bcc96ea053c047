"""Converting between the two scripts with OpenCC."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Final

from newsclean.lazy import regex

_REGIONS: Final = ("tw2s", "hk2s")
_AROUND: Final = 6
"""Characters of context on either side for a regional conversion; OpenCC's words are not longer."""


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


@functools.cache
def _regional(config: str) -> re.Pattern[str]:
    """The characters that a regional conversion treats differently from the general one: 著, 衞 and a few."""
    characters = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    lines = "\n".join(characters)
    general, regional = converter("t2s")(lines).split("\n"), converter(config)(lines).split("\n")
    found = (char for char, a, b in zip(characters, general, regional, strict=True) if a != b)
    return regex(f"[{''.join(found)}]")


def is_ambiguous(char: str) -> bool:
    """Whether a conversion to simplified would change a character: 乾, 著 and 昇, but not 安.

    >>> is_ambiguous("著"), is_ambiguous("安")
    (True, False)
    """
    return any(converter(config)(char) != char for config in ("t2s", "tw2s", "hk2s"))
