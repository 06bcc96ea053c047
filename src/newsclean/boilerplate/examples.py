"""Tests rules by their own examples: lines under `drops` must be removed, lines under `keeps` must not."""

from __future__ import annotations

from collections.abc import Iterator

from newsclean.boilerplate.houserules import Fault, line_of, parse_rules
from newsclean.boilerplate.ruleset import Rule, RuleSet, own_rules
from newsclean.document import Document, Paragraph

_STORY = (
    "今年以来，青石区的雨水比往年多两成，农户们忙着疏通沟渠、排出田里的积水，技术员逐户上门指导排涝和补种。",
    "入夏后，区里又修了三座小水库，蓄水量够三个乡镇用上一个月，村民们说，日子比从前踏实多了。",
)
"""Running text around an example."""


def run_example(rule: Rule, example: str, rules: RuleSet) -> tuple[Paragraph, ...]:
    """Put an example where its rule applies, and clean it.

    Args:
        rule: The rule the example belongs to.
        example: One or several lines.
        rules: The rules in force, this one among them.

    Returns:
        The example's paragraphs after the metadata and boilerplate stages.
    """
    from newsclean.stages.boilerplate import Boilerplate  # noqa: PLC0415 - the stages import this package's rules
    from newsclean.stages.markup import Markup  # noqa: PLC0415 - it loads BeautifulSoup
    from newsclean.stages.metadata import Metadata  # noqa: PLC0415 - the same

    def cleaned(doc: Document) -> tuple[Paragraph, ...]:
        return Boilerplate(rules)(Metadata(rules)(doc)).paragraphs or ()

    if example.startswith("---\n"):
        return cleaned(Markup()(Document(example, example)))[:1]
    own = [Paragraph(line, links=1.0 if rule.links else 0.0) for line in example.split("\n")]
    split = {"head": 0, "tail": len(_STORY), "ends": len(_STORY)}.get(rule.where, 1)
    before, after = map(Paragraph, _STORY[:split]), map(Paragraph, _STORY[split:])
    doc = Document(example, example, paragraphs=(*before, *own, *after))
    return cleaned(doc)[split : split + len(own)]


def example_faults(rule: Rule, rules: RuleSet) -> Iterator[tuple[str, str]]:
    """The examples of a rule that fail: their key, and what is wrong."""
    takers: set[str] = set()
    for example in rule.drops:
        taken = [_takers(paragraph) for paragraph in run_example(rule, example, rules)]
        if not all(taken):
            yield "drops", f"it does not drop {example!r}"
        takers.update(*taken)
    if takers and rule.id not in takers:
        yield "drops", f"it never applies: {', '.join(sorted(takers))} takes all its examples first"
    for example in rule.keeps:
        for paragraph in run_example(rule, example, rules):
            for taker in _takers(paragraph)[:1]:
                who = "it drops" if taker == rule.id else f"{taker} drops"
                yield "keeps", f"{who} {paragraph.text!r}, which it says is kept"


def _takers(paragraph: Paragraph) -> list[str]:
    """The rules that removed a paragraph, or a piece of it."""
    whole = [paragraph.removed] if paragraph.removed else []
    return whole + [cut.rule for cut in paragraph.cuts]


def check_file(text: str, path: str) -> tuple[int, list[Fault]]:
    """Check a file of house rules like those of the package: their form, their cost, their examples.

    Args:
        text: Its content.
        path: Its name, for messages.

    Returns:
        The number of valid rules in it, and its faults by line.
    """
    rules, numbers, faults = parse_rules(text, path, [rule.id for rule in own_rules()])
    together = RuleSet(tuple(rules))
    faults += (
        Fault(path, line_of(text, key, number), f'rule "{rule.id}": {what}')
        for rule, number in zip(rules, numbers, strict=True)
        for key, what in example_faults(rule, together)
    )
    return len(rules), sorted(faults, key=lambda fault: fault.line)
