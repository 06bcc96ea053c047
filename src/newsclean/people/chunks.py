"""The pieces of a credit line between its roles and marks: whom each of them names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from newsclean.boilerplate.toolbars import is_tool_bar
from newsclean.characters import LETTER
from newsclean.facts import Fact, Field, Origin
from newsclean.fold import Folded
from newsclean.lazy import regex
from newsclean.people.abroad import is_transliterated
from newsclean.people.names import (
    common_surname,
    given_like,
    is_name,
    is_word,
    likely,
    rather_named,
    spans_of_names,
    surnamed,
)
from newsclean.people.roles import Role, roles
from newsclean.people.tokens import LATIN, Token

_LIKE_A_NAME = regex(rf"(?!.{{0,3}}[的了是在由被将把于向为与但些着过]){LETTER}{{2,4}}")
_CODE = regex(r"[A-Za-z]{1,8}[_\-]?\d+|[\w.+\-]+@[\w.\-]+")
"""A login or an address: of somebody only where no name is."""
_LOGIN = regex(rf"(?<=(?:{LETTER}|·))(?:[_\-]?[A-Za-z]{{0,6}}\d+|[_\-][A-Za-z]\w*)$")
_PEN_NAME = regex(r"(?!.{0,5}[的了从到是]|[一两几这那每][位个名]|\d+[年月日])(?:[^\W_]|·){2,6}")
_IN_CHARGE = regex(r"责(?:任编辑|编) $")
"""The word for an editor that hardly anything but a name follows."""
_OPENING = regex(rf"{LETTER}{{1,3}}[名位]$|若干")
"""How many of such are wanted: 责任编辑 若干名."""
_ADDRESSED = regex(rf"{LETTER}{{1,3}}(?:老师|主任|教授)")
"""Somebody by surname and title: 董老师."""
_MEDIUM = regex(
    r"《([^《》]{2,20})》[^《》]{0,20}$|(?!\d{4}[年/.-]|.{0,20}(?:[了是在被把]|的.{5}))([^\s,。:;!?]{2,24}?)(?:微信)?(?:公众号)?$"
)
"""What a source line names: any short value that is no sentence."""
_WORD = 2
"""Characters of a name that is likely to be a word, too."""
_SHORT = 3
"""Characters at most of a rare name right behind a title, in brackets: （记者 木兰）."""
_PEN = 6
"""Characters at most of a pen name."""
_DESK = "宣"
"""How those sign who send in pieces for an office: 卫健宣, of its 宣传科."""
_HOUSE = 4
"""Characters at least of what is rather a medium than a pen name, where somebody is named behind it."""
SENTENCE = regex("[的了是被将把于向为与但些着过]|(?<!自)由|在(?!线)")
"""Characters of a sentence: in no medium's and no office's name."""


@dataclass(slots=True)
class Chunk:
    """A piece of text between roles and marks, and the roles it belongs to."""

    line: str
    """The folded line."""
    token: Token
    title: Role | None
    works: list[Role]
    aside: bool
    """Behind a name, and says whose or what that is: 作者：甲乙丙（某大学教授）, 甲乙丙 摄/某某图片."""
    glued: bool
    """Right behind a role, with nothing between."""
    backward: bool = False
    """Claimed by a work after it."""
    touched: bool = False
    """Right before a role, with nothing between."""
    lenient: bool = False
    """Set apart by a colon or a slash, so that a pen name will do."""
    first: bool = False
    """The first behind its role."""

    @property
    def text(self) -> str:
        """What stands there."""
        return self.line[self.token.start : self.token.end]

    @property
    def labelled(self) -> bool:
        """Whether it stands right behind its role's colon or slash."""
        return self.lenient and self.line[: self.token.start].rstrip().endswith((":", "/"))

    @property
    def edits(self) -> bool:
        """Whether it stands behind a role of editors."""
        return any("editors" in role.fields for role in self.works)


