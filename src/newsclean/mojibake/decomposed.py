"""Mojibake whose characters were taken apart: by a normal form of Unicode, or by who writes dots for `…`.

Names of files on a Mac are in NFD, many a corpus was put through NFKC: `¼` became `1⁄4`, `å` two characters.
No wrong reader gives those, so they are put together before damage is looked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from newsclean.edits import Edit, applied, composed
from newsclean.lazy import any_of, regex
from newsclean.mojibake.kinds import kinds
from newsclean.mojibake.readers import Reader, reader

_RULE = "composed"
"""Of an edit that puts a character together: a step of a repair, or nothing."""
_WORDS = {"...": "…", "TM": "™", "No": "№"}
"""What NFKC makes of characters that readers of single bytes give, if it is ASCII."""
_MARKS = "\u0300-\u036f\u3099\u309a"
"""Marks over the letter before."""
_ANY_WORD = tuple(_WORDS)
_MARK = regex(f"[{_MARKS}]")
_APART = regex(f"[{_MARKS}\u1100-\u11ff\u2044]")
"""What a text hardly has by itself: marks over letters, parts of hangul, the slash of fractions."""
_LETTER = regex(f"(?<!\u2044)[^ \n{_MARKS}][{_MARKS}]+|[\u1100-\u11ff]+[{_MARKS}]*")


def recomposed(text: str, bare: str) -> list[Edit]:
    r"""Characters that were taken apart, put together again, in order; nothing is left to be put together.

    Args:
        text: Text that may be damaged.
        bare: What of it is not ASCII, or all of it.

    >>> applied("a\u030a1\u20444", recomposed("a\u030a1\u20444", "\u030a\u2044"))
    'å¼'
    """
    found: list[Edit] = []
    apart = _APART.search(bare) is not None
    if apart:
        pattern, whole = _signs()
        found += [Edit(*m.span(), whole[m[0]], _RULE) for m in pattern.finditer(text)]
        letters = ((m, unicodedata.normalize("NFC", m[0])) for m in _LETTER.finditer(text))
        found += [Edit(*m.span(), new, _RULE) for m, new in letters if new != m[0]]
        found.sort()
    if not (apart or _begins().search(bare)):
        return []
    between = applied(text, found) if found else text
    return composed(found, between, list(_words(between)), named_after="first")


def _words(text: str) -> Iterator[Edit]:
    """Words that were signs of readers of single bytes; what one was tells what the next stands behind."""
    before, end = "", 0
    found = sorted((start, word) for word in _WORDS for start in _places(text, word))
    for start, word in found:
        before = (before + text[max(end, start - 2) : start])[-2:]
        end = start + len(word)
        after = _WORDS[word] if text.startswith(_ANY_WORD, end) else text[end : end + 1]
        if _is_one(before, _WORDS[word], after) and not _MARK.match(text, end):
            yield Edit(start, end, _WORDS[word], _RULE)
            before += _WORDS[word]
        else:
            before += word


def _places(text: str, word: str) -> Iterator[int]:
    """Where a word stands; a page is read through in a tenth of the time of a pattern."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def of_the_apart(text: str, whole: list[Edit], repairs: list[Edit]) -> list[Edit]:
    """The repairs of a text whose characters were put together, as repairs of that text as it came.

    Args:
        text: The text as it came.
        whole: What `recomposed` found in it.
        repairs: Edits of the text that results.
    """
    both = composed(whole, applied(text, whole), repairs, named_after="second")
    return [edit for edit in both if edit.rule != _RULE]


def _is_one(before: str, sign: str, after: str) -> bool:
    """Whether a sign is in the middle or at the end of a character of three bytes in UTF-8.

    What stands before and after it is as a reader has it that also has the sign.
    """
    return any(
        (before[-1:] in leads and after in others) or (before[:1] in leads and before[1:] in others)
        for leads, others in _bytes_of_utf8()
        if before and sign in others
    )


@cache
def _begins() -> re.Pattern[str]:
    """What some reader makes of the first byte of a character: where there is none, no word was a sign."""
    return re.compile(f"[{re.escape(''.join(frozenset().union(*(leads for leads, _ in _bytes_of_utf8()))))}]")


@cache
def _bytes_of_utf8() -> list[tuple[frozenset[str], frozenset[str]]]:
    """What each reader of single bytes makes of first bytes of Chinese in UTF-8, and of all others."""
    return [
        (
            frozenset(bytes(range(0xE3, 0xF0)).decode(wrong.name, "ignore")),
            frozenset(bytes(range(0x80, 0xC0)).decode(wrong.name, "ignore")),
        )
        for wrong in _readers()
    ]


@cache
def _signs() -> tuple[re.Pattern[str], dict[str, str]]:
    """Signs that NFKC takes apart: a pattern of what it makes of them, such as `1⁄4`, and what each was."""
    whole: dict[str, str] = {}
    for wrong in _readers():
        for char in bytes(range(128, 256)).decode(wrong.name, "replace"):
            apart = unicodedata.normalize("NFKC", char)
            if len(apart) > 1 and not apart.isascii():
                whole.setdefault(apart, char)
    return re.compile(f"(?:{any_of(whole)})(?![{_MARKS}])"), whole


def _readers() -> list[Reader]:
    """The readers of single bytes that are not rare."""
    return [wrong for kind in kinds() if not kind.rare and (wrong := reader(kind.read_as)).single]
