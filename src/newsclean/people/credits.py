"""Credit lines: who wrote, photographed, edited."""

from __future__ import annotations

from newsclean.characters import LETTER
from newsclean.facts import Fact, Origin
from newsclean.fold import Folded, fold
from newsclean.lazy import regex
from newsclean.people.chunks import called_as_office, named
from newsclean.people.grammar import Credit, Reader
from newsclean.people.names import is_name, likely, signs, spans_of_names, surnamed
from newsclean.people.roles import roles
from newsclean.people.tokens import Token, join_foreign, tokenize

_LONGEST = 120
"""No credit is longer, in characters of the folded line."""
_SHELL = regex(r"[\[(【<{●■◆▲△▼▽□◎○⊙◇※★☆▌▪•*#—\-–=~_|> ]*(.*?)[\])】>}—\-–=~_|<。.;,、# ]*")
_BRACKETED = regex(r"[(\[【]\s*[^()\[\]【】]*[)\]】]")
_BULLET = regex("[□■◎●○⊙◆◇▲△☆★▌]")
"""What papers set before the name of an author: □甲乙丙."""
_SENT = regex(
    rf"{LETTER}{{1,6}}社发(?=\()|[\[【](?:我要)?纠错[\]】] ?"
    rf"|[(\[【](?:本[报刊网台社]|{LETTER}{{2,6}}\d{{1,2}}日)讯[)\]】]:?"
    rf"|[“「]{LETTER}{{2,10}}[”」](?=记者)"
    rf"|{LETTER}{{2,6}}报[道导]/(?={LETTER}{{0,4}}记者)"
    rf"|(?:{LETTER}{{1,12}}/)?{LETTER}{{2,12}}[网报台端闻社]讯[ :,]?(?={LETTER}{{0,4}}(?:记者|通讯员))"
    rf"|据?(?P<outlet>{LETTER}{{1,7}}[社报网]){LETTER}{{0,6}}(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?专?电[ ,]?"
    rf"(?={LETTER})"
)
"""What may stand before a credit: 某社发（甲乙丙摄）, 【纠错】责任编辑：甲乙丙,
【本报讯】记者：甲乙丙, 某地报道／记者甲乙丙, 某网讯 记者甲乙丙报道, （据某社某地5月9日电 记者甲乙丙）."""
_PROSE = regex("[的了是在将把被就都也很还還又再更最只而已却卻没沒让讓这這们們]|每(?!日|.{1,3}[记編编記])")
"""Characters that stand in sentences; a credit has one of them at most, in a name."""
_WORD = 2
"""Characters of a name that is a word, too."""
_ALONE = 4
"""How many names at most stand alone in brackets."""


def may_be_credit(line: str) -> bool:
    """Whether a line, folded or not, may be a credit: a quick check.

    >>> may_be_credit("记者 闻小川"), may_be_credit("记者走在他们的山区里。")
    (True, False)
    """
    first = _PROSE.search(line)
    return first is None or _PROSE.search(line, first.end()) is None


def parse_credit(line: str | Folded, origin: Origin = "byline", *, inside: bool = False) -> Credit | None:
    """What a credit line says, or None if the line is anything else or more than a credit.

    Args:
        line: A whole line, in either script, with or without brackets and spaces, folded or not.
        origin: Where it stands, for the facts.
        inside: The line is the content of a pair of brackets, so that bare names are a credit.

    Returns:
        The names in the fields their roles feed, as written in the line.

    >>> parse_credit("（記者 聞小川 通訊員 沈秋）").facts  # doctest: +NORMALIZE_WHITESPACE
    (Fact(field='authors', value='聞小川', origin='byline'),
     Fact(field='authors', value='沈秋', origin='byline'))
    >>> parse_credit("记者走进青石山区采访。") is None
    True
    """
    folded = fold(line) if isinstance(line, str) else line
    text = folded.text
    if not 1 < len(text) <= _LONGEST:
        return None
    marked = _BULLET.match(text) is not None
    bracketed = inside or marked or bool(_BRACKETED.fullmatch(text))
    shell = _SHELL.fullmatch(text)
    assert shell is not None  # it matches any line
    start, end = shell.span(1)
    sent = _SENT.match(text, start, end) or _SENT.match(text, 0, end)
    tokens = join_foreign(text, tokenize(text, sent.end() if sent else start, end))
    if not any(token.kind == "role" for token in tokens):
        return _bare(folded, tokens, origin, sure=marked) if bracketed else None
    if bracketed and (signed := _signed_behind(folded, tokens, origin)):
        return signed
    credit = Reader(folded, tokens, origin, bracketed=bracketed).credit()
    if credit is None or sent is None or not sent["outlet"]:
        return credit
    return credit._replace(facts=(Fact("source", folded.slice(*sent.span("outlet")), origin), *credit.facts))


def _signed_behind(folded: Folded, tokens: list[Token], origin: Origin) -> Credit | None:
    """The editor whose role stands behind the name, which it does only in brackets: （甲乙丙 编辑）."""
    first, last = tokens[0], tokens[-1]
    name = folded.text[first.start : first.end]
    edits = last.role is not None and "editors" in last.role.fields
    if not edits or [token.kind for token in tokens[:-1]] != ["text", "mark"] or not likely(name):
        return None
    return Credit(tuple(named(folded, first.start, spans_of_names(name) or [], "editors", origin)))


def _bare(folded: Folded, tokens: list[Token], origin: Origin, *, sure: bool) -> Credit | None:
    """Names alone in brackets: （甲乙丙 丁戊）, （某部 甲乙丙）; a likely one vouches for a rare one.

    Names that nothing divides must all be such as hardly anything else is.
    """
    found: list[Fact] = []
    medium: list[Fact] = []
    office = False
    for token in tokens:
        piece = folded.text[token.start : token.end]
        if token.kind == "mark":
            if piece.strip(" 、,/"):
                return None
        else:
            if not found and called_as_office(piece):
                office = sure = True
                continue
            if not found and not medium and roles().outlet.fullmatch(piece) and not likely(piece):
                medium = named(folded, token.start, [(0, len(piece))], "source", origin)
                sure = True
                continue
            spans = spans_of_names(piece)
            if spans is None and office and len(piece) == _WORD and surnamed(piece):  # （某某办 万方）
                found += named(folded, token.start, [(0, len(piece))], "authors", origin)
                continue
            if not spans or not (signs(piece) if len(spans) > 1 else is_name(piece)):
                return None
            sure = sure or likely(piece)
            found += named(folded, token.start, spans, "authors", origin)
    return Credit((*medium, *found), named=False) if sure and found and len(found) <= _ALONE else None
