"""Datelines and sign-offs: what the first and the last words of a paragraph say about who wrote it.

    本报讯（记者 甲乙丙 通讯员 丁戊）    某社某地5月9日电（记者甲乙丙、丁戊）    （某社记者甲乙丙某地9日电）
    本报讯 记者甲乙丙报道：              【记者甲乙丙／某地报导】              ……完。（甲乙丙）

They stay in the text; their facts go to the record.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from newsclean.characters import LETTER
from newsclean.dates import parse_date
from newsclean.facts import Fact
from newsclean.fold import Folded, fold
from newsclean.lazy import regex
from newsclean.people.credits import parse_credit
from newsclean.people.grammar import Credit
from newsclean.people.names import spans_of_names


class Dateline(NamedTuple):
    """The dateline of a paragraph: `text[:end]`, and what it says."""

    end: int
    facts: tuple[Fact, ...]


_HEAD = 90
"""Characters of a paragraph in which its dateline must end."""
_TAIL = 60
"""Characters of a paragraph in which its sign-off must stand."""

_SIGN = regex(
    r"\s*(?:[(（【\[〔［]|.{2,30}?(?:"
    r"(?:[讯訊电電]|消息)(?:[\s:：,，(（)）】\]〕］]|[记記]者|[报報][道导導]|$)|日\s?[-–—])"
    r"|.{0,8}[记記]者.{2,50}(?:[报報][道导導]|[获獲]悉|了解到|得知))"
)
_ENDING = (
    "(?:(?<![作行])社|报|网|(?<!气象)台|刊|新闻|客户端|[全融]媒体?(?:中心)?|发布(?=讯))"
    "(?!客户端|[社报网刊]|台(?![北湾州中南东山]))"
)
"""How the name of a medium ends; 台 behind it may begin a place."""
_NAMED = rf"(?:{LETTER}|·)"
_CALLED = r"(?:[^\W\d_]|[·-])"
_MEDIUM = regex(rf"(?!本){_CALLED}{{1,10}}?{_ENDING}")
_OUTLET = rf"(?P<outlet>本[报刊网台社站端]|{_CALLED}{{1,10}}?{_ENDING})"
_MARKS = frozenset(": ,)】]")
_FILED = regex(r"(?<=[)）])\d{6,8}$")
"""The date in figures, as agencies of Taiwan file a piece: （編輯：甲乙丙）1130601."""
_TAKEN = regex(r"[。！!？?”」]\s*(?P<credit>[^。，,！!？?：:“”「」]{2,40})$")
"""Who took the picture, behind the sentence of its caption: 图为渡口。某社记者 甲乙丙 摄, …。图／甲乙丙."""
_SHOT = ("摄", "攝", "摄影", "攝影")
_CLOSING = (")", "）", "]", "】")
_AFTER_A_WORK = frozenset("》〉")
"""Behind these, brackets name who made the work: 《雨巷》（作者 甲乙丙）."""
_SHORT = 12
"""Characters of a paragraph's end in which the slash before a photographer's name stands."""
_DATED = regex(r"\d{1,2}日\s?(?:(?:综合)?[外专]?电|讯|[-–—])")
_INNER = regex(
    rf"[(\[【](?:(?P<outlet>{_CALLED}{{2,8}}?))?(?P<title>特派员|特约记者|记者|编译)"
    rf"(?P<names>(?:{LETTER}|[·、 ]){{2,30}}?)[/ ]?(?P<place>{LETTER}{{2,6}}?(?:、{LETTER}{{2,6}}?){{0,4}})?"
    r"(?:\d{1,2}月)?(?:\d{1,2}日)?(?:综合|外|专)?(?:电|报道|报导)[)\]】]"
)
_TITLE = "(?:(?:见习|实习|特约)?(?:记者|通讯员)|实习生)"
_BY = rf"(?:本[报刊网台社]|{_CALLED}{{1,10}}?{_ENDING})?{_TITLE}\s?"
_SENT = rf"(?:[(【\[]?{_OUTLET}讯[)】\]]?\s?)?"
"""What may stand before: 本报讯, 某报讯."""
_SPOKEN = regex(
    rf"{_SENT}(?P<credit>{_BY}[^,。:;!?]{{2,40}}?(?:摄影报[道导])?)"
    rf"(?:(?<=影报[道导])|\s?(?:/{LETTER}{{2,6}}?)?(?:综合|即时)?报[道导])\s?[:,。 ]"
)
_SOME = rf"{LETTER}{{2,4}}(?:[、 ]{LETTER}{{2,4}}){{0,2}}"
_LEARNT = regex(
    rf"{_SENT}(?P<credit>{_BY}"
    rf"(?!周[一二三四五六日末]){LETTER}{{2,4}}?(?:[、 ]{LETTER}{{2,4}}?){{0,2}})"
    r"(?=\s?(?:(?:\d{1,2}月)?\d{1,2}日|[今昨前][日天]|周.|近日|日前)?从.{2,20}(?:获悉|了解到|得知))"
)
"""From whom they have it: 记者甲乙丙从某局获悉."""
_AFTER = regex(
    r"(?P<credit>(?:本[报刊网台社])?(?:见习|实习|特约)?记者\s?[^,。:;!?()]{2,30}?(?:摄影报[道导])?)(?:(?<=影报[道导])|\s?报[道导])\s?[:,。]"
    rf"|(?P<alone>{_TITLE}\s?{_SOME}(?: {_TITLE}\s?{_SOME}){{0,2}}) (?={LETTER}|[\d“《])"
)
"""What may follow a wire's place and date: 记者甲乙丙报道：, 记者甲乙丙 and a space."""
_TOKEN = regex(rf"{_NAMED}+")
_HALF_A_PLACE = regex(rf"{LETTER}[市县]")
"""What ends the name of a city, and is none: 甲乙丙新北市."""
_BRACKET = regex(r"(?P<credit>[(【][^()【】]{2,80}[)】])")


