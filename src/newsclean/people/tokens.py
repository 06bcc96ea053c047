"""Cuts credit lines into the words that name roles, the marks, and what stands between them."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from newsclean.characters import LETTER, LETTER_PATTERN
from newsclean.lazy import regex
from newsclean.people.abroad import is_transliterated
from newsclean.people.roles import Role, roles

_SEPARATOR = (
    rf"(?:(?<=[A-Za-z]) and (?=[A-Z])|[\s、,/|;:&+@()\[\]【】>—□■◎●○◆◇⊙▪▍┃┊❘])+|(?<={LETTER})\.(?={LETTER})"
    rf"|(?<!{LETTER}[文图摄])(?<=[文图摄])[-·](?!.{{0,20}}[·-])"
)
SEPARATOR = regex(_SEPARATOR)
_MARK = (
    # Where an author with a foreign name is from: 作者：[美]约翰·史密斯.
    rf"[:\s]*[\[(【]{LETTER}{{1,3}}[)\]】](?={LETTER}{{1,7}}·)"
    # Who the authors are: 作者：甲乙丙（作者为某大学教授）.
    r"|\((?:本文)?作者[系为是][^()]{2,40}(?:\)|$)"
    rf"|{_SEPARATOR}"
    # Where a reporter writes from: 本报记者 甲乙丙 发自某地.
    rf"|发自 ?(?:{LETTER}|、){{2,10}}(?=$|[\s)\]】])"
    # Who took them: 照片由甲乙丙拍摄.
    rf"|均?由(?={LETTER}{{2,12}}(?:拍摄|摄影|摄|采写|撰写)(?:$|[)\]】]))"
    # How the editors are reached: 本版责编 甲乙丙 电子信箱 a@example.cn.
    r"|(?:电子)?(?:邮箱|信箱|邮件)[:/ ]{0,2}(?a:[\w.+\-]+@[\w.\-]+)"
    r"|电话[: ]{0,2}\d[\d-]{6,14}(?=$|[\s)\]】])"
    # Whose the pictures are: 记者 甲乙丙 图片由受访者提供, 记者 甲乙丙 图据某网.
    rf"|(?:图片|照片|视频)均?[由为系]?{LETTER}{{2,10}}(?:提供|供图)(?=$|[\s)\]】])"
    rf"|[图照片影视频]{{1,2}}(?:[据源]|来自|来源于?){LETTER}{{2,10}}(?=$|[\s)\]】])"
)
"""What divides roles and names."""
LATIN = regex(r"[A-Za-z][\w.'@\-]*(?: (?!and )[A-Za-z][\w.'@\-]*)*")
"""A name in Latin letters, or a login; the spaces in it are none between names."""
REPORTED = frozenset({"报道", "报导"})
"""Words for reporting, which end the name of a medium, too."""
_TITLE = regex(" ?(?:见习|实习)?记者")
_REST_OF_LABEL = regex(rf"{LETTER}{{1,2}}:")
_UNITS = frozenset("部组室团站科处")
"""What makes an office of a role: 编辑部, 记者团, 综合科."""


class Token(NamedTuple):
    """A piece of a credit line: a role's word, a mark, or the text between them."""

    kind: Literal["role", "text", "mark"]
    start: int
    end: int
    role: Role | None = None


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """A folded line, from `start` to `end`, cut into role words, marks and the text between them."""
    words = roles()
    found: list[Token] = []
    place = begun = start

    def text_until(here: int) -> None:
        if here > begun:
            found.append(Token("text", begun, here))

    while place < end:
        latin = LATIN.match(text, place, end) if place == begun else None
        if latin:
            place = latin.end()
            continue
        one = _mark_or_word().search(text, place, end)
        if one is None:
            break
        word = one["word"]
        if word and (_is_value(text, found, one) or not _stands(text, start, end, begun, one)):
            place = one.start() + 1
            continue
        text_until(one.start())
        found.append(Token("role" if word else "mark", *one.span(), words.by_word[word] if word else None))
        place = begun = one.end()
    text_until(end)
    return found


