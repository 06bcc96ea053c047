"""The words that name a role in a credit line, from `rules/people.toml`."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from newsclean.characters import LETTER
from newsclean.facts import Field
from newsclean.lazy import any_of, regex
from newsclean.tables import load_table

_GIVEN = 2
"""Characters of a given name."""


class Role(NamedTuple):
    """What somebody did.

    Attributes:
        id: Kebab-case.
        fields: Fields of the record its names feed; none when they are known and not recorded.
        kind: `title` says what a person is (记者), `work` what was done (摄影).
        side: Where the names stand may be `before` them, `after` them, or both.
        people_only: Whether organisations cannot have this role.
        pen_names: Characters at most of a word set apart by a colon that is taken for a name.
        whole: Whether it names one person, whose account's name may follow.
        second: Whether its names count only where no other role names anybody.
    """

    id: str
    fields: tuple[Field, ...]
    kind: Literal["title", "work"]
    side: Literal["before", "after", "both"]
    people_only: bool
    pen_names: int
    whole: bool
    second: bool


class Roles(NamedTuple):
    """All roles, ready to be looked for.

    Attributes:
        word: Pattern of a role's word with what modifies it; the word itself is group `word`.
        by_word: The role of each word.
        own: Matches a run that ends in 本报 and the like, group 1 what stands before.
        outlet: Matches the name of a medium by how it ends.
        media: Words of two characters that end one, which are nobody's given name.
        organisation: Matches the name of an organisation by how it ends.
        occupation: Matches what a person is, by how it ends: 某校语文教师.
        office_ends: Characters that end the name of an office, and nobody's.
        taken: Matches what begins a value that says where something was taken from.
        permitted: What begins a value that says by whose leave a text comes, and no medium.
        nobody: Values that name nobody.
    """

    word: str
    by_word: dict[str, Role]
    own: re.Pattern[str]
    outlet: re.Pattern[str]
    media: frozenset[str]
    organisation: re.Pattern[str]
    occupation: re.Pattern[str]
    office_ends: frozenset[str]
    taken: re.Pattern[str]
    permitted: tuple[str, ...]
    nobody: frozenset[str]


@cache
def roles() -> Roles:
    """The roles of the package."""
    data = load_table("people")
    by_word: dict[str, Role] = {}
    for entry in data["role"]:
        role = Role(
            entry["id"],
            tuple(entry.get("fields", ())),
            entry["kind"],
            entry["side"],
            entry.get("who", "people") == "people",
            entry.get("pen_names", 6),
            entry.get("whole", False),
            entry.get("second", False),
        )
        by_word.update(dict.fromkeys(entry["words"], role))
    # In 值班主任 the modifier is part of the word: the word goes first, then the word with what modifies it.
    # A group of its own for either would make the pattern, the package's largest, twice as large.
    any_word, modifiers = any_of(by_word), any_of(data["modifiers"])
    first = "".join(sorted({word[0] for word in (*by_word, *data["modifiers"])}))
    # Asked for the first character alone, nearly every place of a line is no word at once.
    word = rf"(?=[{re.escape(first)}])(?:{modifiers}){{0,3}}?(?P<word>{any_word})"
    name = r"[\w·\-《》“”\"]"
    return Roles(
        word,
        by_word,
        regex(rf"(.*?)(?:{any_of(data['own'])})"),
        regex(
            rf"{name}{{1,24}}?(?:{any_of(data['outlet_ends'])})》?(?:驻{LETTER}{{1,6}})?|《{name}{{1,16}}》"
        ),
        frozenset(end for end in data["outlet_ends"] if len(end) == _GIVEN),
        regex(rf"{name}{{1,24}}?(?:{any_of(data['organisation_ends'])})"),
        regex(rf"{name}{{0,24}}?(?:{any_of(data['occupation_ends'])})"),
        frozenset(data["office_ends"]),
        regex(any_of(data["taken"])),
        tuple(data["permitted"]),
        frozenset(data["nobody"]),
    )