_TITLED = regex(
    rf"""
    (?:[(【\[](?P<outlet>{_NAMED}{{2,14}}?)(?:\d{{4}}年)?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?
        (?:专?电|专?讯|消息)?[)】\]]
      |{_NAMED}{{2,14}}?\s?(?:\d{{4}}年)?(?:\d{{1,2}}月\d{{1,2}}日)?\s?(?:专?电|讯|消息))
    \s?(?P<credit>\([^()]{{2,80}}\))
    """,
    re.VERBOSE,
)
"""某地讯（记者甲乙丙）, 【某网】（记者甲乙丙）: no medium we know of, but a credit behind it."""


_WIRE = regex(
    rf"""
    [(【\[]?(?:另?据)?(?:{_OUTLET}(?P<place>(?:{LETTER}|[·、/]){{0,14}}?)\s?
        (?:\d{{4}}年)?(?:\d{{1,2}}月)?(?:
            (?:\d{{1,2}}日)?\s?(?:(?:综合)?[外专]?电(?:报[道导])?|[快专]?讯|消息)
            |\d{{1,2}}日\s?[-–—]+(?=\s?[^\d\s])))
    [)】\]]?\s?[:,]?\s?
    (?P<credit>\([^()]{{2,80}}\))?
    """,
    re.VERBOSE,
)
"""某社某地5月9日电（记者甲乙丙）, 某社某地5月9日 - ."""


def find_dateline(text: str) -> Dateline | None:
    """The dateline that a paragraph begins with, or None.

    Args:
        text: A paragraph, in either script.

    >>> find_dateline("本报讯（记者 闻小川、沈秋）今年以来，雨水偏多。").facts[1].value
    '沈秋'
    >>> find_dateline("河东社青石5月9日电（记者闻小川）今年以来，雨水偏多。").facts[0].value
    '河东社'
    """
    head = text[:_HEAD]
    if not _SIGN.match(head):
        return None
    folded = fold(head)
    return next((found for read in _FORMS if (found := read(folded)) is not None), None)


def _dateline(
    folded: Folded, end: int, facts: Sequence[Fact], outlet: re.Match[str] | None = None
) -> Dateline:
    """The dateline that ends there, with the medium in the group `outlet`; of two media the first counts."""
    stated = list(facts)
    if outlet is not None and outlet["outlet"] and not outlet["outlet"].startswith("本"):
        stated.insert(0, Fact("source", folded.slice(*outlet.span("outlet")), "dateline"))
    if "年" in folded.text[:end] and (date := parse_date(folded.text[:end])):
        stated.append(Fact("date", date, "dateline"))
    first = next((fact for fact in stated if fact.field == "source"), None)
    kept = tuple(fact for fact in stated if fact.field != "source" or fact is first)
    return Dateline(folded.span(0, end)[1], kept)


def _credited(folded: Folded, match: re.Match[str] | None, *, bare: bool = False) -> tuple[Fact, ...]:
    """What the credit says that is the last group of a match; with `bare`, names alone in brackets, too."""
    if match is None:
        return ()
    credit = parse_credit(folded.slice(*match.span(match.lastgroup or 0)), "dateline")
    facts = credit.facts if credit is not None and (credit.named or bare) else ()
    return tuple(fact._replace(origin="credit") if fact.field == "editors" else fact for fact in facts)


def _read_inner(folded: Folded) -> Dateline | None:
    """All in one pair of brackets: （某社记者甲乙丙某地9日电）."""
    inner = _INNER.match(folded.text)
    if inner is None:
        return None
    divided = folded.text[inner.end("names")] == "/"  # 甲乙丙/某地报道
    end = inner.end("names") if divided else max(inner.end("names"), inner.end("place"))
    spans = _spread(folded.text, inner.start("names"), end)
    if not spans:
        return None
    facts = [Fact("authors", folded.slice(a, b), "dateline") for a, b in spans]
    medium = inner["outlet"] and _MEDIUM.fullmatch(inner["outlet"])
    return _dateline(folded, inner.end(), facts, inner if medium else None)


