"""Where cases come from: `tests/cases/<stage>.toml`, one `[[case]]` a line of behaviour; and real text."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "cases"
CORPORA = Path(__file__).resolve().parents[2] / "shared"
"""Real pages and paragraphs beside the repository; tests on them are skipped where there are none."""
CLEAN = CORPORA / "mojibake/clean.jsonl"
"""Clean paragraphs in several languages."""


def load(stage: str) -> list:
    """The cases of a stage as parameters; one with `expect = "fail"` must fail, for the `reason` it gives."""
    cases = tomllib.loads((FOLDER / f"{stage}.toml").read_text(encoding="utf-8"))["case"]
    return [
        pytest.param(
            case,
            id=case["name"],
            marks=[pytest.mark.xfail(strict=True, reason=case["reason"])]
            if case.get("expect") == "fail"
            else [],
        )
        for case in cases
    ]
