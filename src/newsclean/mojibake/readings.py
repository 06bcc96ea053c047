"""Pinyin that a broken conversion put after characters: `當(dāng)前`, `當（dang1）前`, also as `<ruby>`.

Such a conversion annotates characters that only traditional text has, and it does so all over the text.
A writer's own gloss looks the same, once or twice: `饕餮(tāo tiè)`, `重(chóng)庆`. So a reading goes only
when it is one of the character before it, that character has another simplified form, and the text is
full of them; or when it is the only one, and breaks a word apart at a character that everybody can read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import islice

from newsclean import charmodel
from newsclean.characters import LETTER, LETTER_PATTERN
from newsclean.edits import Edit
from newsclean.files import PACKAGE
from newsclean.lazy import begin_with, regex
from newsclean.mojibake.gate import is_toned

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
SHARE = 0.6
"""Share of the glosses in a text that must be readings of a traditional character."""
COMMON = -10.0
"""Log-probability of a character nobody needs a gloss for, in nats."""

FEW = 3
"""Different characters with a reading that a text must hold if the readings have no tone marks."""

_ONE = rf"[A-Za-zÜü{TONED}]{{1,6}}[1-5]?"


def _in_brackets(inside: str) -> dict[str, re.Pattern[str]]:
    """Patterns of what stands in brackets behind a character, by the bracket that opens.

    Each begins with its own bracket: that is looked for at ten times the speed of one of several characters.
    """
    behind = rf"(?:(?<={LETTER}.)|(?<={LETTER} .))"
    return {opening: regex(rf"{re.escape(opening)}{behind} ?({inside}) ?[)）\]〕]") for opening in "(（[〔"}


def _find(patterns: dict[str, re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    """What the patterns of `_in_brackets` find, bracket by bracket."""
    for opening, pattern in patterns.items():
        frequent = opening == "("  # in the scripts of a page
        yield from pattern.finditer(text) if frequent else begin_with(opening, pattern, text)


_GLOSS = _in_brackets(rf"{_ONE}(?: ?[,，、/;] ?{_ONE}){{0,3}}")
_PLAIN = _in_brackets("[A-Za-zü]{1,6}[1-5]?")
_TIGHT = regex(rf"\([a-zü{TONED}]+\)")
_BETWEEN = regex(r" ?[,，、/;] ?")
_RUBY = regex(
    rf"<ruby>\s*([\u3400-\u9fff])\s*(?:<rp>[(（]?</rp>)?\s*<rt>\s*({_ONE})\s*</rt>\s*"
    r"(?:<rp>[)）]?</rp>)?\s*</ruby>",
    re.IGNORECASE,
)
_ANY = regex(rf"[\u3400-\u9fff] ?[(（\[〔][a-zü{TONED} ]*[{TONED}][a-zü{TONED} ]*[)）\]〕]")
_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}


@cache
def readings() -> dict[str, tuple[str, ...]]:
    """The toned readings of every character that only traditional text has, the usual one first."""
    import lzma  # noqa: PLC0415 - most texts have no readings in them

    packed = (PACKAGE / "data/readings.txt.xz").read_bytes()
    rows = [line.split("\t") for line in lzma.decompress(packed).decode().splitlines()]
    found: dict[str, tuple[str, ...]] = {char: (reading,) for reading, usual, _ in rows for char in usual}
    for reading, _, others in rows:
        for char in others:
            found[char] += (reading,)
    return found


def may_gloss(text: str) -> bool:
    """Whether letters without tone marks stand in parentheses behind characters, several times."""
    return next(islice(_find(_PLAIN, text), FEW - 1, None), None) is not None


def find_readings(text: str) -> list[Edit]:
    """Inserted readings, to be deleted.

    Args:
        text: Any text, HTML source too.

    Returns:
        Edits of the rule `pinyin`, in order; none when the readings look like a writer's own.

    >>> [e.start for e in find_readings("當(dāng)前時(shí)間，會(huì)場")]
    [1, 9, 17]
    >>> [e.start for e in find_readings("當（dang1）前時（shi2）間，會（hui4）場")]
    [1, 10, 19]
    >>> find_readings("重(chóng)庆的重读作(chóng)")
    []
    """
    hits = list(_glosses(text))
    if "<ruby" in text:
        hits += [(Edit(m.start(), m.end(), m[1], "pinyin"), m[1], m[2]) for m in _RUBY.finditer(text)]
    toned = is_toned(text)
    # several of one character are a lesson about it
    least = FEW if not toned else 1 if len(hits) == 1 and _is_inside_word(text, hits[0][0]) else 2
    if len(hits) < least:
        return []
    table = readings()
    good = [hit for hit in hits if _is_read(hit[1], hit[2])]
    if len({char for _, char, _ in good}) < least:
        return []
    others = sum(1 for _ in _ANY.finditer(text)) + len([h for h in hits if h[0].new])
    if len(good) < SHARE * (others if toned else len(hits)):
        return []
    chars = charmodel.load().chars
    folded = charmodel.load().folded
    usual = (char for _, char, said in good if _is_said(_BETWEEN.split(said)[0], table[char][0]))
    if not any(chars[folded[char]] > COMMON for char in usual):
        return []
    return sorted(edit for edit, _, _ in good)


def _glosses(text: str) -> Iterator[tuple[Edit, str, str]]:
    """What stands in brackets behind characters: its deletion, the character, what is said of it."""
    for match in _find(_GLOSS, text):
        start, end = match.span()
        if text[start - 1] == " ":  # the one behind goes, too
            start -= 1
            end += text[end : end + 1] == " "
        yield Edit(start, end, "", "pinyin"), text[start - 1], match[1]


def _is_inside_word(text: str, gloss: Edit) -> bool:
    """Whether a reading stands as a broken conversion puts it: without a space, a word going on behind it."""
    tight = _TIGHT.fullmatch(text, gloss.start, gloss.end)
    return tight is not None and LETTER_PATTERN.match(text, gloss.end) is not None


def _is_read(char: str, said: str) -> bool:
    """Whether all that is said in parentheses are readings of a traditional character."""
    known = readings().get(char, ())
    return bool(known) and all(
        any(_is_said(one, reading) for reading in known) for one in _BETWEEN.split(said)
    )


def _is_said(said: str, reading: str) -> bool:
    """Whether `said` is a reading, written with a tone mark, with the number of the tone, or without one."""
    said = said.casefold().replace("v", "ü")
    return said == reading or said in _without_mark(reading)


@cache
def _without_mark(reading: str) -> tuple[str, str]:
    """A reading with the number of its tone, and without a tone.

    >>> _without_mark("lǜ")
    ('lü4', 'lü')
    """
    parts = unicodedata.normalize("NFD", reading)
    tone = next((_TONES[mark] for mark in parts if mark in _TONES), "5")
    plain = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
    return plain + tone, plain
