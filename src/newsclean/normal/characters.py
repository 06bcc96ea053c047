"""Characters that are normalised whatever their neighbours."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from newsclean.characters import REPLACEMENT
from newsclean.edits import Edit, applied, composed
from newsclean.lazy import regex

# Unicode's EquivalentUnifiedIdeograph.txt (14.0) for those radicals of the CJK Radicals Supplement that
# look like a whole character; NFKC leaves them alone.
_SUPPLEMENT: Final = {
    0x2E8A: "卜", 0x2E92: "巳", 0x2E9C: "日", 0x2E9D: "月", 0x2EA0: "民", 0x2EA9: "王", 0x2EAB: "目",
    0x2EB6: "羊", 0x2EC1: "虎", 0x2EC4: "西", 0x2EC5: "见", 0x2EC6: "角", 0x2EC9: "贝", 0x2ECB: "车",
    0x2ED1: "長", 0x2ED3: "长", 0x2ED4: "门", 0x2ED7: "雨", 0x2ED8: "青", 0x2ED9: "韦", 0x2EDA: "页",
    0x2EDB: "风", 0x2EDC: "飞", 0x2EDD: "食", 0x2EE2: "马", 0x2EE3: "骨", 0x2EE4: "鬼", 0x2EE5: "鱼",
    0x2EE6: "鸟", 0x2EE7: "卤", 0x2EE8: "麦", 0x2EE9: "黄", 0x2EEA: "黾", 0x2EEB: "斉", 0x2EEC: "齐",
    0x2EED: "歯", 0x2EEE: "齿", 0x2EEF: "竜", 0x2EF0: "龙", 0x2EF2: "亀",
}  # fmt: skip

_INVISIBLE: Final = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters but tab and line breaks
    "\u00ad"  # soft hyphen
    "\u200b\u2060-\u2064\ufeff"  # zero-width spaces, invisible operators, byte-order mark
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # bidi marks, embeddings, overrides, isolates
    "\ufff9-\ufffb"  # interlinear annotation
)
# A zero-width joiner or non-joiner holds an emoji together, and is spelling in Arabic, Indic and Mongolian
# script; anywhere else it goes.
_JOINED: Final = "\u0600-\u08ff\u0900-\u0dff\u1800-\u18aa\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"

# What sets colours on a terminal (ECMA-48): bulletin boards keep them in their posts.
_COLOUR: Final = r"\x1b\[[0-9;]*[A-Za-z]"

_CHARACTERS: Final = regex(
    "(?P<breaks>\r\n?|[\x0b\x0c\x85\u2028\u2029])"  # what Unicode's UAX 14 breaks a line at
    rf"|(?P<invisible>(?:{_COLOUR}|[{_INVISIBLE}])+|(?<![{_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}]))"
    "|(?P<letters>[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+)"
    "|(?P<ideographs>[\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f])"
    "|(?P<surrogates>[\ud800-\udfff])"  # cannot be written as UTF-8
)
# The test that clean text has to pass. A class within the Basic Multilingual Plane is searched five times as
# fast as one with the last ideographs above, which are not in composed form and so are found that way.
_GATE: Final = regex(
    f"[\r\x0b\x0c\x85\u2028\u2029{_INVISIBLE}\u200c\u200d\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
    "\u2e80-\u2fd5\uf900-\ufaff\ud800-\udfff]"
)
_RULES: Final = {
    "breaks": "line-break",
    "invisible": "invisible-character",
    "letters": "full-width-letter",
    "ideographs": "compatibility-ideograph",
    "surrogates": "lone-surrogate",
}
# A text may be cut before ASCII and before ideographs: nothing composes across these cuts.
_COMPOSABLE: Final = regex(r"[\x20-\x7e\u4e00-\u9fff]?[^\x00-\x7f\u4e00-\u9fff]+")


def find_characters(text: str) -> list[Edit]:
    """The edits of single characters, followed by canonical composition (NFC) of the result.

    >>> [(edit.new, edit.rule) for edit in find_characters("２０２２年⽴春")]
    [('2022', 'full-width-letter'), ('立', 'compatibility-ideograph')]
    """
    if not has_characters(text):
        return []
    edits: list[Edit] = []
    for match in _CHARACTERS.finditer(text):
        found, group = match[0], match.lastgroup or ""
        new = _replacement(group, found)
        if new != found:
            edits.append(Edit(match.start(), match.end(), new, _RULES[group]))
    plain = applied(text, edits) if edits else text
    if unicodedata.is_normalized("NFC", plain):
        return edits
    return composed(edits, plain, list(_find_compositions(plain)), named_after="second")


def has_characters(text: str) -> bool:
    """Whether a text, or a part of it that ends with a line, may need such edits: a quick check."""
    return _GATE.search(text) is not None or not unicodedata.is_normalized("NFC", text)


def _replacement(group: str, found: str) -> str:
    if group == "breaks":
        return "\n"
    if group == "invisible":
        return ""
    if group == "surrogates":
        return REPLACEMENT
    return _SUPPLEMENT.get(ord(found[0])) or unicodedata.normalize("NFKC", found)


def _find_compositions(text: str) -> Iterator[Edit]:
    for match in _COMPOSABLE.finditer(text):
        old = match[0]
        new = unicodedata.normalize("NFC", old)
        if new != old:
            yield Edit(*match.span(), new, "composition").trimmed(old)
