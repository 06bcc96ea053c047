"""Which rules may fit a paragraph, told from its words, its length and its form.

A pattern is tried only where a word stands that it needs (责任编 or 責編 for credits), in no line that is too
long for it, begins or ends otherwise, or is plainly a sentence where the rule is for none: folding a line of
running text and trying rules on it in vain is what clean text costs. All words of all rules are looked for
at once, in all paragraphs at once; which patterns may still fit is a set kept as a number (`Ways`), so that
one operation rules out all that a fact about the line speaks against.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache, partial
from itertools import product
from typing import Literal, NamedTuple, TypeAlias, get_args

from newsclean.boilerplate.ruleset import Rule, RuleSet
from newsclean.boilerplate.toolbars import may_be_tool_bar, words_of_bars
from newsclean.boilerplate.traits import shortest, traits
from newsclean.boilerplate.wording import may_be_prompt, telling_words
from newsclean.fold import fold, forms, look_at
from newsclean.lazy import regex
from newsclean.people.credits import may_be_credit
from newsclean.people.roles import roles

WORDLESS = 32
"""Characters a line may have at most for rules that need no word, spaces left out."""

_BESIDE = regex(
    r"[文图圖译譯影]\s*[/／|｜丨∣│:：]|^\s*[文图圖]\s*[-·]|^\s*文 .+ [图圖摄攝] | 文 .+ [图圖]\s*$"
    r"|[/／|｜丨]\s*[文图圖摄攝]|[摄攝][\s)）\]】。]*$"
    r"|^\s*[(（\[【［〔][^，。,]*[)）\]】］〕]\s*$|^\s*[□■◎●○◆◇▌]"
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
        wordless: What a short line of it begins with that has none of them.
    """

    may_fit: Callable[[str], bool]
    words: Callable[[], Collection[str]]
    wordless: Callable[[], str] = str


_GRAMMARS: dict[str | None, _Grammar] = {
    "credit": _Grammar(may_be_credit, lambda: roles().by_word),
    "tool-bar": _Grammar(
        may_be_tool_bar,
        words_of_bars,
        lambda: "[【(" + "".join(word for word in words_of_bars() if len(word) == 1),
    ),
    "wording": _Grammar(may_be_prompt, telling_words),
}


_NOTHING = regex("(?!)")
"""What a grammar has for a pattern."""


@cache
def _words_of(grammar: _Grammar) -> tuple[str, ...]:
    return shortest(grammar.words())


class Way(NamedTuple):
    """One way in which a rule may fit a line: by one of its patterns, or by its grammar.

    Attributes:
        rule: The rule.
        pattern: The pattern; one that matches nothing if the rule has a grammar.
        words: Strings one of which stands in everything that fits so; none if there are no such strings.
        wordless: The characters that a short line may begin with that has none of the words; None for any.
        begins: The characters that a folded line may begin with; None for any.
        closes: The characters that it may end with; None for any.
        longest: Characters that it may have, spaces left out.
        form: A quick check of a squeezed line; None for none.
    """

    rule: Fitted
    pattern: re.Pattern[str]
    words: tuple[str, ...]
    wordless: str | None
    begins: str | None
    closes: str | None
    longest: int
    form: Callable[[str], bool] | None


Ways: TypeAlias = int
"""A set of a matcher's ways: bit n is set if the nth of them is in it."""


def _set(members: Iterable[bool]) -> Ways:
    """The set of the ways for which this is true, told of each in order."""
    return sum(1 << number for number, member in enumerate(members) if member)


