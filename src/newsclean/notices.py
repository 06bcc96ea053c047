"""Finds what is no part of the story, by rules: once, for the metadata stage and the boilerplate stage.

Rules for the head and the tail of a document are tried only there; which paragraphs are
tried at all is told by `newsclean.matcher`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Literal

from newsclean.dates import parse_date
from newsclean.document import Notice, Paragraph
from newsclean.facts import Fact
from newsclean.fold import Folded, fold
from newsclean.lazy import regex
from newsclean.matcher import WORDLESS, Fitted, Lines, Matcher, Way, matcher
from newsclean.name_lines import find_name_lines
from newsclean.notice_facts import facts_of
from newsclean.notice_parts import Inside, find_parts, read_row
from newsclean.people import parse_credit
from newsclean.ruleset import RuleSet
from newsclean.source_bar import facts_of_bar, facts_of_credit, is_label, read_labels
from newsclean.toolbars import is_tool_bar
from newsclean.wording import is_of_page

_RUNNING, _SENTENCE = 50, 12
"""Characters from which on a paragraph is running text, and from which one is that ends as a sentence."""
_ENDS = tuple("。！？!?；;…”’」』")
_APART = frozenset({"code", "table"})
"""Kinds of paragraphs in which no rule looks."""
_REMNANTS = 8
"""Short lines that no rule knows, at most, between two that one does, at the head or tail."""
_TURN, _TIMES = 40, 2
"""Characters of a line that says who speaks, and when; and how many times a page names of itself at most."""
_TIMED = regex(r"\d{4}[年/.-]\d{1,2}[月/.-]\d{1,2}日? \d{1,2}:\d{2}")
_SITE_NAME = 15
_WRAPPED = 3
"""Lines of wrapped text, at most, of which one ends a sentence."""
_LONG_TITLE = 90
_BULLETS = "□■◎●○⊙◆◇▌"
"""What papers set before an author's name, at the head or the foot of a text."""
_MARKED = regex(r"[,。、:;!?()“”]")
_IN_PAGE_WORDS: dict[str | None, Callable[[str, str], bool]] = {
    "wording": lambda line, where: is_of_page(line, alone=where == "tail"),
    "tool-bar": lambda line, where: is_tool_bar(line, alone=where == "ends"),
}
"""Grammars of lines that are wholly made of a page's own words: what a rule's place allows."""

_Fit = tuple[Fitted, tuple[Fact, ...]]
"""A rule that fits a line, and what the line says."""


