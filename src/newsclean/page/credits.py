"""Whom a line of a page names, and for which medium."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from newsclean.characters import LETTER
from newsclean.facts import Fact, Field, Origin
from newsclean.fold import fold, simplify
from newsclean.lazy import regex
from newsclean.page.bar import LONGEST, LONGEST_NAME, Line, is_medium, is_tools
from newsclean.page.labels import SENTENCE, Label
from newsclean.page.tree import INLINE, plain_name
from newsclean.page.words import ends_as_medium, load_words
from newsclean.people import is_name, parse_credit, split_names
from newsclean.people.abroad import is_transliterated
from newsclean.people.names import likely, signs
from newsclean.people.roles import roles

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from newsclean.page.tree import Tree

MARK = regex(r"[□■◎●○◆◇▲△☆★]+\s?(?=[\u3400-\u9fff])")
"""What papers set before the name of an author."""
LOGIN = regex(r"(?<=[\u3400-\u9fff])/[\w.@-]+$", re.ASCII)
"""The login behind a name, or an editor's behind a medium: 温如许/wenrx."""
LATIN = regex(r"[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){1,3}")
"""Two to four words in Latin letters, as of a person's name."""
_FOREIGN = regex(rf"[:：]\s?({LETTER}{{1,6}}(?: {LETTER}{{1,6}}){{1,2}})(?: ?[(（]({LATIN.pattern})[)）])?$")
"""A name of another language behind a label, its parts apart, be it in Latin letters, too."""
_STAFF = "admin|editor|webmaster|news|user|root|test"
STAFF = regex(rf"(?:{_STAFF})", re.IGNORECASE)
"""How the login of whoever fills a site begins, who wrote nothing."""
_HANDLE = regex(rf"(?!{_STAFF})(?=[a-z]+[\d_])[a-z][a-z\d_]{{2,}}", re.ASCII)
"""What a user of a forum is called, and no medium: linqiao77, lin_qiao."""
BYLINE = regex(r"(?<![a-z])(?:authors?|byline|writer|reporter|zuozhe)(?![a-z])")
"""Class or id of an element that holds the authors."""


def called(tree: Tree, block: int, names: re.Pattern[str]) -> list[Line]:
    """What inline elements of a block hold that are called so: of authors, <b class="author">温如许</b>."""
    held: dict[str, list[str]] = {}
    for piece in tree.pieces[block]:
        if name := _name_around(piece, names):
            held.setdefault(name, []).append(piece.text_content or "")
    return [Line(" ".join(" ".join(texts).split()), name) for name, texts in held.items()]


def _name_around(piece: LexborNode, names: re.Pattern[str]) -> str:
    """Class and id of the outermost inline element around a piece of a block that is called so."""
    found = ""
    around = piece.parent
    while around is not None and around.tag in INLINE:
        attributes = around.attributes
        rel = attributes.get("rel") or ""  # rel="author" is the standard's
        name = plain_name(f"{attributes.get('class') or ''} {rel}", attributes.get("id") or "")
        found = name if names.search(name) else found
        around = around.parent
    return found


def is_credit(text: str) -> bool:
    """Whether a line names who wrote or photographed, and says nothing else."""
    if len(text) > LONGEST // 4 or SENTENCE.search(text):
        return False
    credit = parse_credit(text)
    return credit is not None and credit.named


def _signed_names(text: str) -> list[str]:
    """The names in a line of nothing but names that are surely ones: 温如许 裴朗, not 安康, but □安康."""
    if not text or len(text) > LONGEST_NAME:
        return []
    mark = MARK.match(text)
    names = split_names(text[mark.end() :] if mark else text)
    if any(is_medium(name) for name in names):
        return []
    return names if mark or all(signs(fold(name).text) for name in names) else []


def stands_apart(word: str) -> bool:
    """Whether a word beside a date is a person's name and no medium's; of two characters a likely one."""
    if _HANDLE.fullmatch(word):
        return True
    return is_name(word) and not is_medium(word) and (len(word) > 2 or likely(word))  # noqa: PLR2004 - a name of two characters


