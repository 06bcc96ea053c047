"""What the statistics of sequences promise, and what a search makes of them."""

import math
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclean import charmodel, ngrams
from newsclean.mojibake.lattice import TEMPERATURE, Lattice, Vertex
from newsclean.mojibake.recurrence import Recurrence

MODEL = ngrams.load()
COMMON = sorted(charmodel.load().chars, key=charmodel.load().chars.__getitem__, reverse=True)[:3000]


@pytest.mark.parametrize(
    ("before", "right", "wrong"),
    [("市图书", "馆", "官"), ("星期", "三", "山"), ("中华人民共", "和", "合"), ("有关部", "门", "分")],
)
def test_the_right_character_is_likelier(before, right, wrong):
    assert MODEL.context(before).score(right) > MODEL.context(before).score(wrong) + 2


@pytest.mark.parametrize("before", ["", "的", "记者", "图书馆", "\n", "龘", "今天天"])
def test_probabilities_make_up_one(before):
    context = MODEL.context(before)
    assert sum(math.exp(context.score(char)) for char in COMMON) == pytest.approx(1.0, abs=0.15)


@given(st.text())
def test_a_context_is_the_end_of_the_text(text):
    context = MODEL.context(text)
    assert text.endswith(context.chars)
    assert len(context.chars) < ngrams.ORDER
    assert all(value <= 0.0 for row in context.rows() for value in row.values())


def test_no_line_ends_behind_an_opening_mark():
    assert MODEL.context("说：“").score("\n") < MODEL.context("了。”").score("\n") - 4


def test_the_table_is_small():
    assert len((ngrams.files("newsclean") / "data" / "ngrams.bin").read_bytes()) < 620_000


def test_clean_text_needs_no_sequences():
    code = (
        "from newsclean import ngrams; from newsclean.stages.mojibake import find_repairs\n"
        "find_repairs('云岭县图书馆昨天重新开放，新馆有三层。')\n"
        "print(ngrams.load.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


@given(st.floats(0.0, 8.0))
def test_a_character_is_as_sure_as_its_ways_are_likely(ahead):
    begin, middle, last = Vertex(0.0), Vertex(-5.0), Vertex(-5.0)
    middle.reach(begin, -5.0, (("馆", 1, True, (0x9A,)),))
    middle.reach(begin, -5.0 - ahead, (("官", 1, True, (0x9A,)),))
    last.reach(middle, -5.0, ())
    (cell,) = Lattice([[middle]], last).cells()
    assert cell.char == "馆"
    assert cell.sure == pytest.approx(1 / (1 + math.exp(-ahead / TEMPERATURE)))


def test_what_was_heard_is_likelier():
    heard = Recurrence("温如许说，温如许的书")
    assert heard.raised(-12.0, "如", "许") > -2.0
    assert heard.raised(-12.0, "不", "许") > -12.0
    assert heard.raised(-0.1, "如", "许") < 0.0
    assert heard.raised(-12.0, "如", "是") == -12.0
