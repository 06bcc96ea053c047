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

from newsclean.characters import LETTER
from newsclean.facts import Fact, Origin
from newsclean.fold import Folded
from newsclean.lazy import regex
from newsclean.people.chunks import SENTENCE, Chunk, Chunks
from newsclean.people.names import common_surname, likely, place_behind, signs, spans_of_names
from newsclean.people.roles import Role, roles
from newsclean.people.tokens import REPORTED, Token

_POSTED = regex(rf"[驻駐]{LETTER}{{1,6}}$")
"""Where a medium's reporter is: 某报驻某地记者."""
_OUTLET = 3
"""Characters at least of a medium's name that follows names with nothing between."""
_SHORT_NAME = 6
"""Characters at most of a medium's short name."""
_JOINED = regex(r"[·•\-]")
"""What joins the names of two media of one house."""
_LABEL = regex(rf"(?!从|.*(?:获悉|得知|了解|发现|看到|报告|[说称问答讲道]$)){LETTER}{{1,6}}")
"""What may be a label, and is none of what reporters do: 甲乙丙从某局获悉：."""
_PLACE = regex(rf"{LETTER}{{2,6}}(?:-{LETTER}{{2,6}})?")


class Credit(NamedTuple):
    """What a credit line says.

    Attributes:
        facts: Its statements, in order; empty for a credit that names nobody (责任编辑：管理员).
        named: Whether a role is written in it; a bare （甲乙丙） names none.
    """

    facts: tuple[Fact, ...]
    named: bool = True


