"""The codes of rules: what users select, ignore and look up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Code:
    """A rule and its code.

    Attributes:
        code: `NC` and three digits; the first is the stage's place in the pipeline. Never given away.
        stage: Name of the stage.
        rule: Id of the rule.
        message: What a finding of it says; `{before}` stands for what was found.
        why: What is wrong, and what the repair does.
        bad: A text with the finding; empty where only a whole file can show it.
        good: The same, repaired.
        elsewhere: Whether its words and examples stand in a file of its stage's own.
    """

    code: str
    stage: str
    rule: str
    message: str
    why: str
    bad: str = ""
    good: str = ""
    elsewhere: bool = False

    @property
    def title(self) -> str:
        """The message without what a single finding puts into it."""
        return " ".join(self.message.replace("{before}", "").split()).replace(" ,", ",")


@lru_cache(maxsize=1)
def all_codes() -> dict[str, Code]:
    """All codes, in their order."""
    import tomllib  # noqa: PLC0415 - only where something was found or is looked up

    tables = tomllib.loads(files("newsclean.rules").joinpath("codes.toml").read_text(encoding="utf-8"))
    kinds = tables.pop("of-kinds")
    codes = {code: Code(code=code, **table) for code, table in tables.items()}
    codes |= _of_kinds(kinds)
    return dict(sorted(codes.items()))


def _of_kinds(codes: dict[str, str]) -> dict[str, Code]:
    from newsclean.mojibake.kinds import kinds  # noqa: PLC0415 - the same

    known = {kind.id: kind for kind in kinds()}
    return {
        code: Code(
            code,
            "mojibake",
            rule,
            known[rule].name,
            known[rule].why,
            known[rule].before,
            known[rule].after,
            elsewhere=True,
        )
        for code, rule in codes.items()
    }


@lru_cache(maxsize=1)
def _by_rule() -> dict[tuple[str, str], Code]:
    return {(code.stage, code.rule): code for code in all_codes().values()}


def code_of(stage: str, rule: str) -> Code:
    """The code of a rule.

    >>> code_of("normalise", "punctuation").code
    'NC908'
    """
    return _by_rule()[stage, rule]


def is_selected(code: str, select: Collection[str], ignore: Collection[str]) -> bool:
    """Whether a code is looked for; both collections hold codes or beginnings of codes.

    >>> is_selected("NC908", ["NC9"], ["NC909"]), is_selected("NC909", [], ["NC909"])
    (True, False)
    """
    return (not select or code.startswith(tuple(select))) and not code.startswith(tuple(ignore))
