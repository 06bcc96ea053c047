"""House rules: reading them from TOML, and checking them as the rules of the package are checked."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, get_args

from newsclean.boilerplate.patterns import fault
from newsclean.boilerplate.pieces import pieces, spell_out
from newsclean.boilerplate.ruleset import (
    GROUPS,
    PATTERNS,
    Grammar,
    Rule,
    RuleSet,
    Where,
    field_of,
    make_rule,
    own_rules,
)
from newsclean.tomlfile import InvalidToml, parse_toml, read_toml, suggest

_WHERE: tuple[str, ...] = get_args(Where)
_GRAMMARS: tuple[str, ...] = get_args(Grammar)
_FIELDS = [name for name in Rule._fields if name != "origin"]
_REQUIRED = [name for name in _FIELDS if name not in Rule._field_defaults]
_TYPES: dict[str, type | tuple[type, ...]] = {
    "drops": list, "keeps": list, "to_end": bool, "longest": int, "links": (int, float),
    **dict.fromkeys(PATTERNS, (str, list)),
}  # fmt: skip


class Fault(NamedTuple):
    """What is wrong with a rule file.

    Attributes:
        path: The file.
        line: Number of the line, from 1.
        message: What is wrong, and what to do.
    """

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class RuleError(ValueError):
    """Invalid rules; the message has a line for each fault."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(one) for one in self.faults))

    def __reduce__(self) -> tuple[type[RuleError], tuple[tuple[Fault, ...]]]:
        return type(self), (self.faults,)


class Parsed(NamedTuple):
    """Rules that were read from tables.

    Attributes:
        rules: The valid ones.
        numbers: Of each of them the number of its table, from 0.
        faults: What is wrong with the others.
    """

    rules: list[Rule]
    numbers: list[int]
    faults: list[Fault]


def load_rules(
    house: Iterable[Path | Mapping[str, Any]] = (),
    off: Collection[str] = (),
    *,
    path: str = "newsclean.toml",
) -> RuleSet:
    """The rules in force, with house rules that are read and checked.

    Args:
        house: Files of rules, or single rules as TOML tables.
        off: Ids of rules of the package that do not apply.
        path: Where the tables come from, for messages.

    Raises:
        RuleError: A file cannot be read, a rule is invalid, or a rule in `off` does not exist.
    """
    files = [one for one in house if isinstance(one, Path)]
    tables = [one for one in house if not isinstance(one, Path)]
    known = [rule.id for rule in own_rules()]
    taken = set(known)
    found: list[Parsed] = []
    for file in files:
        found.append(parse_file(file, taken))
        taken.update(rule.id for rule in found[-1].rules)
    found.append(_read(tables, path, lambda _number, _key: 1, taken))
    faults = [fault for one in found for fault in one.faults]
    faults += (
        Fault(path, 1, f'rules-off: there is no rule "{name}"{suggest(name, known)}')
        for name in sorted(set(off) - set(known))
    )
    if faults:
        raise RuleError(faults)
    return RuleSet(tuple(rule for one in found for rule in one.rules), frozenset(off))


def parse_file(path: Path, taken: Collection[str] = ()) -> Parsed:
    """Read the rules of a file; see `parse_rules`."""
    try:
        return parse_rules(read_toml(path), str(path), taken)
    except ValueError as error:
        return Parsed([], [], [Fault(str(path), 1, str(error))])