def join_foreign(text: str, tokens: list[Token]) -> list[Token]:
    """Tokens with what is one name of another language joined, where spaces divide it: 作者：安娜 施密特."""
    if " " not in text:
        return tokens
    joined: list[Token] = []
    for token in tokens:
        if token.kind == "text" and [one.kind for one in joined[-2:]] == ["text", "mark"]:
            first, mark = joined[-2:]
            apart = text[mark.start : mark.end] == " "
            if apart and is_transliterated(text[first.start : token.end].split()):
                joined[-2:] = [Token("text", first.start, token.end)]
                continue
        joined.append(token)
    return joined


@cache
def _mark_or_word() -> re.Pattern[str]:
    return re.compile(f"{_MARK}|{roles().word}")


@cache
def role_word() -> re.Pattern[str]:
    """The pattern of a role's word with what modifies it; the word itself is group `word`."""
    return re.compile(roles().word)


def _is_value(text: str, found: list[Token], role: re.Match[str]) -> bool:
    """Whether the word of a work begins what another role's colon or slash leads to: 图/视觉中国."""
    named = roles().by_word[role["word"]]
    if named.kind == "title" or named.fields or not LETTER_PATTERN.match(text, role.end()):
        return False
    led = [token.kind for token in found[-2:]] == ["role", "mark"] and found[-1].end == role.start()
    return led and text[role.start() - 1] in ":/"


_SHORT_LEFT = frozenset("文著图编译校审影")
"""Words of one character that are also in names: 朱文 is not 朱 + 文."""
_PICTURE = frozenset("图摄")
"""Those of them that are in hardly any name."""
_ANOTHER = regex("/[文图摄影]")
_BY_SPACES = regex(
    rf"[文图] (?:{LETTER}| ){{2,20}} (?:[文图摄]|责?编辑?|校对|摄影) {LETTER}"
    rf"|(?:{LETTER}(?:{LETTER}|[·-]){{1,12}} ){{1,4}}[文著] (?:{LETTER}{{2,4}} ){{1,4}}[图摄译]$"
)
"""Two such words, or one and a longer one, with nothing but spaces around:
文 甲乙丙 图 丁戊, 甲乙丙 文 丁戊 图, 甲乙丙 著 丁戊 译, 文 甲乙丙 编辑 丁戊."""


def _stands(text: str, start: int, end: int, begun: int, role: re.Match[str]) -> bool:
    """Whether a role's word stands here as one."""
    if role.end() - role.start() == 1:
        return _stands_alone(text, start, end, begun, role)
    after = text[role.end() : role.end() + 1]
    if role["word"] in REPORTED and _TITLE.match(text, role.end()):  # 某某经济报道 记者甲乙丙
        return False
    if role["word"].endswith("报") and after in {"道", "导"}:  # 甲乙丙上海报道
        return False
    apart = role.start() == start or SEPARATOR.match(text, role.start() - 1) is not None
    if not apart and _ends_another(text, end, role):
        return False
    labels = after in {":", "|", "/"} and apart
    return labels if "source" in roles().by_word[role["word"]].fields else after not in _UNITS  # not 来源于


def _ends_another(text: str, end: int, role: re.Match[str]) -> bool:
    """Whether a role's word with other letters right before it is the end of another word, or begins one."""
    if _REST_OF_LABEL.match(text, role.end()):  # 导入中文字体：
        return True
    named = roles().by_word[role["word"]]
    if named.kind == "title" or named.side != "before":
        return False
    rest = text[role.end() : end].strip(")]】")
    # 甲乙丙摄（某某视觉）; 来源：某某视频 编辑：甲乙丙
    return not rest or (rest[0] == " " and role_word().match(rest, 1) is not None)


def _stands_alone(text: str, start: int, end: int, begun: int, role: re.Match[str]) -> bool:
    """Whether a character that is a role's word stands apart, as one."""
    word = text[role.start()]
    after = text[role.end()] if role.end() < end else ""
    before = text[role.start() - 1] if role.start() > start else ""
    ends = not after or bool(SEPARATOR.match(after)) or bool(role_word().match(text, role.end(), end))
    if _BY_SPACES.match(text, start, end) and after == " " and (before == " " or role.start() == start):
        return True
    if word in _PICTURE and after == "/":  # 甲乙丙图/丁戊
        return True
    if before == "/" and _ANOTHER.search(text, role.end(), end):  # 甲乙丙/文丁戊/图
        return True
    if word in _SHORT_LEFT:
        return role.start() == begun and (bool(after) and after in ":/|◎-·" if not before else ends)
    return ends and bool(before)
