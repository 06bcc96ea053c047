"""Which rules may fit a paragraph, told from its words before any rule is tried.

A rule is tried only where a word stands that its pattern needs (责任编 or 責編 for credits), so that clean
text costs next to nothing. All words of all rules are looked for at once, in all paragraphs at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import product
from typing import Literal

from newsclean.fold import fold, fold_letters, forms, one_for_one
from newsclean.lazy import regex
from newsclean.people.roles import roles
from newsclean.prompts import words_of_prompts
from newsclean.ruleset import Rule, RuleSet
from newsclean.traits import shortest, traits

WORDLESS = 32
"""Characters a line may have at most for rules that need no word."""

_BESIDE = regex(
    r"[文图圖译譯影]\s*[/／|｜丨∣│:：]|^\s*[文图圖]\s*[-·]|^\s*文 .+ [图圖摄攝] "
    r"|[/／]\s*[文图圖摄攝]|[摄攝][\s)）\]】。]*$"
    r"|^\s*[(（\[【［〔][^，。,]*[)）\]】］〕]\s*$|^\s*[□■◎●○◆◇]"
)
"""Marks of a credit without a word of two characters: 文/甲乙丙, 甲乙丙摄, （甲乙丙）, □甲乙丙."""

_STEPS = (100, 300)
"""Lengths beyond which fewer rules are tried: a paragraph of 500 characters is no share bar."""
TAIL = 120
"""Characters at a paragraph's end in which rules for its end look."""
_ROOM = 0.8
"""A line may lose a fifth of its characters in folding, spaces mostly."""
_ENDLESS = 1 << 40
_ENOUGH = 3
"""Characters of a word that are looked for: more find no less, and make the automaton four times as large."""

Place = Literal["everywhere", "head", "tail", "inside"]
"""Where in a document a rule is tried: on every paragraph, only at one end, on parts of paragraphs."""


@dataclass(frozen=True)
class Fitted:
    """A rule with its patterns, compiled when they are first wanted."""

    rule: Rule

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Where in a document the rule is tried."""
        where = self.rule.where
        if where == "inside":
            return ("inside",)
        if where == "anywhere" or self.rule.continues:
            return ("everywhere",)
        return ("head", "tail") if where == "ends" else (where,)

    @property
    def is_ending(self) -> bool:
        """Whether the rule is for words at the end of a paragraph."""
        return self.rule.where == "inside" and self.rule.pattern.endswith("$")

    @cached_property
    def most(self) -> int:
        """Characters a paragraph may have for the rule, before folding."""
        if self.rule.where == "inside":
            return _ENDLESS
        return next((step for step in _STEPS if self.rule.longest <= step * _ROOM), _ENDLESS)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Strings one of which stands in everything that the rule fits; none if there are no such strings."""
        if self.rule.grammar == "credit":
            return shortest(roles().by_word)
        if self.rule.grammar == "prompt":
            return shortest(words_of_prompts())
        return traits(self.rule.pattern).words if self.rule.pattern else ()

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """The rule's pattern."""
        return re.compile(self.rule.pattern) if self.rule.pattern else None

    def may_start(self, text: str) -> bool:
        """Whether the rule can fit a paragraph that begins so; cheaper than folding it."""
        starts = traits(self.rule.pattern).begins if self.rule.pattern else None
        if starts is None:
            return True
        start = _folded(text.lstrip()[:1])
        return len(start) < 2 and start in starts  # noqa: PLR2004 - what folds to more is no beginning

    @cached_property
    def _unless(self) -> tuple[re.Pattern[str] | None, ...]:
        some = (self.rule.unless, self.rule.unless_after, self.rule.unless_before)
        return tuple(re.compile(pattern) if pattern else None for pattern in some)

    def excepted(self, line: str) -> bool:
        """Whether a folded line has words that show it to be part of the story."""
        return self._unless[0] is not None and self._unless[0].search(line) is not None

    def belongs(self, above: str, below: str) -> bool:
        """Whether the folded paragraphs beside a line (empty for none) show it to be part of the story."""
        return any(
            pattern is not None and near != "" and pattern.fullmatch(near) is not None
            for pattern, near in zip(self._unless[1:], (above, below), strict=True)
        )

    @cached_property
    def continues(self) -> re.Pattern[str] | None:
        """The pattern of what goes with the paragraph above."""
        return re.compile(self.rule.continues) if self.rule.continues else None


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    return fold(char).text


