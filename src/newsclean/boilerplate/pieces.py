"""Patterns as rule files write them: lists of alternatives, and names for what several patterns share."""

from __future__ import annotations

import re
from functools import cache

from newsclean.tables import load_table

_NAME = re.compile(r"\{([a-z][a-z-]*)\}")
"""A name; bounds of a repeat, as in `.{0,40}`, are digits."""


@cache
def pieces() -> dict[str, str]:
    """What patterns share, by the name that stands for it in them; see `rules/pieces.toml`."""
    data = load_table("pieces")
    made: dict[str, str] = {}
    for name, value in data.items():
        made[name] = _NAME.sub(lambda found: made[found[1]], _either(value))
    return made


def spell_out(pattern: str | list[str]) -> str:
    """A pattern as it is compiled: alternatives joined, named pieces put in.

    Args:
        pattern: As it stands in a rule file.

    Raises:
        KeyError: There is no piece of a name.

    >>> spell_out(["责编:.{2,4}", "编辑:.{2,4}"])
    '(?:责编:.{2,4}|编辑:.{2,4})'
    """
    return _NAME.sub(lambda found: pieces()[found[1]], _either(pattern))


def _either(value: str | list[str]) -> str:
    return value if isinstance(value, str) else f"(?:{'|'.join(value)})"
