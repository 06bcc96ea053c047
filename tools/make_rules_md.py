"""Give every rule a code, and write docs/rules.md.

    python tools/make_rules_md.py

A rule of `rules/notices/*.toml` or a kind of `rules/mojibake.toml` that has no code yet gets the next free
one in `rules/codes.toml`. Other rules are entered there by hand, with their message and examples.
"""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

from newsclean.boilerplate.ruleset import own_rules
from newsclean.check.codes import Code, all_codes
from newsclean.mojibake.kinds import by_id
from newsclean.stages import NAMES

ROOT = Path(__file__).resolve().parent.parent
CODES = ROOT / "src/newsclean/rules/codes.toml"
PAGE = ROOT / "docs/rules.md"
HEAD = r"""# Rules and their codes

<!-- Made by tools/make_rules_md.py. -->

`newsclean check` refers to a rule by its code, which is never reused for another rule. The first digit is the
stage's place in the pipeline, so `--select NC2` selects all mojibake. Rules marked with \* are applied by
`newsclean clean` only, and appear in its record. `newsclean check --explain NC908` explains a code. To switch
rules off, for a repository or for some lines, see [pre-commit.md](pre-commit.md#exceptions).
"""
TITLES = {
    "decode": "Encodings",
    "mojibake": "Mojibake",
    "article": "Web pages",
    "markup": "Markup",
    "boilerplate": "Boilerplate",
    "layout": "Layout",
    "script": "Script",
    "normalise": "Characters",
}


def missing(table: str, ids: list[str], stage: int, first: int) -> list[str]:
    """Lines for the rules of a table that have no code yet.

    Args:
        table: Name of the table in `codes.toml`.
        ids: The rules that belong there.
        stage: The stage's place in the pipeline, with which their codes begin.
        first: The number from which on the stage's codes are this table's; NC299 is followed by NC2100.
    """
    text = CODES.read_text(encoding="utf-8")
    section = re.search(rf"^\[{table}\]\n((?:.+\n)*)", text, re.MULTILINE)
    assert section is not None
    known = set(re.findall(r'^NC\d+ = "(.+)"$', section[1], re.MULTILINE))
    given = set(re.findall(r"^\[?(NC\d+)", text, re.MULTILINE))  # also those entered by hand
    free = (code for number in count(first) if (code := f"NC{stage}{number:02}") not in given)
    return [f'{next(free)} = "{name}"' for name in ids if name not in known]


def add(table: str, lines: list[str]) -> None:
    """Enter lines at the end of a table."""
    text = CODES.read_text(encoding="utf-8")
    joined = "".join(line + "\n" for line in lines)
    CODES.write_text(
        re.sub(rf"^(\[{table}\]\n(?:.+\n)*)", lambda m: m[1] + joined, text, flags=re.MULTILINE),
        encoding="utf-8",
    )


def make_page() -> str:
    """The page, with a section a stage."""
    parts = [HEAD]
    for stage in NAMES:
        codes = [code for code in all_codes().values() if code.stage == stage]
        if codes:
            parts.append(f"\n## {TITLES[stage]}\n\n| code | rule | what | example |\n|---|---|---|---|\n")
            parts += [_row(code) for code in codes]
    return "".join(parts)


def _row(code: Code) -> str:
    example = _code(code.bad)
    if code.good and code.good != code.bad:
        example += f" → {_code(code.good)}"
    marked = code.code if code.checked else f"{code.code} \\*"
    title = code.title[0].upper() + code.title[1:]
    return f"| {marked} | `{code.rule}` | {_cell(title)}. {_cell(code.why)} | {example} |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;").replace("`", "")


def _code(text: str) -> str:
    visible = "".join(
        c if c.isprintable() or c == "\n" else f"<U+{ord(c):04X}>" for c in text.replace("\n", " ⏎ ")
    )
    return f"`{visible}`".replace("|", "\\|") if text else ""


def main() -> None:
    """Write codes and page; print what was added."""
    for table, ids, stage, first in (
        ("of-kinds", [*by_id()], 2, 10),
        ("of-notices", [rule.id for rule in own_rules()], 6, 1),
    ):
        lines = missing(table, ids, stage, first)
        add(table, lines)
        for line in lines:
            print(line)
    all_codes.cache_clear()
    PAGE.write_text(make_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
