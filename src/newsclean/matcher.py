"""Which rules may fit a paragraph, told from its words, its length and its form.

A rule is tried only where a word stands that its pattern needs (责任编 or 責編 for credits), in no line that
is too long for it, begins otherwise, or is plainly a sentence where the rule is for none: folding a line of
running text and trying rules on it in vain is what clean text costs. All words of all rules are looked for
at once, in all paragraphs at once.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache, cached_property, lru_cache, partial
from itertools import chain, product
from typing import Literal, NamedTuple, get_args

from newsclean.fold import fold, forms, squeeze
from newsclean.lazy import regex
from newsclean.people.credits import may_be_credit
from newsclean.people.roles import roles
from newsclean.ruleset import Rule, RuleSet
from newsclean.toolbars import may_be_tool_bar, words_of_bars
from newsclean.traits import Traits, shortest, traits
from newsclean.wording import may_be_prompt, telling_words

WORDLESS = 32
"""Characters a line may have at most for rules that need no word, spaces left out."""

_BESIDE = regex(
    r"[文图圖译譯影]\s*[/／|｜丨∣│:：]|^\s*[文图圖]\s*[-·]|^\s*文 .+ [图圖摄攝] | 文 .+ [图圖]\s*$"
    r"|[/／]\s*[文图圖摄攝]|[摄攝][\s)）\]】。]*$"
    r"|^\s*[(（\[【［〔][^，。,]*[)）\]】］〕]\s*$|^\s*[□■◎●○◆◇]"
)
"""Marks of a credit without a word of two characters: 文/甲乙丙, 甲乙丙摄, （甲乙丙）, □甲乙丙."""

TAIL = 120
"""Characters at a paragraph's end in which rules for its end look."""
Place = Literal["everywhere", "head", "tail"]
"""Where in a document a rule is tried: on every paragraph, or only at one end."""


class _Grammar(NamedTuple):
    """What is asked of a line before it is read by a grammar.

    Attributes:
        may_fit: A quick check whether a squeezed line may be of it.
        words: Words one of which stands in every line of it.
    """

    may_fit: Callable[[str], bool]
    words: Callable[[], Collection[str]]


_GRAMMARS: dict[str | None, _Grammar] = {
    "credit": _Grammar(may_be_credit, lambda: roles().by_word),
    "tool-bar": _Grammar(may_be_tool_bar, words_of_bars),
    "wording": _Grammar(may_be_prompt, telling_words),
}


@cache
def _words_of(grammar: _Grammar) -> tuple[str, ...]:
    return shortest(grammar.words())


class _Alternative(NamedTuple):
    """One of the patterns of a rule, and what is told of it."""

    pattern: re.Pattern[str]
    traits: Traits

    def may_match(self, line: str, bare: str) -> bool:
        """Whether a folded line, `bare` without spaces and in lower case, has what the pattern needs."""
        words, begins, _ = self.traits
        return (begins is None or line[0] in begins) and (not words or any(word in bare for word in words))


class Fitted:
    """A rule with its patterns, compiled when they are first wanted."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self._grammar = _GRAMMARS.get(rule.grammar)
        self._patterns = tuple(_Alternative(regex(one), traits(one)) for one in rule.pattern)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Where in a document the rule is tried."""
        where = self.rule.where
        if where in {"anywhere", "inside"} or self.rule.continues:
            return ("everywhere",)
        return ("head", "tail") if where == "ends" else (where,)  # type: ignore[return-value]  # is one of them

    @property
    def is_ending(self) -> bool:
        """Whether the rule is for words at the end of a paragraph."""
        return self.rule.where == "inside" and self.rule.pattern[0].endswith("$")

    def may_fit(self, line: str) -> bool:
        """Whether a squeezed line is of a form that the rule can fit: a quick check."""
        return (
            len(line) <= self._most
            and (self.begins is None or _folded(line[0]) in self.begins)
            and (self._form is None or self._form(line))
        )

    @cached_property
    def _most(self) -> int:
        """Characters a paragraph may have for the rule, spaces left out."""
        return sys.maxsize if self.rule.where == "inside" else self.rule.longest

    @cached_property
    def begins(self) -> str | None:
        """The characters that a folded line may begin with for the rule; None for any."""
        every = [one.traits.begins for one in self._patterns]
        if not every or None in every or self.rule.where == "inside":
            return None
        return "".join(dict.fromkeys("".join(begins for begins in every if begins)))

    @cached_property
    def _form(self) -> Callable[[str], bool] | None:
        """A quick check whether a line may be of the rule's grammar; at the tail it may hold other words."""
        return self._grammar.may_fit if self._grammar and self.rule.where != "tail" else None

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Strings one of which stands in everything that the rule fits; none if there are no such strings."""
        if self._grammar:
            return _words_of(self._grammar)
        every = [one.traits.words for one in self._patterns]
        return tuple(dict.fromkeys(chain(*every))) if all(every) else ()

    @property
    def inside(self) -> re.Pattern[str]:
        """The pattern of a rule that looks inside of paragraphs; it has one."""
        return self._patterns[0].pattern

    def fullmatch(self, line: str) -> re.Match[str] | None:
        """The match of the first of the rule's patterns that fits a whole folded line."""
        bare = line.replace(" ", "").lower()
        fitting = (one.pattern.fullmatch(line) for one in self._patterns if one.may_match(line, bare))
        return next(filter(None, fitting), None)

    @cached_property
    def wordless(self) -> str | None:
        """How a short line begins on which the rule is tried without any of its words; None for any."""
        if self.rule.grammar == "tool-bar":
            return "".join(word for word in words_of_bars() if len(word) == 1) + "[【("
        return "" if self.words or not self.rule.pattern else self.begins

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


