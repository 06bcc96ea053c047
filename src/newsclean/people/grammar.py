"""The grammar of credit lines.

On the folded line, without its brackets:

    credit  = part { separator part }
    part    = [outlet] role [":" | "/"] names        责编：甲乙丙   某报记者 甲乙丙   文/甲乙丙
            | names ["/"] role                       甲乙丙 摄   甲乙丙/文   某局 供图
            | names                                  only beside another part, or alone in brackets
    names   = one or more, however set apart, or run together

The roles are data, see `rules/people.toml`. A line that is not wholly a credit is none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from newsclean.facts import Fact, Field, Origin
from newsclean.fold import Folded
from newsclean.lazy import regex
from newsclean.people.names import common_surname, given_like, likely, spans_of_names, surnamed
from newsclean.people.roles import Role, roles
from newsclean.people.tokens import LATIN, Token

_LIKE_A_NAME = regex("(?!.{0,3}[的了是在由被将把于向为与但些着过])[\u3400-\u9fff]{2,4}")
_POSTED = regex("[驻駐][\u3400-\u9fff]{1,6}$")
"""Where a medium's reporter is: 某报驻某地记者."""
_CODE = regex(r"[A-Za-z]{1,8}[_\-]?\d+")
_LOGIN = regex(r"(?<=[\u3400-\u9fff·])[_\-]?[A-Za-z]{0,6}\d{1,}$|(?<=[\u3400-\u9fff·])[_\-][A-Za-z]\w*$")
_PEN_NAME = regex(r"(?!.{0,5}[的了]|[一两几这那每][位个名])[\u3400-\u9fff·A-Za-z0-9]{2,6}")
_ADDRESSED = regex("[\u3400-\u9fff]{1,3}(?:老师|主任|教授)")
_MEDIUM = regex(
    r"《([^《》]{2,20})》[^《》]{0,20}$|(?!.{0,20}(?:[了是在被把]|的.{5}))([^\s,。:;!?]{2,24}?)(?:微信)?(?:公众号)?$"
)
"""What a source line names: any short value that is no sentence."""
_WORD = 2
"""Characters of a name that is likely to be a word, too."""
_OUTLET = 3
"""Characters at least of a medium's name that follows names with nothing between."""
_SHORT_NAME = 6
"""Characters at most of a medium's short name, and of a pen name."""
_SENTENCE = regex("[的了是在由被将把于向为与但些着过]")
"""Characters of a sentence: in no medium's and no office's name."""
_PLACE = regex(r"[\u3400-\u9fff]{2,6}")


class Credit(NamedTuple):
    """What a credit line says.

    Attributes:
        facts: Its statements, in order; empty for a credit that names nobody (责任编辑：管理员).
        named: Whether a role is written in it; a bare （甲乙丙） names none.
    """

    facts: tuple[Fact, ...]
    named: bool = True


@dataclass(slots=True)
class _Chunk:
    """A piece of text between roles and marks, and the roles it belongs to."""

    token: Token
    title: Role | None
    works: list[Role]
    aside: bool
    """In brackets or behind a comma after a name: 作者：甲乙丙（某大学教授）, 作者：甲乙丙，中学教师."""
    glued: bool
    """Right behind a role, with nothing between."""
    backward: bool = False
    """Claimed by a work after it."""
    touched: bool = False
    """Right before a work, with nothing between."""
    lenient: bool = False
    """Set apart by a colon or a slash, so that a pen name will do."""
    first: bool = False
    """The first behind its role."""


