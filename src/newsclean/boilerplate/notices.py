"""Finds what is no part of the story, by rules: once, for the metadata stage and the boilerplate stage.

Which rules fit which paragraph is told by `newsclean.boilerplate.fits`; what of that goes, by what stands
around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from newsclean.boilerplate.fits import APART, BUTTONS, SENTENCE, Fits, Place
from newsclean.boilerplate.matcher import Fitted, matcher
from newsclean.boilerplate.name_lines import find_name_lines
from newsclean.boilerplate.ruleset import RuleSet
from newsclean.boilerplate.source_bar import ENDS, is_label, read_labels
from newsclean.document import Notice, Paragraph
from newsclean.facts import Fact
from newsclean.lazy import regex

_REMNANTS = 8
"""Short lines that no rule knows, at most, between two that one does, at the head or tail."""
_TURN, _TIMES = 40, 2
"""Characters of a line that says who speaks, and when; and how many times a page names of itself at most."""
_TIMED = regex(r"\d{4}[年/.-]\d{1,2}[月/.-]\d{1,2}日? \d{1,2}:\d{2}")
_SITE_NAME = 15
_WRAPPED = 3
"""Lines of wrapped text, at most, of which one ends a sentence."""
_BULLETS = "□■◎●○⊙◆◇▌"
"""What papers set before an author's name, at the head or the foot of a text."""
_COMMENTS = "comments"
_MARKED = regex(r"[,。、:;!?()“”]")


class _Finder(Fits):
    """The work on one document."""

    __slots__ = ()

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
        if self.gone:
            self._take_comments()
        if self._take_named():
            self._scan(range(len(self.paragraphs)), "head")
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

    def _scan(self, order: range, where: Place) -> None:
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
            if row := self._fit_row(index, where) or (self.gone and self._fit_beside(index)):
                self._remove(index, row[0][0].rule.id, tuple(fact for _, facts in row for fact in facts))
                continue
            remnants += 1
            if remnants > _REMNANTS or self._runs(index, where):
                return

    def _take_labels(self) -> None:
        """Take labels and values where each is a line."""
        texts = self.lines.texts
        labels = [index for index in self._short_lines() if is_label(texts[index].strip())]
        for index, grammar, facts in read_labels(texts, labels, self._head()) if labels else ():
            one = self.matcher.by_grammar.get(grammar)
            if one:
                self._remove(index, one.rule.id, facts)
                self._remove(index + 1, one.rule.id, ())

    def _take_comments(self) -> None:
        """Take what readers wrote below a heading of comments, if down to the end each is above a bar."""
        first = min((i for i, notice in self.gone.items() if notice.rule == _COMMENTS), default=None)
        if first is None:
            return
        left = [index for index in range(first + 1, len(self.paragraphs)) if not self._is_gone(index)]
        bars = {
            index for index, notice in self.gone.items() if notice.rule in BUTTONS
        }  # 2021-03-04 10:20 回复 赞(12)
        if all(index + 1 in bars for index in left):
            for index in left:
                self._remove(index, _COMMENTS, ())

    def _covered(self) -> frozenset[int]:
        """The paragraphs that go if the tail rule above them applies."""
        return frozenset(
            below
            for index, fits in self.whole.items()
            for one, _ in fits
            if one.continues is not None and one.rule.where == "tail"
            for below in self._block(index, one)
        )

    def _give_back(self) -> None:
        """Leave what only its words tell, and that above or below a text, where there is no text."""
        kept = (index for index in range(len(self.paragraphs)) if not self._is_gone(index))
        if any(self._runs(i) or len(self.lines.texts[i].strip()) >= SENTENCE for i in kept):
            return
        words = {
            one.rule.id
            for fits in self.whole.values()
            for one, _ in fits
            if one.rule.grammar == "wording" and one.rule.where in {"head", "tail"}
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

    def _take_named(self) -> bool:
        """Take bylines that are nothing but names, and say whether there are any."""
        rule = self._named("credit")
        short = self._short_lines()
        named = find_name_lines(self.lines.texts, short, self._is_gone, self._runs) if rule and short else {}
        for index, facts in named.items():
            self._remove(index, rule, facts)
        return bool(named)

    def _ends_text(self, index: int) -> bool:
        """Whether running text ends here; of a paragraph in lines the last may be short."""
        return self._runs(index) or self.lines.texts[index].rstrip().endswith(ENDS)

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
        if not rule or last is None or not self._is_gone(last - 1):
            return
        name = self.fold(last).text
        said = "\n".join(self.fold(index).text for index in self.gone if index < last)
        if 1 < len(name) <= _SITE_NAME and not _MARKED.search(name) and name in said:
            self._remove(last, rule, ())


def find_notices(paragraphs: Sequence[Paragraph], rules: RuleSet) -> list[Notice]:
    """All words in a document that are no part of the story, with the facts they hold.

    Args:
        paragraphs: The paragraphs of a document; removed ones are passed over.
        rules: The rules in force.

    Returns:
        Notices in order, not overlapping.

    >>> from newsclean.document import Paragraph
    >>> from newsclean.boilerplate.ruleset import RuleSet
    >>> lines = ["今年以来，青石区的雨水比往年多。", "（责任编辑：沈秋）"]
    >>> [(n.paragraph, n.rule) for n in find_notices([Paragraph(line) for line in lines], RuleSet())]
    [(1, 'credit-line')]
    """
    using = matcher(rules)
    seen = (p.text if p.removed is None and p.kind not in APART else "" for p in paragraphs)
    return _Finder(paragraphs, using, using.read([*seen])).run()