class Fitted:
    """A rule with its patterns, compiled when they are first wanted."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule

    def ways(self) -> Iterator[Way]:
        """All ways in which it may fit; none if its grammar is for no line by itself."""
        rule = self.rule
        grammar = _GRAMMARS.get(rule.grammar)
        if grammar:  # at the tail a line may hold other words
            form = grammar.may_fit if rule.where != "tail" else None
            words = _words_of(grammar)
            yield Way(self, _NOTHING, words, grammar.wordless(), None, None, rule.longest, form)
        for one in rule.pattern:
            words, begins, closes = traits(one)
            longest = rule.longest
            if rule.where == "inside":
                begins, closes, longest = None, None, sys.maxsize
            yield Way(self, regex(one), words, "" if words else begins, begins, closes, longest, None)

    @property
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


class Lines(NamedTuple):
    """Paragraphs as a matcher sees them.

    Attributes:
        texts: What is seen of each.
        squeezed: The same without spaces.
        ways: The ways of which a line has a word, by the number of the line.
    """

    texts: list[str]
    squeezed: list[str]
    ways: dict[int, Ways]


class _Words(NamedTuple):
    """Finds the words that rules need.

    Attributes:
        search: Finds them all in UTF-8: the number of each, where it begins and where it ends.
        holders: The ways that need a word, by its number.
    """

    search: Callable[[bytes], list[tuple[int, int, int]]]
    holders: list[Ways]

    @classmethod
    def of(cls, ways: Iterable[Way]) -> _Words:
        """Every word in both widths of its marks, by its first characters."""
        from ahocorasick_rs import BytesAhoCorasick, Implementation  # noqa: PLC0415 - where rules are tried

        needed: dict[str, Ways] = {}
        for number, way in enumerate(ways):
            for word in way.words:
                needed[word] = needed.get(word, 0) | 1 << number
        found = {written.encode(): holders for word, holders in needed.items() for written in _written(word)}
        # A DFA searches in two thirds of the time, but takes as long to make as seven of the others.
        automaton = BytesAhoCorasick(list(found), implementation=Implementation.ContiguousNFA)
        return cls(partial(automaton.find_matches_as_indexes, overlapping=True), [*found.values()])

    def find(self, lines: str) -> dict[int, Ways]:
        """The ways of which a word stands in a squeezed line, by the number of the line."""
        text = lines.encode("utf-8", "replace").lower()
        found: dict[int, Ways] = {}
        number = done = 0
        for word, _, end in self.search(text):  # in the order of their ends
            number += text.count(b"\n", done, end)
            done = end
            found[number] = found.get(number, 0) | self.holders[word]
        return found


def _written(word: str) -> Iterable[str]:
    """All ways to write a word."""
    if word.isalnum() and word.upper() == word:  # nothing but Chinese, as most words are
        return (word,)
    return map("".join, product(*map(_cases, word)))


def _cases(char: str) -> tuple[str, ...]:
    """All ways to write a character in text whose letters are folded and whose ASCII is in lower case."""
    if not char.isalnum():
        return forms(char)
    return (char, char.upper()) if char.upper() != char > "\x7f" else (char,)


class _Edge(dict[str, Ways]):
    """The ways in which a line may fit that has a character at one end, told when it is first asked for."""

    def __init__(self, sets: Sequence[str | None], end: slice) -> None:
        """Take the characters that every way allows there, None for any, and which end it is."""
        super().__init__()
        self._sets = sets
        self._end = end

    def __missing__(self, char: str) -> Ways:
        folded = fold(char).text[self._end]
        self[char] = _set(one is None or folded in one for one in self._sets)
        return self[char]


class Matcher:
    """The rules in force, ready to be looked for.

    Attributes:
        by_grammar: The rules that are recognised in Python.
    """

    def __init__(self, rules: RuleSet) -> None:
        fitted = [Fitted(rule) for rule in rules.rules]
        self.by_grammar: dict[str, Fitted] = {
            one.rule.grammar: one for one in reversed(fitted) if one.rule.grammar
        }
        self._ways = ways = [way for one in fitted for way in one.ways()]
        self._words = _Words.of(ways)
        self._tried = {place: _set(place in way.rule.places for way in ways) for place in get_args(Place)}
        self._bounds = sorted({way.longest for way in ways})
        self._within = [*(_set(way.longest >= bound for way in ways) for bound in self._bounds), 0]
        self._begins = _Edge([way.begins for way in ways], slice(1))
        self._closes = _Edge([way.closes for way in ways], slice(-1, None))
        self._wordless = _Edge([way.wordless for way in ways], slice(1))
        self._credits = _set(way.rule.rule.grammar == "credit" for way in ways)
        self._closing = _closing([one.rule for one in fitted if one.is_ending])

    def read(self, texts: Sequence[str]) -> Lines:
        """Some texts, and the words of rules in them."""
        if not texts:
            return Lines([], [], {})
        seen, squeezed = look_at(texts)
        return Lines([*seen], squeezed.split("\n"), self._words.find(squeezed))

    def candidates(self, lines: Lines, index: int, place: Place) -> dict[Fitted, list[Way]]:
        """The rules to try on a line at some place of a document, in order, each with its ways to fit."""
        line = lines.squeezed[index]
        left = lines.ways.get(index, 0)
        if 0 < len(line) <= WORDLESS:
            left |= self._wordless[line[0]]
            if place == "everywhere" and _BESIDE.search(lines.texts[index]):
                left |= self._credits
        left &= self._tried[place]
        found: dict[Fitted, list[Way]] = {}
        if not left:
            return found
        left &= self._within[bisect_left(self._bounds, len(line))]
        left &= self._begins[line[0]] & self._closes[line[-1]]
        while left:
            first = left & -left
            left -= first
            way = self._ways[first.bit_length() - 1]
            if way.form is None or way.form(line):
                found.setdefault(way.rule, []).append(way)
        return found

    def may_end(self, text: str) -> bool:
        """Whether a rule for the end of a paragraph can fit one that ends so."""
        return not self._closing or text.rstrip()[-1:] in self._closing


@lru_cache(maxsize=8)
def matcher(rules: RuleSet) -> Matcher:
    """The matcher for a set of rules, made once."""
    return Matcher(rules)


def _closing(rules: list[Rule]) -> frozenset[str]:
    """The characters that a paragraph must end with for one of these rules about its end; none if any may."""
    ends = [traits(pattern).closes for rule in rules for pattern in rule.pattern]
    if None in ends:
        return frozenset()
    return frozenset(form for end in ends if end for char in end for form in forms(char))