def by_office(label: Label, found: list[Fact]) -> list[Fact]:
    """The facts of a label; an office that it calls the author counts as one, a medium never does."""
    if not label.word.endswith("作者") or any(fact.origin == "source-bar" for fact in found):
        return found
    media = roles().outlet
    return [fact if media.fullmatch(fact.value) else fact._replace(origin="source-bar") for fact in found]


def read_credits(line: Line) -> list[Fact]:
    """The people a line names, and the medium it names with them, when it does nothing else."""
    text = line.text
    if len(text) > LONGEST // 2:
        return []
    if BYLINE.search(line.name) and (names := _latin_names(text)):
        return [Fact("authors", name, "source-bar") for name in names]
    mark = MARK.match(text)
    credit = parse_credit(text, "source-bar", inside=mark is not None)
    if credit is not None:
        return _without_media(credit.facts)
    if SENTENCE.search(text):
        return []
    names = split_names(text) if mark is None and BYLINE.search(line.name) else _signed_names(text)
    if len(names) == 1 and is_medium(names[0]):
        return [Fact("source", names[0], "account")]
    return [Fact("authors", name, "source-bar") for name in names]


def _without_media(facts: Iterable[Fact]) -> list[Fact]:
    """The facts of a credit without the media that it calls editors, 编辑：某财富网, and what is no name."""
    media = roles().outlet
    return [
        fact
        for fact in facts
        if not (is_tools(fact.value) or (fact.field == "editors" and media.fullmatch(fact.value)))
    ]


def _latin_names(text: str) -> list[str]:
    """The names in a line of nothing but names in Latin letters: LIN QIAO, J. Chen and Wu Fei."""
    parts = [part.strip() for part in re.split(r",|&|\band\b", text.removeprefix("By ").removeprefix("by "))]
    return parts if all(LATIN.fullmatch(part) for part in parts) else []


def named(line: str, field: Field) -> list[Fact]:
    """The people a labelled value names, in the label's field, and the medium it names with them."""
    if name := foreign_name(line):
        return [Fact(field, name, "source-bar")]
    credit = parse_credit(line, "source-bar")
    return _without_media(f for f in credit.facts if f.field in {field, "source"}) if credit else []


def foreign_name(line: str) -> str:
    """The one name behind the label of a simplified line whose parts stand apart; empty if there is none.

    >>> foreign_name("作者:凯瑟琳 布莱克"), foreign_name("作者:安娜 施密特(Anna Schmidt)")
    ('凯瑟琳 布莱克', '安娜 施密特')
    >>> foreign_name("作者:闻小川 沈秋")
    ''
    """
    found = _FOREIGN.search(line)
    if found is None:
        return ""
    words = found[1].split()
    one = is_transliterated(words) if found[2] is None else len(words) == len(found[2].split())
    return found[1] if one else ""


def people_in(value: str, field: Field, origin: Origin) -> list[Fact]:
    """The people a value names, alone (温如许、裴朗) or as a credit (本报记者 温如许)."""
    value = LOGIN.sub("", value)
    names = split_names(value)
    if not names and (credit := parse_credit(value)):
        names = [fact.value for fact in credit.facts if fact.field == field]
    return [Fact(field, name, origin) for name in names]


def credited(part: str) -> list[Fact]:
    """Whom 温如许/某报, 某报/温如许 or 某报/记者温如许 names."""
    first, _, last = part.rpartition("/")
    for people, medium in ((first, last), (last, first)):
        if ends_as_medium(medium) and (names := split_names(people)):
            return [
                Fact("source", medium, "source-bar"),
                *(Fact("authors", name, "source-bar") for name in names),
            ]
    if credit := parse_credit(part, "source-bar"):
        return list(credit.facts)
    place, person = simplify(first), simplify(last)
    if stands_apart(person) and not is_name(place) and place not in load_words().columns:
        return [Fact("source", first, "account"), Fact("authors", last, "source-bar")]
    return []