@dataclass(slots=True)
class Reader:
    """Reads the tokens of one line from left to right."""

    folded: Folded
    tokens: list[Token]
    origin: Origin
    bracketed: bool
    outlets: list[Token] = field(default_factory=list)
    chunks: list[Chunk] = field(default_factory=list)
    open: list[Chunk] = field(default_factory=list)
    """The chunks that a work after them may still claim: 甲乙丙、丁戊 摄."""
    claimed: list[Chunk] = field(default_factory=list)
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
    place: int = -1
    """Where a place begins that ends the line."""
    through_title: bool = False
    """The names of the waiting works come after a title: 图/本报记者 甲乙丙."""

    def credit(self) -> Credit | None:
        """The credit, or None if something is left over."""
        if self._goes_on() or self._compiles():
            return None
        if not any(role.fields != ("source",) for role in self._roles()):
            return None
        solid = [token for token in self.tokens if token.kind != "mark"]
        last = solid[-1].role
        ends_in_work = last is not None and last.side != "before" and any(t.kind == "text" for t in solid)
        first = solid[0].role
        # 记者 甲乙丙 摄像 丁戊 报道: what stands between is led by its role, too
        reported = first is not None and first.kind == "title" and self._piece(solid[-1]) in REPORTED
        for index, token in enumerate(self.tokens):
            before = self.tokens[index - 1] if index else None
            if token.kind == "text":
                self._text(token, before, labelled=index > 1 and self.tokens[index - 2].kind == "role")
            elif token.role is not None:
                self.foreign = False
                if token.role.kind == "title":
                    self._title(token.role, before)
                    continue
                sold = self._is_sold(index) or self._is_sent(index)
                leads = not sold and self._leads(index)
                closes = ends_in_work and not (reported and token is not solid[-1])
                backward = not leads and (sold or closes or self._leans_back(index, before))
                self._work(token.role, before, backward=backward, leads=leads)
        waits = last is not None and last.side == "before" and last.kind == "work"
        names = bool(self.chunks) or self.desk
        return self._facts() if (names and not waits) or self._labelled(solid[-1]) else None

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

    def _compiles(self) -> bool:
        """Whether the line names the media whose reports the piece follows: 综合某社、某报报道."""
        word, end = self._piece(self.tokens[0]), self._piece(self.tokens[-1])
        return word == "综合" and end in REPORTED and _is_medium(self._piece(self.tokens[1]))

    @property
    def whole(self) -> bool:
        """Whether the line names one person, whose account's name may follow."""
        return any(role.whole for role in self._roles())

    def _roles(self) -> list[Role]:
        return [token.role for token in self.tokens if token.role is not None]

    def _piece(self, token: Token) -> str:
        return self.folded.text[token.start : token.end]

    def _next(self, token: Token) -> str:
        """The character behind a token; empty at the end of the line."""
        return self.folded.text[token.end : token.end + 1]

    def _labelled(self, token: Token) -> bool:
        """Whether a role stands there with a colon and nothing after it, as in 作者：."""
        return token.role is not None and self._next(token) == ":"

    def _leads(self, index: int) -> bool:
        """Whether a role is followed by a colon or slash, and then by names: 图/甲乙丙, 图/记者甲乙丙摄."""
        after = self.tokens[index + 1 : index + 3]
        if len(after) < 2 or self._piece(after[0]).strip() not in {":", "/"}:  # noqa: PLR2004 - a mark, a name
            return False
        return after[1].kind == "text" or (after[1].role is not None and after[1].role.kind == "title")

    def _is_sold(self, index: int) -> bool:
        """Whether an agency's name stands behind a picture's credit: 甲乙丙 摄/某某图片."""
        word, *after = (self._piece(token) for token in self.tokens[index : index + 3])
        return word == "摄" and bool(self.open) and after[:1] == ["/"] and not likely(after[-1])

    def _is_sent(self, index: int) -> bool:
        """Whether a place ends the line, behind the word for a report from there: 甲乙丙 报道/某地."""
        word, *after = (self._piece(token).strip() for token in self.tokens[index:])
        if word not in REPORTED or not self.open or after[:1] != ["/"] or not _PLACE.fullmatch(after[-1]):
            return False
        self.place = self.tokens[-1].start
        return len(after) == 2  # noqa: PLR2004 - a mark, a place

    def _leans_back(self, index: int, before: Token | None) -> bool:
        """Whether a work's names stand before it though other names come after: 甲乙丙摄 编辑 丁戊."""
        token = self.tokens[index]
        after = next((one for one in self.tokens[index + 1 :] if one.kind != "mark"), None)
        if self.open and after is not None and after.role is not None and after.role.kind == "work":
            return True  # 甲乙丙 文/图 编辑 丁戊
        if before is None or before.kind != "text" or self._next(token) in {":", "/"}:
            return False
        return not roles().outlet.fullmatch(self._piece(before))

    def _text(self, token: Token, before: Token | None, *, labelled: bool) -> None:
        apart = before is None or before.kind == "mark"
        if self.chunks and apart and self._next(token) in ({":", "|"} if self.barred else {":"}):
            listed = before is not None and self._piece(before).strip() == "、"
            if not listed and _LABEL.fullmatch(self._piece(token)):
                self.foreign = True  # a label that is no role: 作者：甲乙丙 单位：某校
        if self.foreign or token.start == self.place:
            return
        mark = self._piece(before).strip(" @") if before is not None and before.kind == "mark" else ""
        lenient = (mark[-1:] in {":", "/"} or (labelled and mark == "|")) and bool(self.works or self.title)
        if self.open and before is not None and before.kind == "mark" and mark in {"", "、", "&", "and"}:
            lenient = lenient or self.open[-1].lenient
        self.barred = self.barred or (labelled and mark == "|")
        called = bool(roles().occupation.fullmatch(self._piece(token)))
        occupied = called and bool(self.open) and mark in {",", ""}
        bracketed = bool(self.open or self.claimed) and mark[-1:] == "("
        aside = occupied or bracketed or (bool(self.claimed) and mark == "/")
        lenient = lenient and not occupied
        glued = before is not None and before.kind == "role"
        first = labelled or glued
        chunk = Chunk(
            self.folded.text, token, self.title, list(self.works), aside, glued, lenient=lenient, first=first
        )
        self.chunks.append(chunk)
        self.open.append(chunk)

    def _title(self, role: Role, before: Token | None) -> None:
        if role.id == "intern" and any(chunk.edits for chunk in self.open):
            self.foreign = True  # 责编：甲乙丙、实习生：丁戊: who helps an editor has written nothing
            return
        if any("source" in work.fields for work in self.works):
            self.open, self.works = [], []  # 来源：某日报 记者 甲乙丙: its source is not the reporter
        if self.open and before is not None and self._piece(before) == "+":  # 南江+记者, 某报+记者
            self.outlets.append(self.open[-1].token._replace(end=before.end))
            self._drop(self.open[-1])
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
                for chunk in self.claimed:
                    if not self._only_helps(chunk):
                        chunk.works.append(role)
                    chunk.backward = True
                self.title, self.works = None, []
                return
        if before is not None and before.kind == "text":
            self._take_outlet(glued=True, leads=leads)
        elif leads and len(self.chunks) == 1 and not (self.works or self.title):
            self._take_outlet(glued=False)  # 某某客户端 文/某报记者 甲乙丙
        if self.open:
            self.works = []
        self.works.append(role)
        self.open, self.claimed, self.title, self.through_title = [], [], None, False

    def _only_helps(self, chunk: Chunk) -> bool:
        """Whether whom a work behind would claim has a work beside others who have none.

        记者甲乙丙／编辑丁戊报道, 记者甲乙丙 摄像丁戊 报道.
        """
        start = chunk.token.start
        return bool(chunk.works) and any(one.token.end <= start and not one.works for one in self.chunks)

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
        piece = chunk.text
        own = words.own.fullmatch(piece) if glued else None
        if own and own[1]:
            chunk.token = chunk.token._replace(end=chunk.token.start + own.end(1))
            return
        if glued and title and chunk.title is not None and (cut := self._names_before_outlet(piece)):
            chunk.token = chunk.token._replace(end=chunk.token.start + cut)
            return
        medium = _is_medium(piece)
        first = all(_is_medium(one.text) for one in self.open[:-1])  # 某某网 极光记者
        short = glued and (
            piece in self.media
            or (title and first and self._abbreviates(chunk.token, piece))
            or (leads and len(piece) <= _SHORT_NAME and not SENTENCE.search(piece) and not likely(piece))
        )
        if own or medium or short:
            self.media.add(piece)
            self._drop(chunk)
        if medium and not own:
            self.outlets.append(chunk.token)
        if (medium and not own) or (short and title):
            while self.open and _is_medium(self.open[-1].text):  # 某报、某网记者
                self.outlets.insert(-1, self.open[-1].token)
                self._drop(self.open[-1])

    @staticmethod
    def _names_before_outlet(piece: str) -> int:
        """Where the names end in 甲乙丙某某社, between two titles; 0 if it is nothing of the kind."""
        for cut in range(len(piece) - _OUTLET, 1, -1):
            if roles().outlet.fullmatch(piece, cut) and likely(piece[:cut]):
                return cut
        return 0

    def _drop(self, chunk: Chunk) -> None:
        self.open.remove(chunk)
        self.chunks.remove(chunk)

    def _abbreviates(self, token: Token, piece: str) -> bool:
        """Whether what stands right before a title is a medium's short name: 采写：某都见习记者 甲乙丙."""
        if len(piece) > _SHORT_NAME or SENTENCE.search(piece):
            return False
        spans = spans_of_names(piece)
        if not spans or not likely(piece):
            return True
        before = next((one for one in reversed(self.tokens) if one.end <= token.start), None)
        return len(spans) == 1 and (before is None or before.kind == "mark")

    def _take_desk(self) -> None:
        """Drop what stands before the names: 社会中心／甲乙丙报道, 某周报 甲乙丙/某地报道."""
        first = self.open[0]
        piece = first.text
        desk = piece.endswith(("中心", "新闻", "组", "部"))
        slashed = self._next(first.token) == "/"
        outlet = not desk and (slashed or len(self.open) > 1) and roles().outlet.fullmatch(piece)
        if outlet or (desk and slashed):
            self._drop(first)
            self.desk = True
            if outlet:
                self.outlets.append(first.token)

    def _take_place(self, *, glued: bool) -> None:
        """Drop the place from 本报记者甲乙丙 某地报道, 本报记者甲乙丙某地报道, 甲乙丙 某地、某地报道."""
        if not self.open:
            return
        chunk = self.open[-1]
        piece = chunk.text
        behind_slash = self.folded.text[: chunk.token.start].rstrip().endswith("/")
        alone = self.desk and (place_behind(piece) == len(piece) or not likely(piece))
        if behind_slash and (alone or len(self.open) > 1) and _PLACE.fullmatch(piece):
            self._drop(chunk)  # 编译甲乙丙／外电报道, 社会中心／某地报道
            return
        led = chunk.title is not None or self.desk or (len(self.open) > 1 and signs(self.open[0].text))
        spans = spans_of_names(piece)
        if not glued and led and len(self.open) > 1 and not spans and _PLACE.fullmatch(piece):
            self._drop(chunk)  # 记者 甲乙丙 某地 报道
        if not glued or not led:
            return
        glued_place = _place_behind_names(piece, spans)
        if glued_place:
            chunk.token = chunk.token._replace(end=chunk.token.end - glued_place)
            return
        if len(self.open) > 1 and _PLACE.fullmatch(piece) and not (spans and common_surname(piece)):
            self._drop(chunk)
            while len(self.open) > 1 and self._is_place_too(self.open[-1]):
                self._drop(self.open[-1])
            return
        sizes = (2, 3, 4) if not spans else ()
        size = next((size for size in sizes if spans_of_names(piece[:-size])), 0)
        chunk.token = chunk.token._replace(end=chunk.token.end - size)

    def _is_place_too(self, chunk: Chunk) -> bool:
        """Whether what stands before a place is another one: 甲乙丙 某地、某地报道, 甲乙丙 某地 某地报道."""
        return self._next(chunk.token) == "、" or not spans_of_names(chunk.text)

    def _facts(self) -> Credit | None:
        media = [_POSTED.sub("", self.folded.slice(token.start, token.end)) for token in self.outlets]
        own = roles().own
        found = [
            Fact("source", name, self.origin) for name in dict.fromkeys(media) if not own.fullmatch(name)
        ]
        starts = {token.start for token in self.tokens if token.role is not None}
        for chunk in self.chunks:
            chunk.touched = chunk.token.end in starts
        people = Chunks(self.chunks, bracketed=self.bracketed, whole=self.whole).facts(
            self.folded, self.origin
        )
        return None if people is None else Credit((*found, *people))


def _is_medium(piece: str) -> bool:
    """Whether it is the name of a medium, or of two of one house: 某日报·看某某."""
    named = (roles().outlet.fullmatch(one) for one in (piece, _JOINED.split(piece)[0]))
    return any(named) and not SENTENCE.search(piece)


def _place_behind_names(piece: str, spans: list[tuple[int, int]] | None) -> int:
    """How many characters of a place end what may be names, 甲乙丙成都, 甲乙丙屏东; 0 if none do.

    Args:
        piece: What stands before 报道.
        spans: The names it can be read as.
    """
    known = place_behind(piece)
    if known and spans_of_names(piece[:-known]):
        return known
    one = spans is not None and len(spans) == 1
    return 2 if not one and signs(piece[:-2]) and not common_surname(piece[-2:]) else 0
