"""The codes of rules: what users select, ignore and look up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from newsclean.tables import load_table

HOUSE_RULE = "NC600"
_STEM = len("NC6")
_WHOLE = len("NC600")
"""Characters from which on a code is one code, and no beginning: NC210 is not NC2100."""


@dataclass(frozen=True, slots=True)
class Code:
    """A rule and its code.

    Attributes:
        code: `NC`, the stage's place in the pipeline, and a number of two digits or more. Never given away.
        stage: Name of the stage.
        rule: Id of the rule.
        message: What a finding of it says; `{before}` stands for what was found.
        why: What is wrong, and what the repair does.
        bad: A text with the finding; empty where only a whole file can show it.
        good: The same, repaired.
        checked: Whether `newsclean check` finds it; else it acts in `newsclean clean` alone.
        elsewhere: Whether its words and examples stand in a file of its stage's own.
    """

    code: str
    stage: str
    rule: str
    message: str
    why: str
    bad: str = ""
    good: str = ""
    checked: bool = True
    elsewhere: bool = False

    @property
    def title(self) -> str:
        """The message without what a single finding puts into it."""
        return " ".join(self.message.replace("{before}", "").split()).replace(" ,", ",")

    @property
    def help(self) -> str:
        """What is wrong, and an example of it where there is one."""
        example = f"\n\n  found:    {self.bad}\n  repaired: {self.good or '(taken out)'}" if self.bad else ""
        return self.why + example


@lru_cache(maxsize=1)
def all_codes() -> dict[str, Code]:
    """All codes, in their order."""
    from newsclean.mojibake.kinds import kinds  # noqa: PLC0415 - it reads its table
    from newsclean.ruleset import own_rules  # noqa: PLC0415 - the same

    tables = load_table("codes")
    of_kinds, of_notices = tables.pop("of-kinds"), tables.pop("of-notices")
    codes = {code: Code(code=code, **table) for code, table in tables.items()}
    words = {kind.id: (kind.name, kind.why, kind.before, kind.after) for kind in kinds()}
    codes |= _elsewhere("mojibake", of_kinds, words)
    words = {rule.id: (_notice(rule.id), rule.why, rule.drops[0], "") for rule in own_rules()}
    codes |= _elsewhere("boilerplate", of_notices, words)
    return dict(sorted(codes.items(), key=lambda item: (item[0][:_STEM], int(item[0][_STEM:]))))


def _elsewhere(
    stage: str, codes: dict[str, str], words: dict[str, tuple[str, str, str, str]]
) -> dict[str, Code]:
    """Codes of the rules of a stage that have their words (message, why, bad, good) in a file of its own."""
    return {
        code: Code(code, stage, rule, *words[rule], elsewhere=True)
        for code, rule in codes.items()
        if rule in words  # a rule that is no more keeps its code to itself
    }


def _notice(rule: str) -> str:
    """The message of a rule for boilerplate."""
    return f"boilerplate ({rule})"


@lru_cache(maxsize=1)
def _by_rule() -> dict[tuple[str, str], Code]:
    return {(code.stage, code.rule): code for code in all_codes().values()}


@cache
def code_of(stage: str, rule: str) -> Code:
    """The code of a rule; all house rules have one together.

    Raises:
        KeyError: There is none.

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
    """Whether a code is looked for; both collections hold codes or beginnings of codes.

    >>> is_selected("NC908", ["NC9"], ["NC909"]), is_selected("NC909", [], ["NC909"])
    (True, False)
    """
    return (not select or _is_among(code, select)) and not _is_among(code, ignore)


def _is_among(code: str, given: Collection[str]) -> bool:
    return any(code == one or (len(one) < _WHOLE and code.startswith(one)) for one in given)
