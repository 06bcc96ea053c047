"""Which rules fit the paragraphs of a document, and what these then say.

Rules for the head and the tail of a document are tried only there; which paragraphs are
tried at all is told by `newsclean.boilerplate.matcher`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from newsclean.boilerplate.facts import facts_of
from newsclean.boilerplate.matcher import WORDLESS, Fitted, Lines, Matcher, Way
from newsclean.boilerplate.parts import Inside, find_parts, read_row
from newsclean.boilerplate.source_bar import ENDS, facts_of_bar, facts_of_credit, is_label
from newsclean.boilerplate.toolbars import is_tool_bar
from newsclean.boilerplate.wording import is_of_page, is_statement
from newsclean.dates import parse_date
from newsclean.document import Notice, Paragraph
from newsclean.facts import Fact
from newsclean.fold import Folded, fold
from newsclean.lazy import regex
from newsclean.people import parse_credit
from newsclean.people.beside import read_beside

SENTENCE = 12
"""Characters from which on a paragraph is running text if it ends as a sentence."""
APART = frozenset({"code", "table"})
"""Kinds of paragraphs in which no rule looks."""
BUTTONS = frozenset({"tool-bar", "button"})
"""Rules for bars of buttons and times: beside one a number is its count, above one a line is a comment."""
_COUNT = regex(r"\d{1,5}")
"""A number beside a button."""
_RUNNING, _LONG_TITLE = 50, 90
"""Characters from which on a paragraph is running text, and those that a headline may have."""
_IN_PAGE_WORDS: dict[str | None, Callable[[str, str], bool]] = {
    "wording": lambda line, where: (
        is_statement(line) if where == "head" else is_of_page(line, alone=where == "tail")
    ),
    "tool-bar": lambda line, where: is_tool_bar(line, alone=where == "ends"),
}
"""Grammars of lines that are wholly made of a page's own words: what a rule's place allows."""

Place = Literal["head", "tail"]
Fit = tuple[Fitted, tuple[Fact, ...]]
"""A rule that fits a line, and what the line says."""


@dataclass(slots=True)
class Fits:
    """The rules that fit the paragraphs of one document.

    Attributes:
        paragraphs: The paragraphs.
        matcher: The rules in force.
        lines: What is seen of the paragraphs, and left of them.
        folded: Those that were folded, once each.
        whole: Rules that fit a whole paragraph, wherever it stands, with the facts they find.
        bare: Names alone in brackets: a credit only below running text.
        inside: What goes from inside of paragraphs.
        gone: The paragraphs that go.
        text_begins: The first paragraph of running text, once it is asked for.
        repeated: What several paragraphs say, once it is asked for.
        tried: The paragraphs on which the rules for the head or the tail were tried.
    """

    paragraphs: Sequence[Paragraph]
    matcher: Matcher
    lines: Lines
    folded: dict[int, Folded] = field(default_factory=dict)
    whole: dict[int, list[Fit]] = field(default_factory=dict)
    bare: dict[int, tuple[Fact, ...]] = field(default_factory=dict)
    inside: list[Notice] = field(default_factory=list)
    gone: dict[int, Notice] = field(default_factory=dict)
    text_begins: int | None = None
    repeated: set[str] | None = None
    tried: set[tuple[int, str]] = field(default_factory=set)

    def fold(self, index: int) -> Folded:
        """The folded paragraph, folded once."""
        if index not in self.folded:
            self.folded[index] = fold(self.paragraphs[index].text)
        return self.folded[index]

    def _try_rules(self) -> None:
        for index in sorted({*self.lines.ways, *self._short_lines()}):
            some = self.matcher.candidates(self.lines, index, "everywhere")
            if not some:
                continue
            inside = [(one, ways[0].pattern) for one, ways in some.items() if one.rule.where == "inside"]
            if inside and self._cut(index, inside):
                some = self.matcher.candidates(self.lines, index, "everywhere")
            for one, ways in some.items():
                if one.rule.where != "inside":
                    self._try(index, one, ways)

    def _short_lines(self) -> list[int]:
        """The lines that are so short that rules without words are tried on them."""
        return [index for index, line in enumerate(self.lines.squeezed) if len(line) <= WORDLESS]

    def _cut(self, index: int, rules: list[Inside]) -> bool:
        """Find what goes from inside a paragraph.

        Returns:
            Whether anything goes; the other rules then see what is left.
        """
        text = self.paragraphs[index].text
        ends = self.matcher.may_end(self.lines.texts[index])
        cuts = find_parts(index, text, partial(self.fold, index), rules, ends=ends)
        if not cuts:
            return False
        self.inside += cuts
        for cut in sorted(cuts, reverse=True):
            text = text[: cut.start] + text[cut.end :]
        self.folded[index] = fold(text)
        (self.lines.texts[index],), (self.lines.squeezed[index],), left = self.matcher.read([text])
        self.lines.ways[index] = left.get(0, 0)
        return True

    def _try(self, index: int, one: Fitted, ways: list[Way]) -> None:
        """See whether a rule fits the whole paragraph in one of some ways."""
        if self.paragraphs[index].links < one.rule.links:
            return
        if one.rule.grammar == "credit":
            self._try_credit(index, one)
            return
        folded = self.fold(index)
        if one.rule.grammar in _IN_PAGE_WORDS:
            fits = _IN_PAGE_WORDS[one.rule.grammar](folded.text, one.rule.where)
            if len(folded.text) <= one.rule.longest and fits and not one.excepted(folded.text):
                self.whole.setdefault(index, []).append((one, self._day(index)))
        elif len(folded.text) <= one.rule.longest:
            match = next(filter(None, (way.pattern.fullmatch(folded.text) for way in ways)), None)
            facts = facts_of(match, folded) if match and not one.excepted(folded.text) else None
            if facts is not None:
                self.whole.setdefault(index, []).append((one, facts))

    def _try_credit(self, index: int, one: Fitted) -> None:
        folded = self.fold(index)
        credit = None if one.excepted(folded.text) else parse_credit(folded)
        if credit is None:
            return
        facts = facts_of_credit(credit) + self._day(index)
        if not facts and is_label(folded.text) and self._comes_again(index):  # 记者： above a question
            return
        if credit.named:
            self.whole.setdefault(index, []).append((one, facts))
        else:
            self.bare[index] = facts

    def _day(self, index: int) -> tuple[Fact, ...]:
        """The day that a line above all running text names: that of the piece, and of no comment on it."""
        date = parse_date(self.fold(index).text)
        return (Fact("date", date, "credit"),) if date and index < self._head() else ()

    def _head(self) -> int:
        """How many paragraphs stand above all running text."""
        if self.text_begins is None:
            count = len(self.paragraphs)
            self.text_begins = next((i for i in range(count) if self._runs(i, "head")), count)
        return self.text_begins

    def _fit(self, index: int, where: Place) -> Fit | None:
        """The first rule for the head or the tail that fits a paragraph."""
        if (index, where) not in self.tried:
            self.tried.add((index, where))
            for one, ways in self.matcher.candidates(self.lines, index, where).items():
                self._try(index, one, ways)
        return self._fitting(index, (where, "ends"))

    def _fitting(self, index: int, where: tuple[str, ...]) -> Fit | None:
        """The first rule for such places that fits a paragraph and what stands beside it.

        One that finds facts goes before those that find none.
        """
        if index not in self.whole:
            return None
        fits = sorted(self.whole[index], key=lambda fit: not fit[1])
        return next(
            (fit for fit in fits if fit[0].rule.where in where and not self._belongs(index, fit[0])), None
        )

    def _belongs(self, index: int, one: Fitted) -> bool:
        """Whether the paragraphs right above and below say that the line is part of the story."""
        if not (one.rule.unless_after or one.rule.unless_before):
            return False
        above, below = (
            self.fold(beside).text if 0 <= beside < len(self.paragraphs) and not self._is_gone(beside) else ""
            for beside in (index - 1, index + 1)
        )
        if one.rule.grammar == "credit" and ":" not in self.fold(index).text:
            below = ""  # who speaks has a colon; below a byline an interview may begin
        return one.belongs(above, below)

    def _bar(self, index: int) -> Fit | None:
        """The rule for a line of date, source and names, such as stands under a headline, if it fits."""
        one = self.matcher.by_grammar.get("source-bar")
        facts = facts_of_bar(self.lines.texts[index]) if one else ()
        if one is None or not facts or one.excepted(self.fold(index).text) or self._belongs(index, one):
            return None
        return one, facts

    def _fit_row(self, index: int, where: Place) -> list[Fit]:
        """The rules that fit the parts of a line: 返回首页 | 责任编辑：甲乙, or 【责任编辑：甲乙】."""
        asked = (index, f"{where} row")
        if asked in self.tried or index not in self.lines.ways:
            return []
        self.tried.add(asked)
        return read_row(self.lines.texts[index], partial(self._fit_alone, index, where))

    def _fit_beside(self, index: int) -> list[Fit]:
        """The rule for credits, or bars of tools, if a line is one by what stands right above or below it."""
        beside = {self.gone[near].rule for near in (index - 1, index + 1) if near in self.gone}
        bar, one = (self.matcher.by_grammar.get(grammar) for grammar in ("tool-bar", "credit"))
        if bar and _COUNT.fullmatch(self.lines.squeezed[index]):  # the count of a button
            return [(bar, ())] if beside & BUTTONS else []
        if one is None or one.rule.id not in beside or len(self.lines.squeezed[index]) > WORDLESS:
            return []
        credit = read_beside(self.fold(index))
        if credit is None or one.excepted(self.fold(index).text) or self._belongs(index, one):
            return []
        return [(one, credit.facts)]

    def _fit_alone(self, index: int, where: Place, part: str) -> Fit | None:
        """The rule that would fit part of a paragraph, were it one by itself."""
        if not part:
            return None
        alone = Fits([Paragraph(part)], self.matcher, self.matcher.read([part]))
        alone.text_begins = int(where == "head")
        alone._try_rules()
        if alone.inside:
            return None
        fit = alone._fit(0, where) or alone._fitting(0, ("anywhere",))
        fit = fit or (alone._bar(0) if where == "head" else None)
        return None if fit is None or self._belongs(index, fit[0]) else fit

    def _comes_again(self, index: int) -> bool:
        """Whether another paragraph says the same, as those that tell who speaks do."""
        if self.repeated is None:
            counts = Counter(self.lines.squeezed)
            self.repeated = {line for line, count in counts.items() if count > 1}
        return self.lines.squeezed[index] in self.repeated

    def _runs(self, index: int, where: Place = "tail") -> bool:
        """Whether a paragraph is running text."""
        text = self.lines.texts[index].strip()  # an indent makes no line longer
        if self.paragraphs[index].kind in APART:
            return True
        if where == "head":  # a headline may be long, and end in an exclamation
            return len(text) >= _LONG_TITLE or (len(text) >= SENTENCE and text.endswith("。"))
        return len(text) >= _RUNNING or (len(text) >= SENTENCE and text.endswith(ENDS))

    def _is_gone(self, index: int) -> bool:
        return index in self.gone or self.paragraphs[index].removed is not None

    def _named(self, grammar: str) -> str:
        """The id of the rule with this grammar; empty when it is switched off."""
        one = self.matcher.by_grammar.get(grammar)
        return one.rule.id if one else ""