@dataclass(slots=True)
class _Finder:
    """The work on one document."""

    paragraphs: Sequence[Paragraph]
    matcher: Matcher
    lines: Lines
    """What is seen of the paragraphs, and left of them."""
    folded: dict[int, Folded] = field(default_factory=dict)
    whole: dict[int, list[_Fit]] = field(default_factory=dict)
    """Rules that fit a whole paragraph, wherever it stands, with the facts they find."""
    bare: dict[int, tuple[Fact, ...]] = field(default_factory=dict)
    """Names alone in brackets: a credit only below running text."""
    inside: list[Notice] = field(default_factory=list)
    gone: dict[int, Notice] = field(default_factory=dict)
    text_begins: int | None = None
    """The first paragraph of running text, once it is asked for."""
    repeated: set[str] | None = None
    """What several paragraphs say, once it is asked for."""
    tried: set[tuple[int, str]] = field(default_factory=set)
    """The paragraphs on which the rules for the head or the tail were tried."""

    def run(self) -> list[Notice]:
        """All notices, in order."""
        self._try_rules()
        self._take_labels()
        # what stands beside a line may go first: upwards and downwards, so that a row goes in one round
        anywhere = [*sorted(self.whole, reverse=True), *sorted(self.whole)]
        before = -1
        while before != len(self.gone):
            before = len(self.gone)
            for index in anywhere:
                fit = None if self._is_gone(index) else self._fitting(index, ("anywhere",))
                if fit:
                    self._take(index, *fit)
            self._scan(range(len(self.paragraphs)), "head")
            self._scan(range(len(self.paragraphs) - 1, -1, -1), "tail")
        self._take_named()
        if not self.gone and not self.bare:
            return sorted(self.inside)
        self._give_back()
        self._leave_turns()
        self._take_bare()
        self._take_echo()
        cuts = []
        for cut in self.inside:
            whole = self.gone.get(cut.paragraph)
            if whole is None:
                cuts.append(cut)
            else:  # a credit behind another in one line: the paragraph says what both say
                self.gone[cut.paragraph] = whole._replace(facts=whole.facts + cut.facts)
        return sorted([*self.gone.values(), *cuts])

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
        elif 0 < len(folded.text) <= one.rule.longest:
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

    def _take(self, index: int, one: Fitted, facts: tuple[Fact, ...]) -> None:
        self._remove(index, one.rule.id, facts)
        if one.continues is None:
            return
        block = self._block(index, one)
        for below in block:
            self._remove(below, one.rule.id, ())

    def _remove(self, index: int, rule: str, facts: tuple[Fact, ...]) -> None:
        if index not in self.gone:
            self.gone[index] = Notice(index, 0, len(self.paragraphs[index].text), rule, facts)

    def _block(self, index: int, one: Fitted) -> list[int]:
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

    def _scan(self, order: range, where: Literal["head", "tail"]) -> None:
        """Take what rules for the head or the tail fit, up to the first running text."""
        remnants = 0
        covered = self._covered() if where == "tail" else frozenset()
        for index in order:
            if self._is_gone(index) or index in covered:
                remnants = 0
                continue
            fit = self._fit(index, where) or (self._bar(index) if where == "head" else None)
            if fit:
                self._take(index, *fit)
                remnants = 0
                continue
            if self._take_row(index, where):
                continue
            remnants += 1
            if remnants > _REMNANTS or self._runs(index, where):
                return

    def _fit(self, index: int, where: Literal["head", "tail"]) -> _Fit | None:
        """The first rule for the head or the tail that fits a paragraph."""
        if (index, where) not in self.tried:
            self.tried.add((index, where))
            for one, ways in self.matcher.candidates(self.lines, index, where).items():
                self._try(index, one, ways)
        return self._fitting(index, (where, "ends"))

    def _fitting(self, index: int, where: tuple[str, ...]) -> _Fit | None:
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

    def _bar(self, index: int) -> _Fit | None:
        """The rule for a line of date, source and names, such as stands under a headline, if it fits."""
        one = self.matcher.by_grammar.get("source-bar")
        facts = facts_of_bar(self.lines.texts[index]) if one else ()
        return None if one is None or not facts or self._belongs(index, one) else (one, facts)

    def _take_row(self, index: int, where: Literal["head", "tail"]) -> bool:
        """Take a line of several notices, 返回首页 | 责任编辑：甲乙丙, or of one that marks set off."""
        asked = (index, f"{where} row")
        if asked in self.tried or index not in self.lines.ways:
            return False
        self.tried.add(asked)
        fits = read_row(self.lines.texts[index], partial(self._fit_alone, index, where))
        if fits:
            self._remove(index, fits[0][0].rule.id, tuple(fact for _, facts in fits for fact in facts))
        return bool(fits)

    def _fit_alone(self, index: int, where: Literal["head", "tail"], part: str) -> _Fit | None:
        """The rule that would fit part of a paragraph, were it one by itself."""
        if not part:
            return None
        alone = _Finder([Paragraph(part)], self.matcher, self.matcher.read([part]))
        alone.text_begins = int(where == "head")
        alone._try_rules()
        if alone.inside:
            return None
        fit = alone._fit(0, where) or alone._fitting(0, ("anywhere",))
        fit = fit or (alone._bar(0) if where == "head" else None)
        return None if fit is None or self._belongs(index, fit[0]) else fit

    def _take_labels(self) -> None:
        """Take labels and values where each is a line."""
        texts = self.lines.texts
        labels = [index for index in self._short_lines() if is_label(texts[index].strip())]
        for index, grammar, facts in read_labels(texts, labels, self._head()) if labels else ():
            one = self.matcher.by_grammar.get(grammar)
            if one:
                self._remove(index, one.rule.id, facts)
                self._remove(index + 1, one.rule.id, ())

    def _comes_again(self, index: int) -> bool:
        """Whether another paragraph says the same, as those that tell who speaks do."""
        if self.repeated is None:
            counts = Counter(self.lines.squeezed)
            self.repeated = {line for line, count in counts.items() if count > 1}
        return self.lines.squeezed[index] in self.repeated

    def _covered(self) -> frozenset[int]:
        """The paragraphs that go if the tail rule above them applies."""
        return frozenset(
            below
            for index, fits in self.whole.items()
            for one, _ in fits
            if one.continues is not None and one.rule.where == "tail"
            for below in self._block(index, one)
        )

    def _runs(self, index: int, where: Literal["head", "tail"] = "tail") -> bool:
        """Whether a paragraph is running text."""
        text = self.lines.texts[index].strip()  # an indent makes no line longer
        if self.paragraphs[index].kind in _APART:
            return True
        if where == "head":  # a headline may be long, and end in an exclamation
            return len(text) >= _LONG_TITLE or (len(text) >= _SENTENCE and text.endswith("。"))
        return len(text) >= _RUNNING or (len(text) >= _SENTENCE and text.endswith(_ENDS))

    def _give_back(self) -> None:
        """Leave what only its words tell, and that below a text, where there is no text above it."""
        kept = (index for index in range(len(self.paragraphs)) if not self._is_gone(index))
        if any(self._runs(i) or len(self.lines.texts[i].strip()) >= _SENTENCE for i in kept):
            return
        words = {
            one.rule.id
            for fits in self.whole.values()
            for one, _ in fits
            if one.rule.grammar == "wording" and one.rule.where == "tail"
        }
        self.gone = {index: notice for index, notice in self.gone.items() if notice.rule not in words}

    def _leave_turns(self) -> None:
        """Leave what says who speaks, and when, in a conversation: it begins so, and goes on so."""
        bars = [index for index, notice in self.gone.items() if notice.rule == self._named("source-bar")]
        if not bars or self._above(min(bars)) is not None:
            return
        turns = [i for i, text in enumerate(self.lines.texts) if len(text) < _TURN and _TIMED.search(text)]
        said = {self.lines.squeezed[i] for i in turns}  # what comes again is the page's
        if len(said) > _TIMES and set(bars) <= set(turns):
            for index in bars:
                del self.gone[index]

    def _above(self, index: int) -> int | None:
        """The next paragraph above that stays."""
        return next((i for i in range(index - 1, -1, -1) if not self._is_gone(i)), None)

    def _take_bare(self) -> None:
        for index, facts in self.bare.items():
            above = self._above(index)
            marked = self.fold(index).text[0] in _BULLETS
            if marked:
                if above is None or not (above in self.bare or self._runs(above, "head")):
                    fits = self._runs_below(index) and not self._named_elsewhere(index, facts)
                else:
                    fits = self._closes(index, above)
            else:
                fits = above is not None and self._ends_text(above) and above not in self.bare
            if fits:
                self._remove(index, self._named("credit"), facts)

    def _take_named(self) -> None:
        """Bylines that are nothing but names."""
        rule = self._named("credit")
        short = self._short_lines()
        named = find_name_lines(self.lines.texts, short, self._is_gone, self._runs) if rule else {}
        for index, facts in named.items():
            self._remove(index, rule, facts)

    def _ends_text(self, index: int) -> bool:
        """Whether running text ends here; of a paragraph in lines the last may be short."""
        return self._runs(index) or self.lines.texts[index].rstrip().endswith(_ENDS)

    def _named_elsewhere(self, index: int, facts: Sequence[Fact]) -> bool:
        """Whether another paragraph names one of those whom a line names, as a portrait of theirs would."""
        others = (text for i, text in enumerate(self.lines.texts) if i != index)
        return any(fact.value in text for text in others for fact in facts)

    def _closes(self, index: int, above: int) -> bool:
        """Whether nothing stands below a paragraph, and running text above."""
        return self._runs(above) and all(self._is_gone(i) for i in range(index + 1, len(self.paragraphs)))

    def _runs_below(self, index: int) -> bool:
        """Whether running text stands below a paragraph; if wrapped or set in columns, in short lines."""
        below = (i for i in range(index + 1, len(self.paragraphs)) if not self._is_gone(i))
        return any(self._runs(i) or "。" in self.lines.texts[i] for i in islice(below, _WRAPPED))

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
        one = self.matcher.by_grammar.get(grammar)
        return one.rule.id if one else ""


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
    using = matcher(rules)
    seen = (p.text if p.removed is None and p.kind not in _APART else "" for p in paragraphs)
    return _Finder(paragraphs, using, using.read([*seen])).run()
