"""The codes of rules, by which users select them, ignore them and look them up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache

from newsclean.tables import load_table

HOUSE_RULE = "NC600"
_STEM = len("NC6")
_WHOLE = len("NC600")
"""Characters from which on a code is complete and not a prefix: NC210 does not stand for NC2100."""


@dataclass(frozen=True, slots=True)
class Code:
    """A rule and its code.

    Attributes:
        code: `NC`, the stage's place in the pipeline, and a number of two digits or more. It is never reused.
        stage: Name of the stage.
        rule: Id of the rule.
        message: Message of its findings; `{before}` stands for the text that was found.
        why: What is wrong, and what the repair does.
        bad: A text with a finding; empty if only a whole file can show one.
        good: The same text, repaired.
        checked: Whether `newsclean check` looks for it; otherwise only `newsclean clean` applies it.
    """

    code: str
    stage: str
    rule: str
    message: str
    why: str
    bad: str = ""
    good: str = ""
    checked: bool = True

    @property
    def title(self) -> str:
        """The message of any finding."""
        return self.message.replace("{before}", "…")

    @property
    def help(self) -> str:
        """What is wrong, with an example if there is one."""
        example = f"\n\n  found:    {self.bad}\n  repaired: {self.good or '(taken out)'}" if self.bad else ""
        return self.why + example


@cache
def all_codes() -> dict[str, Code]:
    """All codes, in order of stage and number, without those of removed rules."""
    from newsclean.boilerplate.ruleset import own_rules  # noqa: PLC0415 - the same
    from newsclean.mojibake.kinds import by_id  # noqa: PLC0415 - it reads its table

    tables = load_table("codes")
    of_kinds, of_notices = tables.pop("of-kinds"), tables.pop("of-notices")
    codes = {code: Code(code=code, **table) for code, table in tables.items()}
    words = {kind.id: (kind.name, kind.why, kind.before, kind.after) for kind in by_id().values()}
    codes |= _elsewhere("mojibake", of_kinds, words)
    words = {rule.id: (_notice(rule.id), rule.why, rule.drops[0], "") for rule in own_rules()}
    codes |= _elsewhere("boilerplate", of_notices, words)
    return dict(sorted(codes.items(), key=lambda item: (item[0][:_STEM], int(item[0][_STEM:]))))


def _elsewhere(
    stage: str, codes: dict[str, str], words: dict[str, tuple[str, str, str, str]]
) -> dict[str, Code]:
    """The codes of rules whose message, why, bad and good example come from a file of their own."""
    return {
        code: Code(code, stage, rule, *words[rule])
        for code, rule in codes.items()
        if rule in words  # a removed rule has a code, so that no other gets it, but no words
    }


def _notice(rule: str) -> str:
    """The message of a boilerplate rule."""
    return f"boilerplate ({rule})"


@cache
def _by_rule() -> dict[tuple[str, str], Code]:
    return {(code.stage, code.rule): code for code in all_codes().values()}


@cache
def code_of(stage: str, rule: str) -> Code:
    """The code of a rule; house rules share one.

    Raises:
        KeyError: The rule has no code.

    >>> code_of("normalise", "punctuation").code
    'NC908'
    """
    known = _by_rule().get((stage, rule))
    if known is not None:
        return known
    if stage != "boilerplate":
        raise KeyError(f"rule {rule!r} of stage {stage!r} has no code in rules/codes.toml")
    return replace(all_codes()[HOUSE_RULE], rule=rule, message=_notice(rule))


def is_selected(code: str, select: Collection[str], ignore: Collection[str]) -> bool:
    """Whether a code is selected and not ignored; both collections hold codes or prefixes of codes.

    >>> is_selected("NC908", ["NC9"], ["NC909"]), is_selected("NC909", [], ["NC909"])
    (True, False)
    """
    return (not select or _is_among(code, select)) and not _is_among(code, ignore)


def _is_among(code: str, given: Collection[str]) -> bool:
    return any(code == one or (len(one) < _WHOLE and code.startswith(one)) for one in given)
