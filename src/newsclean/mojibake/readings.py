"""Pinyin that a broken conversion put after characters: `當(dāng)前`, also as `<ruby>`.

Such a conversion annotates characters that only traditional text has, and it does so all over the text.
A writer's own gloss looks the same, once or twice: `饕餮(tāo tiè)`, `重(chóng)庆`. So a reading goes only
when it is one of the character before it, that character has another simplified form, and the text is
full of them.
"""

from __future__ import annotations

import lzma
import re
from functools import cache
from importlib.resources import files

from newsclean import charmodel
from newsclean.edits import Edit
from newsclean.lazy import regex

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
SHARE = 0.6
"""Share of the glosses in a text that must be readings of a traditional character."""
COMMON = -10.0
"""Log-probability of a character nobody needs a gloss for, in nats."""

_GLOSS = regex(rf"\(([a-zü{TONED}]{{1,6}})\)")
_RUBY = regex(
    rf"<ruby>\s*([\u3400-\u9fff])\s*(?:<rp>[(（]?</rp>)?\s*<rt>\s*([a-zü{TONED}]{{1,6}})\s*</rt>\s*"
    r"(?:<rp>[)）]?</rp>)?\s*</ruby>",
    re.IGNORECASE,
)
_ANY = regex(rf"[\u3400-\u9fff][(（][a-zü{TONED} ]*[{TONED}][a-zü{TONED} ]*[)）]")


@cache
def readings() -> dict[str, tuple[str, ...]]:
    """The toned readings of every character that only traditional text has, the usual one first."""
    packed = (files("newsclean") / "data" / "readings.txt.xz").read_bytes()
    rows = [line.split("\t") for line in lzma.decompress(packed).decode().splitlines()]
    found: dict[str, tuple[str, ...]] = {char: (reading,) for reading, usual, _ in rows for char in usual}
    for reading, _, others in rows:
        for char in others:
            found[char] += (reading,)
    return found


def find_readings(text: str) -> list[Edit]:
    """Inserted readings, to be deleted.

    Args:
        text: Any text, HTML source too.

    Returns:
        Edits of the rule `pinyin`, in order; none when the readings look like a writer's own.

    >>> [e.start for e in find_readings("當(dāng)前時(shí)間，會(huì)場")]
    [1, 9, 17]
    >>> find_readings("重(chóng)庆的重读作(chóng)")
    []
    """
    if text.isascii() or not any(tone in text for tone in TONED):
        return []
    hits = [
        (Edit(m.start(), m.end(), "", "pinyin"), text[m.start() - 1], m[1])
        for m in _GLOSS.finditer(text)
        if m.start() and "\u3400" <= text[m.start() - 1] < "\ua000"
    ]
    if "<ruby" in text:
        hits += [(Edit(m.start(), m.end(), m[1], "pinyin"), m[1], m[2]) for m in _RUBY.finditer(text)]
    if len(hits) < 2:  # one alone is a gloss
        return []
    table = readings()
    good = [hit for hit in hits if hit[2] in table.get(hit[1], ())]
    if len({char for _, char, _ in good}) < 2:  # two of one character are a lesson about it
        return []
    others = sum(1 for _ in _ANY.finditer(text)) + len([h for h in hits if h[0].new])
    if len(good) < SHARE * others:
        return []
    chars = charmodel.load().chars
    folded = charmodel.load().folded
    if not any(table[char][0] == said and chars[folded[char]] > COMMON for _, char, said in good):
        return []
    return sorted(edit for edit, _, _ in good)
