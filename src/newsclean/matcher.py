"""Which rules may apply to a paragraph, told from its characters before any rule is tried.

A rule is tried only where two characters that its pattern needs stand side by side
(责任 or 责編 for credits), so that clean text costs next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Literal, NamedTuple

from newsclean.fold import fold, one_for_one
from newsclean.lazy import regex
from newsclean.people.roles import roles
from newsclean.ruleset import Rule, RuleSet
from newsclean.traits import shortest, traits

WORDLESS = 32
"""Characters a line may have at most for rules that need no two characters side by side."""

_BESIDE = regex(
    r"[文图圖译譯影]\s*[/／|｜:：]|[/／]\s*[文图圖摄攝]|[摄攝][\s)）\]】。]*$"
    r"|^\s*[(（\[【［〔][^，。,]*[)）\]】］〕]\s*$|^\s*[□■◎]"
)
"""Marks of a credit without a word of two characters: 文/甲乙丙, 甲乙丙摄, （甲乙丙）, □甲乙丙."""

_STEPS = (100, 300)
"""Lengths beyond which fewer rules are tried: a paragraph of 500 characters is no share bar."""
TAIL = 120
"""Characters at a paragraph's end in which rules for its end look."""
_SPREAD = 48
"""Characters before and after a pair in which its word must lie where letters are spread by spaces."""
_ROOM = 0.8
"""A line may lose a fifth of its characters in folding, spaces mostly."""
_ENDLESS = 1 << 40
_PARTS = 4
"""Parts into which pairs are divided by their first character; with more, fewer are found that are none."""
_REMEMBERED = 4096
"""Pairs whose words are remembered, and characters that are folded."""

_RARE = "etaoinshrdlucmfwypvbgkjqxz"
"""English letters by how common they are; of a word the rarest pair is looked for."""


_COMMON = frozenset("的一是不在了有人这中大为上个国我以要他时来用们本到作地于出会可")
"""The commonest characters of Chinese text."""

Place = Literal["everywhere", "head", "tail", "endings"]
"""Where in a document a rule is tried: on every paragraph, only at one end, on the ends of paragraphs."""


@dataclass(frozen=True)
class Fitted:
    """A rule with its patterns, compiled when they are first wanted."""

    rule: Rule

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Where in a document the rule is tried."""
        if self.rule.where == "inside" and self.rule.pattern.endswith("$"):
            return ("endings",)
        if self.rule.where == "ends" and not self.rule.continues:
            return ("head", "tail")
        if self.rule.where in {"head", "tail"} and not self.rule.continues:
            return (self.rule.where,)
        return ("everywhere",)

    @cached_property
    def most(self) -> int:
        """Characters a paragraph may have for the rule, before folding."""
        if self.rule.where == "inside":
            return _ENDLESS
        return next((step for step in _STEPS if self.rule.longest <= step * _ROOM), _ENDLESS)

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


@lru_cache(maxsize=_REMEMBERED)
def _folded(char: str) -> str:
    return fold(char).text


class _Wanted(NamedTuple):
    """What is found by a pair.

    Attributes:
        words: The words that it stands in, and the rule that needs the word.
        before: Characters before it in one of the words, at most.
        after: Characters from its first to the last of a word, at most.
    """

    words: tuple[tuple[str, int], ...]
    before: int
    after: int

    def rules(self, text: str, at: int) -> list[int]:
        """The rules whose words stand around a place, which is looked at folded and without spaces."""
        around = text[max(0, at - self.before) : at + self.after].translate(one_for_one())
        if " " in around:
            around = text[max(0, at - _SPREAD) : at + _SPREAD].translate(one_for_one()).replace(" ", "")
        around = around.lower()
        return [rule for word, rule in self.words if word in around]


@dataclass(frozen=True)
class _Pairs:
    """Where two characters stand side by side by which a rule's word is found."""

    finder: re.Pattern[str]
    """Finds every pair, in all ways to write it, and some that are none."""
    wanted: Callable[[str], _Wanted | None]
    """What is found by a pair, as it is written."""

    def find(self, texts: Sequence[str]) -> dict[int, set[int]]:
        """The rules that need a word that stands in a text, by the number of the text.

        All texts are searched at once: calling a pattern takes as long as searching a paragraph.
        """
        found: dict[int, set[int]] = {}
        number, start, end = -1, 0, -1
        for match in self.finder.finditer("\0".join(texts)):
            wanted = self.wanted(match[0] + match[1])
            if wanted:
                at = match.start()
                while at > end:
                    number, start = number + 1, end + 1
                    end = start + len(texts[number])
                rules = wanted.rules(texts[number], at - start)
                if rules:
                    found.setdefault(number, set()).update(rules)
        return found