@dataclass(frozen=True)
class _Words:
    """Finds the words that rules need.

    Attributes:
        search: Finds them all in UTF-8: the number of each, where it begins and where it ends.
        rules: The rules that need a word, by its number.
        most: Characters a paragraph may have for one of them, by the same.
    """

    search: Callable[[bytes], list[tuple[int, int, int]]]
    rules: tuple[tuple[int, ...], ...]
    most: tuple[int, ...]

    @classmethod
    def of(cls, rules: Sequence[Fitted]) -> _Words:
        """Every word in both widths of its marks, by its first characters."""
        from ahocorasick_rs import BytesAhoCorasick, Implementation  # noqa: PLC0415 - where rules are tried

        needed: dict[str, list[int]] = {}
        for number, one in enumerate(rules):
            for word in {word[:_ENOUGH]: None for word in one.words}:
                needed.setdefault(word, []).append(number)
        found = {
            "".join(written).encode(): tuple(numbers)
            for word, numbers in needed.items()
            for written in product(*map(_ways, word))
        }
        # A DFA searches in two thirds of the time, but takes as long to make as seven of the others.
        automaton = BytesAhoCorasick(list(found), implementation=Implementation.ContiguousNFA)
        most = (max(rules[number].most for number in numbers) for numbers in found.values())
        search = partial(automaton.find_matches_as_indexes, overlapping=True)
        return cls(search, tuple(found.values()), tuple(most))

    def find(self, texts: Sequence[str]) -> dict[int, set[int]]:
        """The rules that need a word that stands in a text, by the number of the text."""
        joined = "\0".join(texts)
        if joined.count("\0") >= len(texts):
            joined = "\0".join(text.replace("\0", " ") for text in texts)
        # Letters may be spread by spaces: 责 任 编 辑.
        line = fold_letters("".join(joined.split())).encode("utf-8", "replace").lower()
        found: dict[int, set[int]] = {}
        number = done = 0
        for word, _, end in self.search(line):  # in the order of their ends
            number += line.count(b"\0", done, end)
            done = end
            if len(texts[number]) <= self.most[word]:
                found.setdefault(number, set()).update(self.rules[word])
        return found


def _ways(char: str) -> tuple[str, ...]:
    """All ways to write a character in text whose letters are folded and whose ASCII is in lower case."""
    if not char.isalnum():
        return forms(char)
    return (char, char.upper()) if char.upper() != char > "\x7f" else (char,)


@dataclass(frozen=True)
class Matcher:
    """The rules in force, ready to be looked for.

    Attributes:
        rules: All of them; numbers in the other attributes are places in it.
        by_grammar: The rules that are recognised in Python.
    """

    rules: tuple[Fitted, ...]
    by_grammar: dict[str, Fitted]
    _words: _Words
    _wordless: dict[str, tuple[int, ...]]
    """Rules for short lines that need no word, by the character a line begins with; under "" any."""
    _closing: frozenset[str]
    """The characters that a paragraph must end with for rules about its end; none if it may be any."""
    _credit: int | None

    def find(self, texts: Sequence[str]) -> dict[int, list[Fitted]]:
        """The rules that may fit a text or a part of it, in their order, by the number of the text."""
        found = self._words.find(texts)
        for number, text in enumerate(texts):
            if 0 < len(text) <= WORDLESS:
                first = text.lstrip()[:1].translate(one_for_one())
                more = {*self._wordless.get("", ()), *self._wordless.get(first, ())}
                if self._credit is not None and _BESIDE.search(text):
                    more.add(self._credit)
                if more:
                    found.setdefault(number, set()).update(more)
        rules = self.rules
        return {
            number: [rules[rule] for rule in sorted(some) if len(texts[number]) <= rules[rule].most]
            for number, some in found.items()
        }

    def may_end(self, text: str) -> bool:
        """Whether a rule for the end of a paragraph can fit one that ends so."""
        return not self._closing or text.rstrip()[-1:] in self._closing


@lru_cache(maxsize=8)
def matcher(rules: RuleSet) -> Matcher:
    """The matcher for a set of rules, made once."""
    fitted = tuple(Fitted(rule) for rule in rules.rules)
    wordless: dict[str, tuple[int, ...]] = {}
    for number, one in enumerate(fitted):
        if one.rule.pattern and not one.words:
            for char in traits(one.rule.pattern).begins or ("",):
                wordless[char] = (*wordless.get(char, ()), number)
    return Matcher(
        fitted,
        {one.rule.grammar: one for one in reversed(fitted) if one.rule.grammar},
        _Words.of(fitted),
        wordless,
        _closing([one.rule for one in fitted if one.is_ending]),
        next((number for number, one in enumerate(fitted) if one.rule.grammar == "credit"), None),
    )


def _closing(rules: list[Rule]) -> frozenset[str]:
    """The characters that a paragraph must end with for any of these rules; none if it may be any."""
    ends = [traits(rule.pattern).closes for rule in rules]
    if None in ends:
        return frozenset()
    return frozenset(form for end in ends if end for char in end for form in forms(char))