def parse_rules(text: str, path: str, taken: Collection[str] = ()) -> Parsed:
    r"""Read rules from TOML and check their form.

    Args:
        text: The content of a rule file.
        path: Its name, for messages.
        taken: Ids that other rules have.

    Returns:
        The valid rules, and the faults of the others; `newsclean.boilerplate.examples` checks their examples.

    >>> parse_rules('[[rule]]\nid = "a"\nwher = "tail"', "house.toml").faults[0].message
    'rule "a": unknown key "wher"; did you mean "where"?'
    """
    try:
        data = parse_toml(text)
    except InvalidToml as error:
        return Parsed([], [], [Fault(path, error.line, str(error))])
    faults = [
        Fault(path, line_of(text, key), f'unknown key "{key}"; rules stand under [[rule]]')
        for key in data
        if key != "rule"
    ]
    tables = data.get("rule", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        return Parsed([], [], [*faults, Fault(path, 1, "rules stand under [[rule]], with two brackets")])
    found = _read(tables, path, lambda number, key: line_of(text, key, number), taken)
    return found._replace(faults=faults + found.faults)


def line_of(text: str, key: str, rule: int | None = None) -> int:
    """The line of a rule's key in a rule file, from 1; that of the rule itself if it has no such key."""
    lines = text.split("\n")
    heads = [i for i, line in enumerate(lines) if re.match(r"\s*\[\[\s*rule\s*\]\]", line)]
    first, end = 0, len(lines)
    if rule is not None and rule < len(heads):
        first = heads[rule]
        end = heads[rule + 1] if rule + 1 < len(heads) else len(lines)
    for i in range(first, end):
        if re.match(rf"\s*[\[\"' ]*{re.escape(key)}[\]\"' ]*(?:=|$)", lines[i]):
            return i + 1
    return first + 1


def _read(
    tables: Iterable[Mapping[str, Any]], path: str, place: Callable[[int, str], int], taken: Collection[str]
) -> Parsed:
    found = Parsed([], [], [])
    ids = set(taken)
    for number, table in enumerate(tables):
        name = table.get("id", f"number {number + 1}")
        wrong = list(_faults(table))
        if not wrong and name in ids:
            wrong = [("id", "there is one of this id; choose another")]
        found.faults.extend(Fault(path, place(number, key), f'rule "{name}": {what}') for key, what in wrong)
        if not wrong:
            ids.add(name)
            found.rules.append(make_rule(table, path))
            found.numbers.append(number)
    return found


def _faults(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The faults of a rule: the key, and what is wrong with it."""
    names = [name.replace("_", "-") for name in _FIELDS]
    for key, value in table.items():
        if key not in names:
            yield key, f'unknown key "{key}"{suggest(key, names)}'
            continue
        wanted = _TYPES.get(field_of(key), str)
        if not isinstance(value, wanted) or (wanted is not bool and isinstance(value, bool)):
            yield key, f"{key} must be {_called(wanted)}"
        elif isinstance(value, list) and not all(isinstance(item, str) for item in value):
            yield key, f"{key} must be a list of strings"
    meant = {close for key in table for close in difflib.get_close_matches(key, names, n=1)}
    for name in _REQUIRED:
        if not table.get(name) and name not in meant:
            yield name, f'it has no "{name}"'
    yield from _example_faults(table)
    if str(table.get("where", "tail")) not in _WHERE:
        yield "where", f"where must be one of {', '.join(_WHERE)}"
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", str(table.get("id", "a"))):
        yield "id", "an id is kebab-case, as in tool-bar"
    yield from _pattern_faults(table)


def _example_faults(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not table.get("drops"):
        yield "drops", "it has no drops; give at least one line that it removes"
    if not table.get("keeps"):
        yield "keeps", "it has no keeps; give a near miss: a line of a story that it must leave"


def _called(wanted: type | tuple[type, ...]) -> str:
    if isinstance(wanted, tuple):
        return "a string, or a list of alternatives" if str in wanted else "a number"
    return {list: "a list of strings", bool: "true or false", int: "a whole number"}.get(wanted, "a string")


def _is_pattern(value: object) -> bool:
    """Whether a value has the form of a pattern: a string, or a list of strings."""
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(alternative, str) for alternative in value)
    )


def _pattern_faults(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if bool(table.get("pattern")) == bool(table.get("grammar")):
        yield "pattern", "it must have a pattern"
    elif table.get("grammar") and table.get("where") == "inside":
        yield "where", "a rule with a grammar is for whole lines; give it another place, or a pattern"
    if table.get("grammar") and table["grammar"] not in _GRAMMARS:
        yield "grammar", f"grammar must be one of {', '.join(_GRAMMARS)}"
    for name in PATTERNS:
        key = name.replace("_", "-")
        if not table.get(key) or not _is_pattern(table[key]):
            continue
        try:
            pattern = spell_out(table[key])
        except KeyError as error:
            yield key, f"unknown piece {{{error.args[0]}}}{suggest(error.args[0], pieces())}"
            continue
        what = fault(
            pattern, searched=name == "unless" or (table.get("where") == "inside" and name == "pattern")
        )
        if what:
            yield key, what
            continue
        for group in re.compile(pattern).groupindex:
            if group not in GROUPS:
                yield key, f'unknown group "{group}"{suggest(group, GROUPS)}; groups are {", ".join(GROUPS)}'