@dataclass(frozen=True)
class Matcher:
    """The rules in force, ready to be looked for.

    Attributes:
        rules: All of them; places in the other attributes point here.
        by_grammar: The rules that are recognised in Python.
    """

    rules: tuple[Fitted, ...]
    by_grammar: dict[str, Fitted]
    _pairs: _Pairs | None
    _wordless: dict[Place, dict[str, tuple[int, ...]]]
    """Rules for short lines that need no pair, by the character a line begins with; under "" any."""
    _closing: frozenset[str]
    _credit: int | None

    def find(self, texts: Sequence[str]) -> dict[int, set[int]]:
        """The rules whose words stand in a text: their places in `rules`, by the number of the text.

        To be handed to the other methods with the text.
        """
        return self._pairs.find(texts) if self._pairs else {}

    def everywhere(self, text: str, found: Collection[int] = ()) -> list[Fitted]:
        """The rules to try on a paragraph wherever it stands."""
        some = self._chosen("everywhere", text, found)
        if self._credit is not None and len(text) <= WORDLESS and _BESIDE.search(text):
            some.add(self._credit)
        return [self.rules[number] for number in sorted(some)]

    def endings(self, text: str, found: Collection[int] = ()) -> list[Fitted]:
        """The rules for words at the end of a paragraph."""
        if self._closing and text.rstrip()[-1:] not in self._closing:
            return []
        return [self.rules[number] for number in sorted(self._chosen("endings", text, found))]

    def at_end(self, text: str, where: Literal["head", "tail"], found: Collection[int] = ()) -> list[Fitted]:
        """The rules to try on a paragraph at the `head` or `tail` only."""
        return [self.rules[number] for number in sorted(self._chosen(where, text, found))]

    def _chosen(self, place: Place, text: str, found: Collection[int]) -> set[int]:
        size = len(text)
        rules = self.rules
        some = {number for number in found if place in rules[number].places and size <= rules[number].most}
        if size <= WORDLESS and place in self._wordless:
            wordless = self._wordless[place]
            some.update(wordless.get("", ()))
            some.update(wordless.get(text.lstrip()[:1].translate(one_for_one()), ()))
        return some


@lru_cache(maxsize=8)
def matcher(rules: RuleSet) -> Matcher:
    """The matcher for a set of rules, made once."""
    fitted = tuple(Fitted(rule) for rule in rules.rules)
    keyed: dict[int, tuple[str, ...]] = {}
    wordless: dict[Place, dict[str, tuple[int, ...]]] = {}
    for number, one in enumerate(fitted):
        words = _words(one.rule)
        if words:
            keyed[number] = words
        elif one.rule.pattern:
            for place in one.places:
                begun = wordless.setdefault(place, {})
                for char in traits(one.rule.pattern).begins or ("",):
                    begun[char] = (*begun.get(char, ()), number)
    return Matcher(
        fitted,
        {one.rule.grammar: one for one in reversed(fitted) if one.rule.grammar},
        _pairs(keyed),
        wordless,
        _closing([one.rule for one in fitted if "endings" in one.places]),
        next((number for number, one in enumerate(fitted) if one.rule.grammar == "credit"), None),
    )


def _closing(rules: list[Rule]) -> frozenset[str]:
    """The characters that a paragraph must end with for any of these rules; none if it may be any."""
    ends = [traits(rule.pattern).closes for rule in rules]
    if None in ends:
        return frozenset()
    return frozenset(form for end in ends if end for char in end for form in _forms(char))


def _words(rule: Rule) -> tuple[str, ...]:
    """Strings one of which stands in everything that a rule fits; none if there are no such strings."""
    if rule.grammar == "credit":
        return shortest(roles().by_word)
    return traits(rule.pattern).words if rule.pattern else ()


def _pairs(keyed: Mapping[int, tuple[str, ...]]) -> _Pairs | None:
    """The pairs for the words that rules need."""
    known: dict[str, set[tuple[str, int]]] = {}
    for number, words in keyed.items():
        for word in words:
            known.setdefault(_pair(word), set()).add((word, number))
    if not known:
        return None
    seconds: dict[str, set[str]] = {}
    for pair in known:
        seconds.setdefault(pair[0], set()).add(pair[1])
    firsts = sorted(seconds, key=lambda first: sorted(seconds[first]))
    size = -(-len(firsts) // _PARTS)
    parts = [firsts[at : at + size] for at in range(0, len(firsts), size)]
    beside = [rf"\s{{1,3}}[{_class(set().union(*seconds.values()))}]"]
    for part in parts:
        after = set().union(*(seconds[first] for first in part))
        beside.append(f"[{_class(after)}](?<=[{_class(part)}].)")

    @lru_cache(maxsize=_REMEMBERED)
    def wanted(written: str) -> _Wanted | None:
        pair = "".join(written.translate(one_for_one()).lower().split())
        words = sorted(known.get(pair, ()))
        if not words:
            return None
        places = [(word.find(pair), len(word)) for word, _ in words]
        return _Wanted(tuple(words), max(at for at, _ in places), max(size - at for at, size in places))

    return _Pairs(re.compile(f"[{_class(firsts)}](?=({'|'.join(beside)}))"), wanted)


def _class(chars: Iterable[str]) -> str:
    """All ways to write some characters, as the inside of a class."""
    return "".join(re.escape(form) for char in chars for form in _forms(char))


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
