"""Which rules may apply to a paragraph, told from its characters before any rule is tried.

A rule is tried only where two characters that its pattern needs stand side by side
(责任 or 责編 for credits), so that clean text costs next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from newsclean.fold import fold, one_for_one
from newsclean.lazy import regex
from newsclean.patterns import begins, closes, needed
from newsclean.people.roles import roles
from newsclean.ruleset import Rule, RuleSet

WORDLESS = 32
"""Characters a line may have at most for rules that need no two characters side by side."""

_BESIDE = regex(
    r"[文图圖译譯影]\s*[/／|｜:：]|[/／]\s*[文图圖摄攝]|[摄攝][\s)）\]】。]*$"
    r"|^\s*[(（\[【［〔][^，。,]*[)）\]】］〕]\s*$"
)
"""Marks of a credit without a word of two characters: 文/甲乙丙, 甲乙丙摄, （甲乙丙）."""

_STEPS = (100, 300)
"""Lengths at which fewer rules remain: a paragraph of 500 characters is no share bar."""
TAIL = 120
"""Characters at a paragraph's end in which rules for its end look."""
_REACH, _SPREAD = 14, 48
"""Characters before and after a pair in which its word must lie; more where letters are spread by spaces."""
_ROOM = 0.8
"""A line may lose a fifth of its characters in folding, spaces mostly."""
_ENDLESS = 1 << 40

_RARE = "etaoinshrdlucmfwypvbgkjqxz"
"""English letters by how common they are; of a word the rarest pair is looked for."""


_COMMON = frozenset("的一是不在了有人这中大为上个国我以要他时来用们本到作地于出会可")
"""The commonest characters of Chinese text."""


@dataclass(frozen=True)
class Fitted:
    """A rule with its patterns, compiled when they are first wanted."""

    rule: Rule

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """The rule's pattern."""
        return re.compile(self.rule.pattern) if self.rule.pattern else None

    @cached_property
    def _starts(self) -> frozenset[str] | None:
        return begins(self.rule.pattern) if self.rule.pattern else None

    def may_start(self, text: str) -> bool:
        """Whether the rule can fit a paragraph that begins so; cheaper than folding it."""
        return self._starts is None or fold(text.lstrip()[:1]).text in {*self._starts, ""}

    @cached_property
    def continues(self) -> re.Pattern[str] | None:
        """The pattern of what goes with the paragraph above."""
        return re.compile(self.rule.continues) if self.rule.continues else None


def _around(text: str, at: int) -> str:
    """What stands around a place, folded, without spaces."""
    near = text[max(0, at - _REACH) : at + _REACH].translate(one_for_one())
    if " " in near:
        near = text[max(0, at - _SPREAD) : at + _SPREAD].translate(one_for_one()).replace(" ", "")
    return near.lower()


@dataclass(frozen=True)
class _Tier:
    """Rules for lines up to some length, by the pairs of characters they need."""

    words: dict[str, tuple[tuple[str, int], ...]]
    """For each pair the words that it stands in, and the rule that needs the word."""
    finder: re.Pattern[str] | None

    def find(self, text: str) -> set[int]:
        found: set[int] = set()
        if self.finder is None:
            return found
        for match in self.finder.finditer(text):
            words = self.words.get((match[0] + match[1]).translate(one_for_one()).lower())
            if words:
                around = _around(text, match.start())
                found.update(number for word, number in words if word in around)
        return found


@dataclass(frozen=True)
class _Group:
    """Rules that are tried at the same time."""

    tiers: tuple[tuple[int, _Tier], ...]
    """By the length up to which each holds, rising."""
    wordless: dict[str, tuple[int, ...]]
    """Rules for short lines that need no pair, by the character a line begins with; under "" any."""

    def find(self, text: str) -> set[int]:
        size = len(text)
        found = next((tier.find(text) for limit, tier in self.tiers if size <= limit), set())
        if size <= WORDLESS and self.wordless:
            found.update(self.wordless.get("", ()))
            start = text.lstrip()[:1].translate(one_for_one())
            found.update(self.wordless.get(start, ()))
        return found


@dataclass(frozen=True)
class Matcher:
    """The rules in force, ready to be looked for.

    Attributes:
        rules: All of them; places in the other attributes point here.
        by_grammar: Ids of the rules that are recognised in Python.
    """

    rules: tuple[Fitted, ...]
    by_grammar: dict[str, str]
    _everywhere: _Group
    _head: _Group
    _tail: _Group
    _endings: _Group
    _closing: frozenset[str]
    _credit: int | None

    def everywhere(self, text: str) -> list[Fitted]:
        """The rules to try on a paragraph wherever it stands."""
        found = self._everywhere.find(text)
        if self._credit is not None and len(text) <= WORDLESS and _BESIDE.search(text):
            found.add(self._credit)
        return [self.rules[number] for number in sorted(found)] if found else []

    def endings(self, text: str) -> list[Fitted]:
        """The rules for words at the end of a paragraph."""
        end = text.rstrip()
        if self._closing and end[-1:] not in self._closing:
            return []
        return [self.rules[number] for number in sorted(self._endings.find(end[-TAIL:]))]

    def at_end(self, text: str, where: str) -> list[Fitted]:
        """The rules to try on a paragraph at the `head` or `tail` only."""
        group = self._head if where == "head" else self._tail
        return [self.rules[number] for number in sorted(group.find(text))]


