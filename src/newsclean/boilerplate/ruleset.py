r"""Boilerplate rules: what they are, and which are in force.

```toml
[[rule]]
id = "editor-credit"
why = "Names the desk editor; no part of the story."
where = "tail"
pattern = '[(\[【]?责任?编辑?:(?P<editors>.{2,12})'
drops = ["（責任編輯：王小明）", "责编：李华"]
keeps = ["他曾任报社责任编辑，后来成为作家。"]
```

The keys of a rule are the fields of `Rule`. A pattern may be a list of alternatives, and `{story}` in it
stands for the entry of that name in `rules/pieces.toml`. The rules of the package are in
`rules/notices/*.toml`; house rules of users have the same form, see `newsclean.boilerplate.houserules`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

from newsclean.boilerplate.pieces import spell_out
from newsclean.tables import RULES, load_table

Where = Literal["head", "tail", "ends", "anywhere", "inside"]
Grammar = Literal[
    "credit", "wording", "tool-bar", "source-bar", "echo", "headline", "above-headline", "repeated-title"
]

GROUPS = (
    "authors", "editors", "photographers", "source", "date", "section", "tags", "title", "original", "url",
    "credit", "dateline", "account",
)  # fmt: skip
"""Named groups of a pattern that fill the record: people, medium, date, breadcrumb, tags, title, the title
where the piece first appeared, address, a whole credit, a whole dateline, the account that published it."""

PATTERNS = ("pattern", "continues", "unless", "unless_after", "unless_before")
"""The keys that hold a regular expression."""

LONGEST = 80
"""Characters of the longest line that a rule applies to by default."""


class Rule(NamedTuple):
    """A kind of text that is not part of a story.

    Attributes:
        id: Kebab-case, unique.
        why: What such text is.
        where: Which paragraphs it applies to: at the `head` (after nothing but short lines), at the `tail`
            (before nothing but short lines, when other rules have removed theirs), at both `ends`,
            `anywhere`; or `inside`, which removes only the match from a paragraph.
        drops: Examples that are removed.
        keeps: Near misses that are kept.
        pattern: Regular expressions one of which matches the whole folded line, or with `inside` the only
            one, which matches a piece of it. Groups named as in `GROUPS` fill the record.
        grammar: Instead of a pattern, the name of a recogniser written in Python.
        unless: Regular expression for words that show that a line is part of the story after all.
        unless_after: Regular expression for the paragraph right above, if that is kept: one below which the
            line belongs to a list, a card or a quotation.
        unless_before: The same for the paragraph right below.
        continues: Regular expression for paragraphs that are removed with the one right above them.
        to_end: With `continues`: only if all paragraphs down to the end of the text match it.
        longest: Characters of the longest line that it applies to.
        links: Least share of a paragraph's characters inside links, 0 to 1, if that is known.
        origin: File that it comes from.
    """

    id: str
    why: str
    where: Where
    drops: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    pattern: tuple[str, ...] = ()
    grammar: Grammar | None = None
    unless: str = ""
    unless_after: str = ""
    unless_before: str = ""
    continues: str = ""
    to_end: bool = False
    longest: int = LONGEST
    links: float = 0.0
    origin: str = ""


class RuleSet(NamedTuple):
    """The rules in force: those of the package except the ones switched off, and house rules.

    Attributes:
        house: House rules.
        off: Ids of rules of the package that do not apply.
    """

    house: tuple[Rule, ...] = ()
    off: frozenset[str] = frozenset()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules in force, house rules first."""
        return self.house + tuple(rule for rule in own_rules() if rule.id not in self.off)


@cache
def own_rules() -> tuple[Rule, ...]:
    """The rules of the package, in order of file and position."""
    rules: list[Rule] = []
    for file in sorted(entry.name for entry in (RULES / "notices").iterdir()):
        if file.endswith(".toml"):
            # Their patterns are checked by the tests: at every start that would take longer than the work.
            data = load_table(f"notices/{file.removesuffix('.toml')}")
            rules += (make_rule(table, file) for table in data["rule"])
    return tuple(rules)


def make_rule(table: Mapping[str, Any], origin: str) -> Rule:
    """A rule from its TOML table, which has no faults.

    Args:
        table: Its keys, with hyphens, and their values.
        origin: File that it comes from.
    """
    values: dict[str, Any] = {field_of(k): tuple(v) if isinstance(v, list) else v for k, v in table.items()}
    values |= {field_of(k): spell_out(v) for k, v in table.items() if field_of(k) in PATTERNS}
    if "pattern" in table:  # a line is tried with the few alternatives whose words it has
        several = isinstance(table["pattern"], list) and table["where"] != "inside"
        values["pattern"] = tuple(map(spell_out, table["pattern"])) if several else (values["pattern"],)
    return Rule(**values, origin=origin)


def field_of(key: str) -> str:
    """The field of `Rule` for a key of a rule file."""
    return key.replace("-", "_")