class Chunks(NamedTuple):
    """All such pieces of a line.

    Attributes:
        chunks: In order.
        bracketed: The line stands in brackets.
        whole: It names one person, whose account's name may follow.
    """

    chunks: list[Chunk]
    bracketed: bool
    whole: bool

    def facts(self, line: Folded, origin: Origin) -> list[Fact] | None:
        """Who is named, in the fields that their roles feed; None if something is left over."""
        found: list[Fact] = []
        seconds: list[Fact] = []
        pen_named = any(
            one.lenient and any(role.pen_names >= _PEN for role in one.works) for one in self.chunks
        )
        for chunk in self._that_name():
            holders = chunk.works or ([chunk.title] if chunk.title else [])
            spans, people = self._names(chunk, holders)
            if spans is None and self._vouched(chunk, pen_named=pen_named):
                spans = [(0, len(chunk.text))]
            if spans is None:
                if chunk.aside or (self.whole and chunk is not self.chunks[0]):
                    continue
                return None
            where: Origin = origin if people else "credit"  # an office ranks below people: 某科供稿
            fields: list[Field] = [one for role in holders for one in role.fields] if holders else ["authors"]
            if not people:  # 编辑：宣传科, 综合：某社、某报
                nobody = {"editors", "authors"} if roles().outlet.fullmatch(chunk.text) else {"editors"}
                fields = [name for name in fields if name not in nobody]
            second = any(role.second for role in holders)
            into, where = (seconds, "credit") if second else (found, where)
            for name in dict.fromkeys(fields):
                into += named(line, chunk.token.start, spans, name, where)
        first = {fact.field for fact in found}
        return found + [fact for fact in seconds if fact.field not in first]

    def _that_name(self) -> list[Chunk]:
        """The chunks but for logins beside a name (甲乙丙 PN117), and what those named behind are."""
        coded = [bool(_CODE.fullmatch(chunk.text)) for chunk in self.chunks]
        return [
            chunk
            for chunk, code in zip(self.chunks, coded, strict=True)
            if (not code or all(coded)) and not self._owns(chunk)
        ]

    def _owns(self, chunk: Chunk) -> bool:
        """Whether a chunk is what the one named behind it in the same role is, or the medium that one is of.

        某学院 教授 甲乙丙/文, 某台 甲乙丙, 图/文：车行某某 甲乙丙.
        """
        piece, words = chunk.text, roles()
        medium = words.outlet.fullmatch(piece) or (chunk.lenient and len(piece) >= _HOUSE)
        belongs = called_as_office(piece) or words.occupation.fullmatch(piece)
        person = likely(piece) and piece[-1] not in words.office_ends and piece[1:] not in words.media
        if not belongs and (not medium or person):  # 江财经 is no person
            return False
        behind = self.chunks[self.chunks.index(chunk) + 1 :]
        one = next((one for one in behind if not roles().occupation.fullmatch(one.text)), None)
        return (
            one is not None
            and one.works == chunk.works
            and one.title is chunk.title
            and bool(spans_of_names(one.text) or surnamed(one.text))
        )

    def _vouched(self, chunk: Chunk, *, pen_named: bool) -> bool:
        """Whether the rest of the line shows a chunk to be a name that we would not take for one.

        Pen names vouch for one behind a colon, 编辑：小禾 审核：老K, and so do other labels, but no list
        under one: 制作：选料、浸泡.
        """
        piece = chunk.text
        if chunk.lenient and self.chunks[1:] and (pen_named or all(one.labelled for one in self.chunks[1:])):
            return _is_pen_name(piece)
        firsts = [one for one in self.chunks if one.first and one is not chunk]
        if chunk.first and surnamed(piece) and firsts:
            apart = not chunk.glued and any(likely(one.text) for one in firsts)  # 记者 甲乙丙 摄像 黄海
            if self.bracketed or apart:
                return True
        if not _LIKE_A_NAME.fullmatch(piece):
            return False
        if chunk.title is not None:
            return self._stands_by_title(chunk, chunk.title)
        return self._signs_as_editor(chunk)

    def _stands_by_title(self, chunk: Chunk, title: Role) -> bool:
        """Whether a word behind a title is a name: 记者 甲乙丙 通讯员 卫健宣.

        Names vouch for it in the same brackets, （记者 甲乙丙 青木生）, and under titles of their own. In
        brackets a short one needs none, （记者 木兰）, and whoever sends in a piece may sign as he likes:
        （通讯员 春雨 流水）.
        """
        if not title.people_only and chunk.text.endswith(_DESK):
            return True
        enclosed = self.bracketed and len(chunk.text) > _WORD
        titled = chunk.first and not chunk.glued
        any_name = not title.people_only or (titled and len(chunk.text) <= _SHORT)
        if self.bracketed and any_name and not chunk.glued and not is_word(chunk.text):
            return True
        return any(
            (enclosed or (titled and one.title is not title))
            and (likely(one.text) or (one.first and not one.glued and is_name(one.text)))
            for one in self.chunks
            if one.title or one.works
        )

    def _signs_as_editor(self, chunk: Chunk) -> bool:
        """Whether a pen name stands behind a role and a space: 责任编辑 小禾, 编辑 小禾 校对 老白."""
        if not chunk.first or chunk.glued or len(chunk.text) > _SHORT:
            return False
        edited = any(one.edits for one in self.chunks)
        if edited and len(self.chunks) > 1 and all(one.works and one.first for one in self.chunks):
            return True
        in_charge = _IN_CHARGE.search(chunk.line, 0, chunk.token.start)
        named = len(chunk.text) == _WORD and not is_word(chunk.text) and not _OPENING.match(chunk.text)
        return chunk.edits and in_charge is not None and named

    def _names(self, chunk: Chunk, holders: list[Role]) -> tuple[list[tuple[int, int]] | None, bool]:
        """Where the names in a chunk stand, relative to it, and whether they are people's.

        Nowhere for what names nobody; None for what is no name.
        """
        words, piece = roles(), chunk.text
        pictured = any("photographers" in role.fields for role in holders)
        if piece in words.nobody and chunk.glued and len(self.chunks) == 1:  # 作者不详
            return None, True
        unnamed = piece in words.nobody or (piece.isdigit() and chunk.edits)  # 责任编辑：91
        unnamed = unnamed or piece.startswith(words.permitted)
        if unnamed or (pictured and words.taken.match(piece) and not SENTENCE.search(piece)):
            return [], True
        if any("source" in role.fields for role in holders):
            medium = _MEDIUM.match(piece)
            return ([medium.span(medium.lastindex or 0)] if medium else None), medium is None
        piece = _LOGIN.sub("", piece)
        office = self._is_office(chunk, piece, holders)
        spans = [(0, len(piece))] if is_transliterated(piece.split()) else spans_of_names(piece)
        if self.whole and spans and len(spans) > 1:
            spans = [(0, len(piece))]
        if spans and not (office and (not common_surname(piece) or piece[-1] in words.office_ends)):
            return (spans if chunk.lenient or self._surely_named(chunk, piece) else None), True
        if office:
            return [(0, len(piece))], False
        return ([(0, len(piece))] if self._stands_as_name(chunk, piece, holders) else None), True

    def _surely_named(self, chunk: Chunk, piece: str) -> bool:
        """Whether what may be names stands apart from a role, or is hardly anything else.

        Not 策划许多议题, 后经整理, 执行时序, 通讯员登记, 单值专题图项数目.
        """
        bare = chunk.glued and len(self.chunks) == 1 and chunk.line[: chunk.token.start] in roles().by_word
        if chunk.title is not None and not bare:
            return not (chunk.works and chunk.touched) or likely(piece)
        if not chunk.glued and (chunk.works or not chunk.touched):
            return not chunk.touched or likely(piece)
        unrecorded = chunk.title is None and not any(role.fields for role in chunk.works)
        if len(self.chunks) == 1 and len(piece) == _WORD and unrecorded:
            return False  # 制作方法: what desks and makers do is done in headings, too
        if chunk.line.endswith("综合", 0, chunk.token.start):
            return False  # 综合施策: who compiles a piece is set apart
        vouched = any(one.title is not None for one in self.chunks)
        return likely(piece) if vouched else rather_named(piece, chunk.line[: chunk.token.start])

    @staticmethod
    def _is_office(chunk: Chunk, piece: str, holders: list[Role]) -> bool:
        """Whether an office may stand there, and one does: 某科 供稿."""
        anyone = chunk.lenient or (
            (chunk.title is None or chunk.first) and any(not role.people_only for role in holders)
        )
        if not anyone or (chunk.glued and not chunk.backward) or SENTENCE.search(piece):
            return False
        return any(words.fullmatch(piece) for words in (roles().organisation, roles().outlet))

    @staticmethod
    def _stands_as_name(chunk: Chunk, piece: str, holders: list[Role]) -> bool:
        """Whether its place shows something to be a name that does not look like one."""
        apart = chunk.first and not chunk.glued
        if apart and chunk.title is not None and given_like(piece):
            return True
        if chunk.title is not None and not chunk.works and surnamed(piece):  # 记者 黄河
            return True
        if apart and piece[:1].isupper() and not piece.isupper() and LATIN.fullmatch(piece):  # not 编辑 HTML
            return True
        if chunk.lenient and _ADDRESSED.fullmatch(piece):
            return True
        if chunk.backward and surnamed(piece) and any("photographers" in role.fields for role in holders):
            return True
        most = max((role.pen_names for role in holders), default=_PEN) if chunk.lenient else 0
        long = len(piece) > most and not (most and piece.isascii())
        return not long and (LATIN.fullmatch(piece) is not None or _is_pen_name(piece))


def _is_pen_name(text: str) -> bool:
    """Whether something may be a pen name, and is no button: 编辑：小禾, not 编辑：甲乙丙 返回首页."""
    if len(text) == _WORD and common_surname(text):  # 编辑：周到
        return True
    return _PEN_NAME.fullmatch(text) is not None and not is_tool_bar(text)


def called_as_office(text: str) -> bool:
    """Whether something is called as an office is, and not as a person: 宣传部, 某市公安局."""
    words = roles()
    return bool(words.organisation.fullmatch(text)) and (not likely(text) or text[-1] in words.office_ends)


def named(
    folded: Folded, shift: int, spans: list[tuple[int, int]], name: Field, origin: Origin
) -> list[Fact]:
    """Facts of the names at these places of the folded line, counted from `shift`."""
    return [Fact(name, folded.slice(shift + a, shift + b), origin) for a, b in spans]