@dataclass(slots=True)
class Reader:
    """Reads the tokens of one line from left to right."""

    folded: Folded
    tokens: list[Token]
    origin: Origin
    bracketed: bool
    outlets: list[Token] = field(default_factory=list)
    chunks: list[_Chunk] = field(default_factory=list)
    open: list[_Chunk] = field(default_factory=list)
    """The chunks that a work after them may still claim: 甲乙丙、丁戊 摄."""
    claimed: list[_Chunk] = field(default_factory=list)
    """Those that the last work claimed, for the second of 甲乙丙 文/图."""
    media: set[str] = field(default_factory=set)
    """What was taken for a medium: its name may come again before another role."""
    works: list[Role] = field(default_factory=list)
    title: Role | None = None
    foreign: bool = False
    """What comes belongs to a label that is no role."""
    desk: bool = False
    """A desk or a medium stands before a slash: 社会中心／综合报道 names nobody."""
    barred: bool = False
    """Bars stand between roles and names: 编辑 | 甲乙丙."""
    through_title: bool = False
    """The names of the waiting works come after a title: 图/本报记者 甲乙丙."""

    def credit(self) -> Credit | None:
        """The credit, or None if something is left over."""
        if self._goes_on() or not any(role.fields != ("source",) for role in self._roles()):
            return None
        solid = [token for token in self.tokens if token.kind != "mark"]
        last = solid[-1].role
        ends_in_work = last is not None and last.side != "before" and any(t.kind == "text" for t in solid)
        for index, token in enumerate(self.tokens):
            before = self.tokens[index - 1] if index else None
            if token.kind == "text":
                self._text(token, before, labelled=index > 1 and self.tokens[index - 2].kind == "role")
            elif token.role is not None and token.role.kind == "title":
                self.foreign = False
                self._title(token.role, before)
            elif token.role is not None:
                self.foreign = False
                backward = ends_in_work or self._leans_back(token, before)
                leads = self._leads(index)
                self._work(token.role, before, backward=backward and not leads, leads=leads)
        if not self.chunks and not self.desk and not self._labelled(solid[-1]):
            return None
        if (
            last is not None
            and last.side == "before"
            and last.kind == "work"
            and not self._labelled(solid[-1])
        ):
            return None
        return self._facts()

    def _goes_on(self) -> bool:
        """Whether a story begins behind the credit: 本报记者甲乙丙报道：今天……."""
        return any(
            role.role is not None
            and role.role.side == "both"
            and before.kind == "text"
            and self._piece(mark).strip() == ":"
            and after.kind == "text"
            for before, role, mark, after in zip(
                self.tokens, self.tokens[1:], self.tokens[2:], self.tokens[3:], strict=False
            )
        )

    @property
    def whole(self) -> bool:
        """Whether the line names one person, whose account's name may follow."""
        return any(role.whole for role in self._roles())

    def _roles(self) -> list[Role]:
        return [token.role for token in self.tokens if token.role is not None]

    def _piece(self, token: Token) -> str:
        return self.folded.text[token.start : token.end]

    def _labelled(self, token: Token) -> bool:
        """Whether a role stands there with a colon and nothing after it, as in 作者：."""
        return token.role is not None and self.folded.text[token.end : token.end + 1] == ":"

    def _leads(self, index: int) -> bool:
        """Whether a role is followed by a colon or slash, and then by names: 图/甲乙丙."""
        after = self.tokens[index + 1 : index + 3]
        return len(after) > 1 and after[1].kind == "text" and self._piece(after[0]).strip() in {":", "/"}

    def _leans_back(self, token: Token, before: Token | None) -> bool:
        """Whether a work's names stand before it though other names come after: 甲乙丙摄 编辑 丁戊."""
        if (
            before is None
            or before.kind != "text"
            or self.folded.text[token.end : token.end + 1] in {":", "/"}
        ):
            return False
        return not roles().outlet.fullmatch(self._piece(before))

    def _text(self, token: Token, before: Token | None, *, labelled: bool) -> None:
        if self.chunks and self.folded.text.startswith((":", "|") if self.barred else ":", token.end):
            self.foreign = True  # a label that is no role: 作者：甲乙丙 单位：某校
        if self.foreign:
            return
        mark = self._piece(before).strip() if before is not None and before.kind == "mark" else ""
        lenient = (mark[-1:] in {":", "/"} or (labelled and mark == "|")) and bool(self.works or self.title)
        if self.open and before is not None and before.kind == "mark" and mark in {"", "、", "&"}:
            lenient = lenient or self.open[-1].lenient
        self.barred = self.barred or (labelled and mark == "|")
        occupied = bool(self.open) and mark == "," and bool(roles().occupation.fullmatch(self._piece(token)))
        aside = occupied or (bool(self.open) and mark[-1:] == "(")
        lenient = lenient and not occupied
        glued = before is not None and before.kind == "role"
        first = labelled or glued
        chunk = _Chunk(token, self.title, list(self.works), aside, glued, lenient=lenient, first=first)
        self.chunks.append(chunk)
        self.open.append(chunk)

    def _title(self, role: Role, before: Token | None) -> None:
        if any("source" in work.fields for work in self.works):
            self.open, self.works = [], []  # 来源：某日报 记者 甲乙丙: its source is not the reporter
        self._take_outlet(glued=before is not None and before.kind == "text", title=True)
        if self.open and self.works and not self.through_title:
            self.works = []
        self.through_title = bool(self.works)
        self.title = role

    def _work(self, role: Role, before: Token | None, *, backward: bool, leads: bool) -> None:
        if backward and role.side != "before":
            if self.open:
                self._take_desk()
                self._take_place(glued=before is not None and before.kind == "text")
                self.claimed, self.open = self.open, []
            elif not self.works:
                self.claimed = self.claimed if before is not None and self.claimed else []
            if self.claimed:
                self.claimed[-1].touched |= before is not None and before.kind == "text"
                for chunk in self.claimed:
                    chunk.works.append(role)
                    chunk.backward = True
                self.title, self.works = None, []
                return
        if before is not None and before.kind == "text":
            self._take_outlet(glued=True, leads=leads)
        if self.open:
            self.works = []
        self.works.append(role)
        self.open, self.claimed, self.title, self.through_title = [], [], None, False

    def _take_outlet(self, *, glued: bool, title: bool = False, leads: bool = False) -> None:
        """Take the medium off the text before a role: 本报记者, 某报·某网记者, 甲乙丙本报记者.

        Args:
            glued: Nothing stands between.
            title: The role is a title.
            leads: The role is a work whose names follow: 某报编辑：甲乙丙.
        """
        if not self.open:
            return
        chunk, words = self.open[-1], roles()
        piece = self._piece(chunk.token)
        own = words.own.fullmatch(piece) if glued else None
        if own and own[1]:
            chunk.token = chunk.token._replace(end=chunk.token.start + own.end(1))
            return
        if glued and title and chunk.title is not None and (cut := self._names_before_outlet(piece)):
            chunk.token = chunk.token._replace(end=chunk.token.start + cut)
            return
        named = (words.outlet.fullmatch(one) for one in (piece, piece.split("·")[0]))  # 某日报·看某某记者
        medium = any(named) and not _SENTENCE.search(piece)
        short = glued and (
            piece in self.media
            or (title and len(self.open) == 1 and self._abbreviates(chunk.token, piece))
            or (leads and len(piece) <= _SHORT_NAME and not _SENTENCE.search(piece) and not likely(piece))
        )
        if own or medium or short:
            self.media.add(piece)
            self._drop(chunk)
            if medium and not own:
                self.outlets.append(chunk.token)
                while self.open and words.outlet.fullmatch(
                    self._piece(self.open[-1].token)
                ):  # 某报、某网记者
                    self.outlets.insert(-1, self.open[-1].token)
                    self._drop(self.open[-1])

    @staticmethod
    def _names_before_outlet(piece: str) -> int:
        """Where the names end in 甲乙丙某某社, between two titles; 0 if it is nothing of the kind."""
        for cut in range(len(piece) - _OUTLET, 1, -1):
            if roles().outlet.fullmatch(piece, cut) and likely(piece[:cut]):
                return cut
        return 0

    def _drop(self, chunk: _Chunk) -> None:
        self.open.remove(chunk)
        self.chunks.remove(chunk)

    def _abbreviates(self, token: Token, piece: str) -> bool:
        """Whether what stands right before a title is a medium's short name: 采写：某都见习记者 甲乙丙."""
        if len(piece) > _SHORT_NAME or _SENTENCE.search(piece):
            return False
        spans = spans_of_names(piece)
        if not spans or not likely(piece):
            return True
        before = next((one for one in reversed(self.tokens) if one.end <= token.start), None)
        return len(spans) == 1 and (before is None or before.kind == "mark")

    def _take_desk(self) -> None:
        """Drop what stands before the names and a slash: 社会中心／甲乙丙报道."""
        first = self.open[0]
        piece = self._piece(first.token)
        desk = piece.endswith(("中心", "新闻", "组", "部"))
        if self.folded.text.startswith("/", first.token.end) and (desk or roles().outlet.fullmatch(piece)):
            self._drop(first)
            self.desk = True
            if not desk:
                self.outlets.append(first.token)

    def _take_place(self, *, glued: bool) -> None:
        """Drop the place from 本报记者甲乙丙 某地报道, 本报记者甲乙丙某地报道."""
        if not glued or not self.open:
            return
        chunk = self.open[-1]
        piece = self._piece(chunk.token)
        behind_slash = self.folded.text[chunk.token.start - 1 : chunk.token.start] == "/"
        if behind_slash and len(self.open) > 1 and _PLACE.fullmatch(piece):  # 编译甲乙丙／外电报道
            self._drop(chunk)
            return
        if chunk.title is None:
            return
        spans = spans_of_names(piece)
        if len(self.open) > 1 and _PLACE.fullmatch(piece) and not (spans and common_surname(piece)):
            self._drop(chunk)
            return
        for size in (2, 3, 4) if not spans else ():
            if spans_of_names(piece[:-size]):
                chunk.token = chunk.token._replace(end=chunk.token.end - size)
                return

    def _facts(self) -> Credit | None:
        media = [_POSTED.sub("", self.folded.slice(token.start, token.end)) for token in self.outlets]
        own = roles().own
        found = [
            Fact("source", name, self.origin) for name in dict.fromkeys(media) if not own.fullmatch(name)
        ]
        sure = [one for one in self.chunks if (one.title or one.works) and likely(self._piece(one.token))]
        pen_named = any(
            one.lenient and any(role.pen_names >= _SHORT_NAME for role in one.works) for one in self.chunks
        )
        coded = [bool(_CODE.fullmatch(self._piece(chunk.token))) for chunk in self.chunks]
        for chunk, code in zip(self.chunks, coded, strict=True):
            if code and not all(coded):  # beside a name it is the editor's login: 甲乙丙 PN117
                continue
            holders = chunk.works or ([chunk.title] if chunk.title else [])
            if self._owns(chunk):
                continue
            spans, people = self._names(chunk, holders)
            if spans is None and self._vouched(chunk, sure, pen_named=pen_named):
                spans = [(0, chunk.token.end - chunk.token.start)]
            if spans is None and (chunk.aside or (self.whole and chunk is not self.chunks[0])):
                continue
            if spans is None:
                return None
            fields: list[Field] = (
                [name for role in holders for name in role.fields] if holders else ["authors"]
            )
            # An office ranks below the people named elsewhere: 某科供稿.
            origin = self.origin if people else "credit"
            for name in dict.fromkeys(fields):
                found += named(self.folded, chunk.token.start, spans, name, origin)
        return Credit(tuple(found))

    def _owns(self, chunk: _Chunk) -> bool:
        """Whether a chunk is the office of the one named behind it in the same role: 某学院 甲乙丙/文."""
        piece, words = self._piece(chunk.token), roles()
        if not words.organisation.fullmatch(piece) or (likely(piece) and piece[-1] not in words.office_ends):
            return False
        at = self.chunks.index(chunk)
        return any(
            one.works == chunk.works and one.title is chunk.title and spans_of_names(self._piece(one.token))
            for one in self.chunks[at + 1 : at + 2]
        )

    def _vouched(self, chunk: _Chunk, sure: list[_Chunk], *, pen_named: bool) -> bool:
        """Whether the rest of the line shows a chunk to be a name that we would not take for one.

        Names vouch for one in the same brackets, （记者 甲乙丙 青木生）, and for one under a title of its
        own, 记者 甲乙丙 通讯员 卫健宣; pen names for one behind a colon: 编辑：小禾 审核：老K.
        """
        piece = self._piece(chunk.token)
        if chunk.lenient and (pen_named or all(one.lenient for one in self.chunks[1:])) and self.chunks[1:]:
            return _PEN_NAME.fullmatch(piece) is not None
        if chunk.first and surnamed(piece) and sum(one.first for one in self.chunks) > 1 and self.bracketed:
            return True
        if chunk.title is None or not _LIKE_A_NAME.fullmatch(piece):
            return False
        enclosed = self.bracketed and len(piece) > _WORD
        titled = chunk.first and not chunk.glued
        return any(enclosed or (titled and one.title is not chunk.title) for one in sure)

    def _names(self, chunk: _Chunk, holders: list[Role]) -> tuple[list[tuple[int, int]] | None, bool]:
        """Where the names in a chunk stand, relative to it, and whether they are people's.

        Nowhere for what names nobody; None for what is no name.
        """
        words, piece = roles(), self._piece(chunk.token)
        if piece in words.nobody or words.taken.match(piece):
            return [], True
        if any("source" in role.fields for role in holders):
            medium = _MEDIUM.match(piece)
            return ([medium.span(medium.lastindex or 0)] if medium else None), medium is None
        login = _LOGIN.search(piece)
        if login:
            piece = piece[: login.start()]
        anyone = chunk.lenient or (
            (chunk.title is None or chunk.first) and any(not role.people_only for role in holders)
        )
        prose = _SENTENCE.search(piece.removesuffix("在线"))
        office = anyone and not (chunk.glued and not chunk.backward) and not prose
        office = office and bool(words.organisation.fullmatch(piece) or words.outlet.fullmatch(piece))
        spans = spans_of_names(piece)
        if self.whole and spans and len(spans) > 1:
            spans = [(0, len(piece))]
        if spans and not (office and (not common_surname(piece) or piece[-1] in words.office_ends)):
            # 策划许多议题, 后经整理: beside a work with nothing between, only what is surely a name.
            sure = chunk.lenient or not (chunk.works and (chunk.glued or chunk.touched)) or likely(piece)
            return (spans, True) if sure else (None, True)
        if office:
            return [(0, len(piece))], False
        return ([(0, len(piece))] if self._stands_as_name(chunk, piece, holders) else None), True

    @staticmethod
    def _stands_as_name(chunk: _Chunk, piece: str, holders: list[Role]) -> bool:
        """Whether its place shows something to be a name that does not look like one."""
        if chunk.first and not chunk.glued and chunk.title is not None and given_like(piece):
            return True
        if chunk.lenient and _ADDRESSED.fullmatch(piece):
            return True
        if chunk.backward and surnamed(piece) and any("photographers" in role.fields for role in holders):
            return True
        most = max((role.pen_names for role in holders), default=_SHORT_NAME) if chunk.lenient else 0
        long = len(piece) > most and not (most and piece.isascii())
        return not long and bool(LATIN.fullmatch(piece) or _PEN_NAME.fullmatch(piece))


def named(
    folded: Folded, shift: int, spans: list[tuple[int, int]], name: Field, origin: Origin
) -> list[Fact]:
    """Facts of the names at these places of the folded line, counted from `shift`."""
    return [Fact(name, folded.slice(shift + a, shift + b), origin) for a, b in spans]