@lru_cache(maxsize=8)
def matcher(rules: RuleSet) -> Matcher:
    """The matcher for a set of rules, made once."""
    fitted = tuple(Fitted(rule) for rule in rules.rules)
    parts: dict[str, set[int]] = {"head": set(), "tail": set(), "endings": set(), "everywhere": set()}
    for number, one in enumerate(fitted):
        if one.rule.where in {"head", "tail"} and not one.rule.continues:
            parts[one.rule.where].add(number)
        elif one.rule.where == "inside" and one.rule.pattern.endswith("$"):
            parts["endings"].add(number)
        else:
            parts["everywhere"].add(number)
    return Matcher(
        fitted,
        {one.rule.grammar: one.rule.id for one in reversed(fitted) if one.rule.grammar},
        _group(fitted, parts["everywhere"]),
        _group(fitted, parts["head"]),
        _group(fitted, parts["tail"]),
        _group(fitted, parts["endings"]),
        _closing([fitted[number].rule for number in parts["endings"]]),
        next((number for number, one in enumerate(fitted) if one.rule.grammar == "credit"), None),
    )


def _closing(rules: list[Rule]) -> frozenset[str]:
    """The characters that a paragraph must end with for any of these rules; none if it may be any."""
    ends = [closes(rule.pattern) for rule in rules]
    if None in ends:
        return frozenset()
    return frozenset(form for end in ends if end for char in end for form in _forms(char))


def _group(fitted: tuple[Fitted, ...], numbers: set[int]) -> _Group:
    keyed: dict[int, frozenset[str]] = {}
    wordless: dict[str, list[int]] = {}
    for number in sorted(numbers):
        rule = fitted[number].rule
        words = _words(rule)
        if words:
            keyed[number] = words
        elif rule.pattern:
            for char in begins(rule.pattern) or ("",):
                wordless.setdefault(char, []).append(number)
    limits = sorted({_most(fitted[number].rule) for number in keyed})
    tiers = tuple(
        (limit, _tier((n, words) for n, words in keyed.items() if _most(fitted[n].rule) >= limit))
        for limit in limits
    )
    return _Group(tiers, {char: tuple(some) for char, some in wordless.items()})


def _words(rule: Rule) -> frozenset[str] | None:
    """Strings one of which stands in everything that a rule fits."""
    if rule.grammar == "credit":
        return frozenset(word for word in roles().by_word if len(word) > 1)
    return needed(rule.pattern) if rule.pattern else None


def _most(rule: Rule) -> int:
    """Characters a paragraph may have for a rule, before folding."""
    if rule.where == "inside":
        return _ENDLESS
    return next((step for step in _STEPS if rule.longest <= step * _ROOM), _ENDLESS)


def _tier(keyed: Iterable[tuple[int, frozenset[str]]]) -> _Tier:
    pairs: dict[str, set[tuple[str, int]]] = {}
    for number, words in keyed:
        for word in _shortest(words):
            pairs.setdefault(_pair(word), set()).add((word, number))
    if not pairs:
        return _Tier({}, None)
    first, second = (
        "".join(re.escape(form) for char in chars for form in _forms(char))
        for chars in ({pair[0] for pair in pairs}, {pair[1] for pair in pairs})
    )
    finder = re.compile(rf"[{first}](?=\s{{0,3}}([{second}]))")
    return _Tier({pair: tuple(sorted(words)) for pair, words in pairs.items()}, finder)


@cache
def _shortest(words: frozenset[str]) -> tuple[str, ...]:
    """The words in which no other one stands: those are found where they are, too."""
    kept: dict[str, None] = {}
    for word in sorted({word.lower().replace(" ", "") for word in words}, key=lambda word: (len(word), word)):
        size = len(word)
        # A word has fewer pieces than there are words.
        pieces = (word[at:end] for at in range(size - 1) for end in range(at + 2, size + 1))
        if size > 1 and not any(piece in kept for piece in pieces):
            kept[word] = None
    return tuple(kept)


@cache
def _pair(word: str) -> str:
    """Two neighbours in a word by which to look for it: 任编 of 责任编辑, (完 of (完), py of copyright."""
    pairs = [word[i : i + 2] for i in range(len(word) - 1)]
    return max(pairs, key=_rarity)


@cache
def _rarity(pair: str) -> tuple[int, int]:
    """How seldom a pair is met: Han or a bracket beside Han, then Han, then Latin letters, then marks."""
    han = sum(char > "\u3400" and char.isalnum() for char in pair)
    if not _COMMON.isdisjoint(pair):
        return 0, 0
    if han == len(pair):
        return 2, 0
    if han:
        return 3 if pair.isalnum() else 1, 0
    return 0, sum(_RARE.find(char) for char in pair)


@cache
def _older() -> dict[str, list[str]]:
    """For each character all that fold to it."""
    found: dict[str, list[str]] = {}
    for code, new in one_for_one().items():
        found.setdefault(new, []).append(chr(code))
    return found


def _forms(char: str) -> list[str]:
    """Every way to write a character that folds to this one, in either case."""
    forms: list[str] = []
    for one in {char, char.lower(), char.upper()}:
        forms += (one, *_older().get(one, ()))
    return forms
