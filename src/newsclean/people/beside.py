"""Lines that are credits because the line above or below them is one: pen names, roles that we do not know.

`撰文：夏末的蝉` may head a story of that name; under `责编：闻小川` it names who wrote.
"""

from __future__ import annotations

from itertools import chain

from newsclean.boilerplate.toolbars import is_tool_bar
from newsclean.characters import LETTER
from newsclean.dates import parse_date
from newsclean.facts import Fact
from newsclean.fold import Folded, fold
from newsclean.lazy import regex
from newsclean.people.chunks import named
from newsclean.people.grammar import Credit
from newsclean.people.names import likely, spans_of_names
from newsclean.people.roles import Role, roles
from newsclean.people.tokens import role_word

_SET_OFF = r"[\[(【◎●■◆▲□○* ]*"
_LABELLED = regex(
    rf"{_SET_OFF}(?P<label>{LETTER}{{1,8}})[)\]】]? ?[:|/] ?(?P<value>(?:[^\W_]|[· ]){{1,14}}?)"
    r"(?: ?\([^()]{2,24}\))?[)\]】* ]*"
)
"""A label and one short value: 审核：老马, 诵读者 | 甲乙丙（某台主持人）."""
_TITLED = regex(rf"{_SET_OFF}(?P<label>{LETTER}{{2,6}}) (?P<value>{LETTER}{{2,6}})[)\]】* ]*")
"""A title and a name of whatever kind: 通讯员 城宣."""
_ADDRESS = regex(r"[A-Za-z0-9_.+-]{2,30}@[A-Za-z0-9.-]{4,30}")
"""How the author is reached."""
_DAY = regex(r"\d{4}[年./-]\d{1,2}[月./-]\d{1,2}日?")
_OF_TIME = regex(r"\d{4}|\d[年月日:]")


def read_beside(line: str | Folded) -> Credit | None:
    """Whom a line names where something else tells that it is a credit; None if it is none even so.

    A known label makes a credit of any short value, an unknown one only of names.

    >>> read_beside("撰文：夏末的蝉")
    Credit(facts=(Fact(field='authors', value='夏末的蝉', origin='byline'),), named=True)
    >>> read_beside("诵读者：闻小川"), read_beside("地点：老码头")
    (Credit(facts=(), named=True), None)
    """
    line = fold(line) if isinstance(line, str) else line
    if _ADDRESS.fullmatch(line.text):
        return Credit(())
    if _DAY.fullmatch(line.text) and (date := parse_date(line.text)):
        return Credit((Fact("date", date, "credit"),))
    labelled = _LABELLED.fullmatch(line.text)
    found = labelled or _TITLED.fullmatch(line.text)
    if found is None or _OF_TIME.search(found["value"]) or is_tool_bar(found["value"]):
        return None
    role = _role(found["label"])
    spans = spans_of_names(found["value"])
    if role is None:
        stated = labelled and len(found["label"]) > 1 and spans and likely(found["value"])
        return Credit(()) if stated else None
    if "source" in role.fields or not (labelled or role.kind == "title"):
        return None
    whole = [(0, len(found["value"]))]
    said = (named(line, found.start("value"), spans or whole, one, "byline") for one in role.fields)
    return Credit(tuple(chain.from_iterable(said)))


def _role(label: str) -> Role | None:
    """The role that a label names, with whatever modifies it."""
    word = role_word().fullmatch(label)
    return roles().by_word[word["word"]] if word else None