class Seen(NamedTuple):
    """A paragraph as a matcher sees it.

    Attributes:
        text: What is seen of it.
        squeezed: The same without spaces.
        rules: Numbers of the rules of which it has a word.
    """

    text: str
    squeezed: str
    rules: Collection[int]


_NONE: frozenset[int] = frozenset()


class _Words(NamedTuple):
    """Finds the words that rules need.

    Attributes:
        search: Finds them all in UTF-8: the number of each, where it begins and where it ends.
        holders: The numbers of the rules that need a word, by its number.
    """

    search: Callable[[bytes], list[tuple[int, int, int]]]
    holders: list[list[int]]

    @classmethod
    def of(cls, rules: Sequence[Fitted]) -> _Words:
        """Every word in both widths of its marks, by its first characters."""
        from ahocorasick_rs import BytesAhoCorasick, Implementation  # noqa: PLC0415 - where rules are tried

        needed: dict[str, list[int]] = {}
        for number, one in enumerate(rules):
            for word in one.words:
                needed.setdefault(word, []).append(number)
        found = {written.encode(): holders for word, holders in needed.items() for written in _written(word)}
        # A DFA searches in two thirds of the time, but takes as long to make as seven of the others.
        automaton = BytesAhoCorasick(list(found), implementation=Implementation.ContiguousNFA)
        return cls(partial(automaton.find_matches_as_indexes, overlapping=True), [*found.values()])

    def find(self, lines: str) -> dict[int, set[int]]:
        """The rules of which a word stands in a squeezed line, by the number of the line."""
        text = lines.encode("utf-8", "replace").lower()
        found: dict[int, set[int]] = {}
        number = done = 0
        for word, _, end in self.search(text):  # in the order of their ends
            number += text.count(b"\n", done, end)
            done = end
            found.setdefault(number, set()).update(self.holders[word])
        return found


def _written(word: str) -> Iterable[str]:
    """All ways to write a word."""
    if word.isalnum() and word.upper() == word:  # nothing but Chinese, as most words are
        return (word,)
    return map("".join, product(*map(_ways, word)))


def _ways(char: str) -> tuple[str, ...]:
    """All ways to write a character in text whose letters are folded and whose ASCII is in lower case."""
    if not char.isalnum():
        return forms(char)
    return (char, char.upper()) if char.upper() != char > "\x7f" else (char,)


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    return fold(char).text[:1]


class Matcher:
    """The rules in force, ready to be looked for.

    Attributes:
        rules: All of them; numbers in the other attributes are places in it.
        by_grammar: The rules that are recognised in Python.
    """

    def __init__(self, rules: RuleSet) -> None:
        self.rules = tuple(Fitted(rule) for rule in rules.rules)
        self.by_grammar: dict[str, Fitted] = {
            one.rule.grammar: one for one in reversed(self.rules) if one.rule.grammar
        }
        self._words = _Words.of(self.rules)
        self._wordless = _wordless(self.rules)
        self._closing = _closing([one.rule for one in self.rules if one.is_ending])
        self._credit = next((k for k, one in enumerate(self.rules) if one.rule.grammar == "credit"), None)

    def read(self, texts: Sequence[str]) -> list[Seen]:
        """Some texts, as `newsclean.fold.shown` returns them, with the rules of which they have a word."""
        if not texts:
            return []
        squeezed = squeeze("\n".join(texts))
        found = self._words.find(squeezed)
        return [
            Seen(text, line, found.get(number, _NONE))
            for number, (text, line) in enumerate(zip(texts, squeezed.split("\n"), strict=True))
        ]

    def candidates(self, line: Seen, place: Place) -> list[Fitted]:
        """The rules to try on a line at some place of a document, in their order."""
        numbers: Collection[int] = line.rules
        if 0 < len(line.squeezed) <= WORDLESS:
            wordless = self._wordless[place]
            numbers = {*numbers, *wordless[""], *wordless.get(_folded(line.squeezed[0]), ())}
            if place == "everywhere" and self._credit is not None and _BESIDE.search(line.text):
                numbers.add(self._credit)
        some = [self.rules[number] for number in sorted(numbers)]
        return [one for one in some if place in one.places and one.may_fit(line.squeezed)]

    def may_end(self, text: str) -> bool:
        """Whether a rule for the end of a paragraph can fit one that ends so."""
        return not self._closing or text.rstrip()[-1:] in self._closing


@lru_cache(maxsize=8)
def matcher(rules: RuleSet) -> Matcher:
    """The matcher for a set of rules, made once."""
    return Matcher(rules)


def _wordless(rules: Sequence[Fitted]) -> dict[Place, dict[str, tuple[int, ...]]]:
    """Rules for short lines that need no word, by the character a line begins with; under "" any."""
    found: dict[Place, dict[str, tuple[int, ...]]] = {place: {"": ()} for place in get_args(Place)}
    for number, one in enumerate(rules):
        for place, char in product(one.places, ("",) if one.wordless is None else one.wordless):
            found[place][char] = (*found[place].get(char, ()), number)
    return found


def _closing(rules: list[Rule]) -> frozenset[str]:
    """The characters that a paragraph must end with for one of these rules about its end; none if any may."""
    ends = [traits(pattern).closes for rule in rules for pattern in rule.pattern]
    if None in ends:
        return frozenset()
    return frozenset(form for end in ends if end for char in end for form in forms(char))