def _read_spoken(folded: Folded) -> Dateline | None:
    """本报讯 记者甲乙丙报道：."""
    spoken = _SPOKEN.match(folded.text)
    facts = _credited(folded, spoken)
    return _dateline(folded, spoken.end(), facts, spoken) if spoken and facts else None


def _read_learnt(folded: Folded) -> Dateline | None:
    """记者甲乙丙从某局获悉."""
    learnt = _LEARNT.match(folded.text)
    facts = _credited(folded, learnt)
    return _dateline(folded, learnt.end(), facts, learnt) if learnt and facts else None


def _read_wire(folded: Folded) -> Dateline | None:
    """某社某地5月9日电（记者甲乙丙）, 本报讯（甲乙丙）."""
    line = folded.text
    wire = _WIRE.match(line)
    if wire is None or not _is_wire(wire):
        return None
    end = wire.end()
    if wire["credit"]:
        facts = _credited(folded, wire, bare=True)
    else:
        after = _AFTER.match(line, end) or _LEARNT.match(line, end)
        facts = _credited(folded, after)
        end = after.end() if after and facts else end
    return _dateline(folded, end, facts, wire)


def _read_titled(folded: Folded) -> Dateline | None:
    """某地讯（记者甲乙丙）, 【某网】（记者甲乙丙）."""
    titled = _TITLED.match(folded.text) if "(" in folded.text else None
    facts = _credited(folded, titled)
    if titled is None or not facts:
        return None
    medium = titled["outlet"] and _MEDIUM.fullmatch(titled["outlet"])
    return _dateline(folded, titled.end(), facts, titled if medium else None)


def _read_bracket(folded: Folded) -> Dateline | None:
    """（记者 甲乙丙） before the text."""
    bracket = _BRACKET.match(folded.text)
    if bracket is None or bracket.end() == len(folded.text):
        return None
    facts = _credited(folded, bracket)
    return _dateline(folded, bracket.end(), facts) if facts else None


_FORMS = (_read_inner, _read_spoken, _read_learnt, _read_wire, _read_titled, _read_bracket)


def _is_wire(wire: re.Match[str]) -> bool:
    """Whether what looks like a dateline is one: 本报讯, 某社某地5月9日电; not 某人致电, 某某快讯."""
    outlet, rest = wire["outlet"], wire[0]
    if outlet.startswith("本"):
        return True
    # Without a date nothing but a place may stand between, and a mark must follow: 某社某地电, 某网消息：
    divided = rest[-1:] in _MARKS or wire.string[wire.end() : wire.end() + 1] in _MARKS
    return bool(_DATED.search(rest) or wire["credit"] or (divided and not wire["place"]))


def _spread(line: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the names in 甲乙丙某地 stand, where nothing divides the last of them from the place."""
    for cut in range(end, start + 1, -1):
        if end - cut == 1 or _HALF_A_PLACE.fullmatch(line, cut, end):
            continue
        found: list[tuple[int, int]] = []
        for token in _TOKEN.finditer(line, start, cut):
            spans = spans_of_names(token[0])
            if not spans or len(spans) > 1:
                break
            found.append((token.start() + spans[0][0], token.start() + spans[0][1]))
        else:
            return found
    return []


def find_sign_off(text: str, *, last: bool = False) -> Credit | None:
    """The credit that a paragraph ends with, in brackets or below a picture's caption, or None.

    Args:
        text: A paragraph.
        last: It is the last of its article, where a name alone in brackets is the writer's.

    >>> find_sign_off("活动吸引了众多市民。（记者 闻小川 文/图）").facts[0].value
    '闻小川'
    >>> [fact.field for fact in find_sign_off("图为停航的渡口。河东社记者 沈秋 摄").facts]
    ['photographers']
    """
    end = _FILED.sub("", text.rstrip())
    slashed = "/" in end[-_SHORT:] or "／" in end[-_SHORT:]
    if end.endswith(_SHOT) or (slashed and not end.endswith(_CLOSING)):
        taken = _TAKEN.search(end, max(0, len(end) - _TAIL))
        credit = parse_credit(taken["credit"]) if taken else None
        # Whose agency the picture is of, the story need not be of.
        return credit and Credit(tuple(fact for fact in credit.facts if fact.field == "photographers"))
    if not end.endswith(_CLOSING):
        return None
    start = max(
        end.rfind("(", -_TAIL), end.rfind("（", -_TAIL), end.rfind("【", -_TAIL), end.rfind("[", -_TAIL)
    )
    if start < 1 or end[start - 1] in _AFTER_A_WORK:
        return None
    piece = end[start:]
    credit = parse_credit(piece)
    if credit is None or (not credit.named and not last):
        return None
    return credit
