"""Escapes in running text: their cases, and what holds for every text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile import load
from newsclean.edits import apply_edits
from newsclean.mojibake.literals import find_literals
from newsclean.mojibake.repair import find_repairs

PIECES = st.sampled_from(
    [
        *"\\%=<>&;?_uxU+\n 3D",
        "\\u4e91",
        "\\xe4\\xba\\x91",
        "%u5CAD",
        "=E4=BA=91",
        "=\n",
        "<D4><C6>",
        "\\344",
        "云岭",
    ]
)


@pytest.mark.parametrize("case", load("escapes"))
def test_case(case):
    edits, _ = find_repairs(case["before"])
    assert apply_edits(case["before"], edits)[0] == case.get("after", case["before"])
    assert {edit.rule for edit in edits} == ({case["rule"]} if "after" in case else set())


@given(st.lists(PIECES, max_size=60).map("".join))
def test_once_is_enough(text):
    once = apply_edits(text, find_repairs(text)[0])[0]
    assert find_repairs(once)[0] == []


@given(st.text(), st.sampled_from([repr, json.dumps, lambda text: json.dumps(text, ensure_ascii=False)]))
def test_what_programs_write_is_read_back(text, write):
    text = f"云岭县昨天\n新增公交线。{text}"
    (edit,) = find_literals(write(text))
    assert edit.new == text


@pytest.mark.parametrize("between", ["+-" * 20_000, " + ", "('", ") "])
def test_expressions_are_no_strings(between):
    assert find_literals(f'"云岭县昨天\\n"{between}"新增公交线。"') == []
