"""Finds what is no part of the story, by rules: once, for the metadata stage and the boilerplate stage.

A paragraph is looked at closely only if two characters that some rule needs stand in
it side by side, so that clean text costs next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from newsclean.document import Notice, Paragraph
from newsclean.facts import Fact
from newsclean.fold import Folded, fold, one_for_one, simpler
from newsclean.notice_facts import facts_of
from newsclean.patterns import needed
from newsclean.people import parse_credit
from newsclean.people.roles import roles
from newsclean.ruleset import Rule, RuleSet

WORDLESS = 32
"""Characters a line may have at most for rules that need no two characters side by side."""

_RUNNING, _SENTENCE = 50, 12
"""Characters from which on a paragraph is running text, and from which one is that ends as a sentence."""
_ENDS = tuple("。！？!?；;…”’」』")
_REMNANTS = 8
"""Short lines that no rule knows, at most, between two that one does, at the head or tail."""
_SITE_NAME = 15
_LONG_TITLE = 90
_BAR = 160
_BARRED = re.compile(r"\d{4}|[:：]")
_MARKED = re.compile(r"[,。、:;!?()“”]")


_BESIDE = re.compile(
    r"[文图圖译譯影]\s*[/／|｜:：]|[/／]\s*[文图圖摄攝]|[摄攝][\s)）\]】。]*$"
    r"|^\s*[(（\[【［〔][^，。,]*[)）\]】］〕]\s*$"
)
"""Marks of a credit without a word of two characters: 文/甲乙丙, 甲乙丙摄, （甲乙丙）."""


@dataclass(frozen=True)
class _Tier:
    """The rules for lines up to some length, and the pairs of characters by which to find them."""

    pairs: dict[str, tuple[int, ...]]
    finder: re.Pattern[str] | None

    def candidates(self, text: str) -> set[int]:
        """The rules that may apply to a text."""
        found: set[int] = set()
        if self.finder is not None:
            table = one_for_one()
            for match in self.finder.finditer(text):
                pair = (match[0] + match[1]).translate(table).lower()
                if pair in self.pairs:
                    found.update(self.pairs[pair])
        return found


class _Compiled(NamedTuple):
    rule: Rule
    pattern: re.Pattern[str] | None
    continues: re.Pattern[str] | None


@dataclass(frozen=True)
class _Matcher:
    rules: tuple[_Compiled, ...]
    tiers: tuple[tuple[int, _Tier], ...]
    """By the length up to which each holds, rising."""
    wordless: tuple[int, ...]
    credit: int | None

    def candidates(self, text: str) -> set[int]:
        """The rules to try on a paragraph."""
        size = len(text)
        for limit, tier in self.tiers:
            if size <= limit:
                found = tier.candidates(text)
                if size <= WORDLESS:
                    found.update(self.wordless)
                    if self.credit is not None and _BESIDE.search(text):
                        found.add(self.credit)
                return found
        return set()


def _keys(rule: Rule) -> frozenset[str] | None:
    if rule.grammar == "credit":
        return frozenset(word for word in roles().by_word if len(word) > 1)
    return needed(rule.pattern) if rule.pattern else None


def _pair(word: str) -> str:
    """Two neighbours in a word, letters where it has any: 责任 of (责任编辑."""
    for i in range(len(word) - 1):
        if word[i : i + 2].isalnum():
            return word[i : i + 2]
    return word[:2]


def _tier(keyed: Iterable[tuple[int, frozenset[str]]]) -> _Tier:
    pairs: dict[str, set[int]] = {}
    for index, words in keyed:
        for word in words:
            pairs.setdefault(_pair(word).lower(), set()).add(index)
    if not pairs:
        return _Tier({}, None)
    older: dict[str, list[str]] = {}
    for code, new in simpler().items():
        older.setdefault(new, []).append(chr(code))
    first, second = (
        "".join(re.escape(form) for char in chars for form in _forms(char, older))
        for chars in ({pair[0] for pair in pairs}, {pair[1] for pair in pairs})
    )
    return _Tier(
        {p: tuple(sorted(i)) for p, i in pairs.items()}, re.compile(rf"[{first}](?=\s{{0,3}}([{second}]))")
    )


def _forms(char: str, older: dict[str, list[str]]) -> list[str]:
    """Every way to write a character that folds to this one."""
    forms = [char, *older.get(char, ())]
    if "!" <= char <= "~":
        for one in {char, char.lower(), char.upper()}:
            forms += (one, chr(ord(one) + 0xFEE0))
    return forms


@lru_cache(maxsize=8)
def _matcher(rules: RuleSet) -> _Matcher:
    compiled = tuple(
        _Compiled(
            rule,
            re.compile(rule.pattern) if rule.pattern else None,
            re.compile(rule.continues) if rule.continues else None,
        )
        for rule in rules.rules
    )
    keyed = [(index, keys) for index, c in enumerate(compiled) if (keys := _keys(c.rule)) is not None]
    limits = sorted({_most(c.rule) for c in compiled})
    tiers = tuple(
        (limit, _tier((i, keys) for i, keys in keyed if _most(compiled[i].rule) >= limit)) for limit in limits
    )
    known = {index for index, _ in keyed}
    wordless = tuple(
        index for index, c in enumerate(compiled) if index not in known and c.pattern is not None
    )
    credit = next((index for index, c in enumerate(compiled) if c.rule.grammar == "credit"), None)
    return _Matcher(compiled, tiers, wordless, credit)


def _most(rule: Rule) -> int:
    """Characters a paragraph may have for a rule, before folding, in steps so that there are few tiers."""
    if rule.where == "inside":
        return 1 << 40
    return next(step for step in (100, 300, 1 << 40) if rule.longest <= step * 0.8 or step > 300)  # noqa: PLR2004


@dataclass(slots=True)
class _Finder:
    """The work on one document."""

    paragraphs: Sequence[Paragraph]
    matcher: _Matcher
    folded: dict[int, Folded] = field(default_factory=dict)
    whole: dict[int, list[tuple[_Compiled, tuple[Fact, ...]]]] = field(default_factory=dict)
    """Rules that fit a whole paragraph, wherever it stands, with the facts they find."""
    bare: dict[int, tuple[Fact, ...]] = field(default_factory=dict)
    """Names alone in brackets: a credit only below running text."""
    inside: list[Notice] = field(default_factory=list)
    gone: dict[int, Notice] = field(default_factory=dict)

    def run(self) -> list[Notice]:
        """All notices, in order."""
        self._try_rules()
        for index, fits in self.whole.items():
            for one, facts in fits:
                if one.rule.where == "anywhere":
                    self._take(index, one, facts)
                    break
        before = -1
        while before != len(self.gone):
            before = len(self.gone)
            self._scan(range(len(self.paragraphs)), "head")
            self._scan(range(len(self.paragraphs) - 1, -1, -1), "tail")
        self._take_bare()
        self._take_echo()
        cuts = [cut for cut in self.inside if cut.paragraph not in self.gone]
        return sorted([*self.gone.values(), *cuts])

    def fold(self, index: int) -> Folded:
        """The folded paragraph, folded once."""
        if index not in self.folded:
            self.folded[index] = fold(self.paragraphs[index].text)
        return self.folded[index]

    def _try_rules(self) -> None:
        for index, paragraph in enumerate(self.paragraphs):
            if paragraph.removed is not None or paragraph.kind in {"code", "table"}:
                continue
            for number in sorted(self.matcher.candidates(paragraph.text)):
                self._try(index, paragraph, self.matcher.rules[number])

    def _try(self, index: int, paragraph: Paragraph, one: _Compiled) -> None:
        rule = one.rule
        if rule.grammar == "credit":
            self._try_credit(index, paragraph, one)
            return
        if one.pattern is None or paragraph.links < rule.links:
            return
        folded = self.fold(index)
        if rule.where == "inside":
            for match in one.pattern.finditer(folded.text):
                start, end = folded.span(*match.span())
                if not any(
                    start < cut.end and cut.start < end for cut in self.inside if cut.paragraph == index
                ):
                    self.inside.append(Notice(index, start, end, rule.id, facts_of(match, folded)))
            return
        if len(folded.text) > rule.longest:
            return
        found = one.pattern.fullmatch(folded.text)
        if found:
            self.whole.setdefault(index, []).append((one, facts_of(found, folded)))

    def _try_credit(self, index: int, paragraph: Paragraph, one: _Compiled) -> None:
        credit = parse_credit(paragraph.text)
        if credit is None:
            return
        facts = tuple(f._replace(origin="credit") if f.field == "editors" else f for f in credit.facts)
        if credit.named:
            self.whole.setdefault(index, []).append((one, facts))
        else:
            self.bare[index] = facts

    def _take(self, index: int, one: _Compiled, facts: tuple[Fact, ...]) -> None:
        self._remove(index, one.rule.id, facts)
        if one.continues is None:
            return
        block = self._block(index, one)
        for below in block:
            self._remove(below, one.rule.id, ())

    def _remove(self, index: int, rule: str, facts: tuple[Fact, ...]) -> None:
        if index not in self.gone:
            self.gone[index] = Notice(index, 0, len(self.paragraphs[index].text), rule, facts)

    def _block(self, index: int, one: _Compiled) -> list[int]:
        """The paragraphs below that go with this one."""
        assert one.continues is not None
        block: list[int] = []
        for below in range(index + 1, len(self.paragraphs)):
            if self._is_gone(below):
                continue
            text = self.fold(below).text
            if len(text) > one.rule.longest or not one.continues.fullmatch(text):
                return [] if one.rule.to_end else block
            block.append(below)
        return block

    def _is_gone(self, index: int) -> bool:
        return index in self.gone or self.paragraphs[index].removed is not None

    def _scan(self, order: range, where: str) -> None:
        """Take what rules for the head or the tail fit, up to the first running text."""
        remnants = 0
        covered = self._covered() if where == "tail" else frozenset()
        for index in order:
            if self._is_gone(index) or index in covered:
                remnants = 0
                continue
            fit = next((f for f in self.whole.get(index, ()) if f[0].rule.where == where), None)
            if fit:
                self._take(index, *fit)
                remnants = 0
                continue
            if where == "head" and self._take_bar(index):
                continue
            remnants += 1
            if remnants > _REMNANTS or self._runs(index, where):
                return

    def _take_bar(self, index: int) -> bool:
        """Take a line of date, source and names, such as stands under a headline."""
        rule = self._named("source-bar")
        text = self.paragraphs[index].text
        if not rule or len(text) > _BAR or not _BARRED.search(text) or text.rstrip().endswith(_ENDS):
            return False
        from newsclean.page.bar import is_bar, read_bar  # noqa: PLC0415 - only a few lines are looked at so

        if not is_bar(text):
            return False
        self._remove(index, rule, tuple(read_bar([text]).facts))
        return True

    def _covered(self) -> frozenset[int]:
        """The paragraphs that go if the tail rule above them applies."""
        return frozenset(
            below
            for index, fits in self.whole.items()
            for one, _ in fits
            if one.continues is not None and one.rule.where == "tail"
            for below in self._block(index, one)
        )

    def _runs(self, index: int, where: str = "tail") -> bool:
        """Whether a paragraph is running text."""
        paragraph = self.paragraphs[index]
        text = paragraph.text.rstrip()
        if paragraph.kind in {"table", "code"}:
            return True
        if where == "head":  # a headline may be long, and end in an exclamation
            return len(text) >= _LONG_TITLE or (len(text) >= _SENTENCE and text.endswith("。"))
        return len(text) >= _RUNNING or (len(text) >= _SENTENCE and text.endswith(_ENDS))

    def _above(self, index: int) -> int | None:
        """The next paragraph above that stays."""
        return next((i for i in range(index - 1, -1, -1) if not self._is_gone(i)), None)

    def _take_bare(self) -> None:
        for index, facts in self.bare.items():
            above = self._above(index)
            if above is not None and self._runs(above) and above not in self.bare:
                self._remove(index, self._named("credit"), facts)

    def _take_echo(self) -> None:
        """The site's name, left over below the notices that speak of it."""
        last = self._above(len(self.paragraphs))
        rule = self._named("echo")
        if not rule or last is None or last == 0 or not self._is_gone(last - 1):
            return
        name = self.fold(last).text
        said = "\n".join(self.fold(index).text for index in self.gone if index < last)
        if 1 < len(name) <= _SITE_NAME and not _MARKED.search(name) and name in said:
            self._remove(last, rule, ())

    def _named(self, grammar: str) -> str:
        """The id of the rule with this grammar; empty when it is switched off."""
        return next((one.rule.id for one in self.matcher.rules if one.rule.grammar == grammar), "")


def find_notices(paragraphs: Sequence[Paragraph], rules: RuleSet) -> list[Notice]:
    """All words in a document that are no part of the story, with the facts they hold.

    Args:
        paragraphs: The paragraphs of a document; removed ones are passed over.
        rules: The rules in force.

    Returns:
        Notices in order, not overlapping.

    >>> from newsclean.document import Paragraph
    >>> from newsclean.ruleset import RuleSet
    >>> lines = ["今年以来，青石区的雨水比往年多。", "（责任编辑：沈秋）"]
    >>> [(n.paragraph, n.rule) for n in find_notices([Paragraph(line) for line in lines], RuleSet())]
    [(1, 'credit-line')]
    """
    return _Finder(paragraphs, _matcher(rules)).run()
