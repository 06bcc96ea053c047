"""Lines that tell the reader of a page what to do with it: 长按识别二维码，加入我们的读者群.

They are as many as there are pages, but made of few words. A line is a prompt if it says what to do, and
with what of the page's, or has a phrase that nobody else uses, and holds nothing else but one name or
subject at most.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from newsclean.lazy import regex
from newsclean.lexicon import Lexicon
from newsclean.tables import load_table

_KINDS = ("phrase", "do", "press", "thing", "content", "joint")
_TELLING = frozenset({"phrase", "do", "press", "thing", "content"})
_MARKS = regex(r"[\W\d_]+")
_QUOTED = regex(r"[“《【\[]([^“”《》【】\[\]。]{1,16})[”》】\]]")
"""A name in quotation marks, which may be any."""
_QUESTION = regex(r"[^。?]{2,40}[?](?=..)")
"""What a prompt may ask first: 你去过青石吗？欢迎留言."""
_SUBJECT = 10
"""Characters at most of a name or subject without quotation marks."""
_NAME = 4
"""The same at the end of a line."""
_PROSE = frozenset("的了是被把将不没有这那他她")
"""Characters of a sentence, of which a name or subject has none."""


@cache
def _words() -> Lexicon:
    data = load_table("prompts")
    data["joint"] += data["joint-characters"]
    return Lexicon.of({kind: data[kind] for kind in _KINDS})


def words_of_prompts() -> list[str]:
    """Words one of which stands in every prompt."""
    return [word for word, kinds in _words().kinds.items() if kinds & {"phrase", "press", "thing"}]


class _Piece(NamedTuple):
    """A word with its kinds, punctuation, or what is neither."""

    text: str
    kinds: frozenset[str]


_MARK, _OTHER = frozenset({"mark"}), frozenset({"other"})


def is_prompt(line: str, *, named: bool = False) -> bool:
    """Whether a folded line is a prompt and nothing else.

    Args:
        line: The folded line.
        named: It may hold a name or subject that stands in no quotation marks, or be told by a phrase alone:
            it stands below all text.

    >>> is_prompt("长按识别二维码,加入我们的读者群"), is_prompt("扫描二维码乘车,市民直呼方便。")
    (True, False)
    >>> is_prompt("点击左下角阅读原文,了解更多招聘信息", named=True)
    True
    """
    asked = _QUESTION.match(line) if named else None
    pieces = _pieces(line[asked.end() :] if asked else line, _SUBJECT if named else 0)
    if pieces is None:
        return False
    words = [piece for piece in pieces if piece.kinds & _TELLING]
    seen = frozenset().union(*(word.kinds for word in words))
    sure = sum(len(word.text) > 1 for word in words) + any(_QUOTED.match(piece.text) for piece in pieces)
    asks = sure > 1 and seen & {"do", "press"} and seen & {"press", "thing"}
    if not asks and not (named and "phrase" in seen):
        return False
    others = [at for at, piece in enumerate(pieces) if piece.kinds is _OTHER]
    if not others:
        return True
    after = pieces[others[-1] + 1 : others[-1] + 2]
    if not asks and not (after and after[0].kinds & {"phrase", "content"}):
        return False  # 下期见分晓
    return _names(pieces, others[0], others[-1] + 1)


def _names(pieces: list[_Piece], start: int, end: int) -> bool:
    """Whether the pieces from `start` to `end` are one name or subject, where such a thing stands."""
    subject = pieces[start:end]
    text = "".join(piece.text for piece in subject)
    if len(text) > _SUBJECT or not _PROSE.isdisjoint(text) or any(piece.kinds is _MARK for piece in subject):
        return False
    before = [piece for piece in pieces[:start] if piece.text.strip()]
    after = pieces[end : end + 1]
    if not before and not subject[1:] and after and after[0].kinds & {"thing"}:  # 某某App免费下载
        return True
    if not before or (before[0].kinds & {"thing"} and not any(p.kinds & {"press"} for p in before)):
        return False  # 微信公众号阅读量下降
    if after and after[0].kinds & {"phrase", "thing", "content"}:
        return True
    led = before[-1].kinds is not _MARK and len(before[-1].text) > 1
    return led and (bool(after) or len(text) <= _NAME)  # 点击查看次数突破百万


def _pieces(line: str, most: int) -> list[_Piece] | None:
    """The pieces of a line, in order; None if more characters than `most` are neither words nor marks."""
    words = _words()
    pieces: list[_Piece] = []
    place = begun = others = 0
    while place < len(line):
        quoted = _QUOTED.match(line, place)
        mark = _MARKS.match(line, place)
        word = None if mark else words.at(line, place)
        if not (quoted or mark or word):
            place += 1
            others += 1
            if others > most:
                return None
            continue
        if place > begun:
            pieces.append(_Piece(line[begun:place], _OTHER))
        if quoted and quoted[1] not in words.kinds:
            pieces.append(_Piece(quoted[0], _MARK))
            place = begun = quoted.end()
            continue
        found = mark[0] if mark else word or ""
        pieces.append(_Piece(found, _MARK if mark else words.kinds[found]))
        place = begun = place + len(found)
    if len(line) > begun:
        pieces.append(_Piece(line[begun:], _OTHER))
    return pieces
