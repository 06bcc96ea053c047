"""What the statistics of characters promise."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclean import charmodel
from newsclean.files import PACKAGE

MODEL = charmodel.load()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("市政府昨天召开新闻发布会。", "甑錄脟脮镁赂庐脳貌脤矛脮"),
        ("市政府昨天召开新闻发布会。", "市政府昨天召开新闻发市会。"),
        ("市政府昨天召開新聞發布會。", "市政府昨天召開新聞發佈会。"),
        ("記者昨天從縣裡得知", "记者昨天從县裡得知"),
    ],
)
def test_right_readings_are_likelier(right, wrong):
    assert MODEL.score(right) > MODEL.score(wrong)


def test_scripts_are_scored_alike():
    hans, hant = "这个国家的经济发展得很快", "這個國家的經濟發展得很快"
    assert MODEL.fold(hant) == hans
    assert MODEL.score(hant) == pytest.approx(MODEL.score(hans), abs=0.5)


def test_the_table_is_small():
    packed = (PACKAGE / "data/charmodel.bin").read_bytes()
    assert len(packed) < 220_000


def test_common_characters_are_those_of_the_model():
    tool = Path(__file__).resolve().parent.parent / "tools/make_common.py"
    made = runpy.run_path(str(tool))["make_table"]()
    table = (PACKAGE / "data/common.txt").read_text(encoding="utf-8")
    assert table == made, "run tools/make_common.py"


@given(st.text())
def test_any_text_has_a_score(text):
    assert MODEL.score(text) <= 0.0
    assert MODEL.total(text) == pytest.approx(MODEL.score(text) * len(text))


@given(st.characters(), st.characters())
def test_pairs_have_a_score(a, b):
    assert MODEL.pair(a, b) < 0.0
    assert MODEL.char(b) < 0.0
