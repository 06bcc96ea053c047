"""What the boilerplate stage takes out, and what it leaves."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import newsclean
from casefile import CLEAN, load
from documents import in_lines
from newsclean.boilerplate.ruleset import own_rules
from newsclean.boilerplate.toolbars import is_tool_bar, may_be_tool_bar, words_of_bars
from newsclean.boilerplate.wording import is_of_page, may_be_prompt
from newsclean.document import Document, Paragraph
from newsclean.fold import fold, squeeze
from newsclean.stages.boilerplate import Boilerplate
from newsclean.stages.metadata import Metadata
from newsclean.tables import load_table

CASES = load("boilerplate")
PROMPTS = [word for entry in load_table("wording").values() for word in entry["words"]]
MARKS = [*" |·:：>(（)。“”《》【】，,?？3", "青石", "ＡＢ", "A"]
FEW = 4
"""Spaces at most in a notice that another may stand beside: with more, its pieces are too many."""


def lines_of(text):
    return [line for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("case", CASES)
def test_case(case):
    doc = Boilerplate()(Metadata()(in_lines(case["before"])))
    assert lines_of(doc.text) == lines_of(case["after"])
    assert [removed.rule for removed in doc.removed] == case["removed"]


@pytest.mark.parametrize("case", CASES)
def test_own_output_stays(case):
    doc = Boilerplate()(Metadata()(in_lines(case["before"])))
    again = Boilerplate()(Metadata()(in_lines(doc.text)))
    assert again.removed == ()
    assert again.text == doc.text


@pytest.mark.parametrize("case", CASES)
def test_finds_the_same_without_the_metadata_stage(case):
    assert (
        Boilerplate()(in_lines(case["before"])).removed
        == Boilerplate()(Metadata()(in_lines(case["before"]))).removed
    )


@pytest.mark.skipif(not CLEAN.exists(), reason="needs the corpus of clean paragraphs beside the repository")
@pytest.mark.parametrize("together", [1, 5])
def test_no_clean_paragraph_is_touched(together):
    """Alone, and as documents of several, where there is a head and a tail."""
    metadata, boilerplate = Metadata(), Boilerplate()
    texts = [json.loads(line)["text"] for line in CLEAN.read_text("utf-8").splitlines()]
    lost = []
    for first in range(0, len(texts), together):
        some = texts[first : first + together]
        doc = boilerplate(metadata(Document("", paragraphs=tuple(map(Paragraph, some)))))
        lost += [(removed.rule, removed.text) for removed in doc.removed]
    assert lost == []


def lone_notices():
    """Examples of rules for the tail that are a line each, and say nothing of who or when."""
    for rule in own_rules():
        if rule.where in {"anywhere", "ends", "tail"} and rule.grammar != "echo" and not rule.links:
            yield from (line for line in rule.drops if "\n" not in line and line.count(" ") <= FEW)


@pytest.mark.parametrize("between", [" | ", "  "])
@pytest.mark.parametrize("other", ["责任编辑：沈秋", "返回列表"])
def test_two_notices_go_from_one_line(between, other):
    text = "桥修好了，两岸的人从此不必等船。"
    kept = []
    for line in lone_notices():
        doc = Boilerplate()(Metadata()(in_lines(f"{text}\n{line}{between}{other}")))
        kept += [line for line in lines_of(doc.text) if line != text]
    assert kept == []


def test_paragraphs_are_told_apart_whatever_is_in_them():
    lines = ["河堤\0上的人\0多了。", "", "雨水 比往年 多。", "（责 任 编　辑：沈秋）"]
    doc = Boilerplate()(Document("", paragraphs=tuple(map(Paragraph, lines))))
    assert [change.paragraph for change in doc.changes] == [3]


def joined(words, marks):
    """Lines of words, each with a mark before it."""
    pairs = st.tuples(st.sampled_from(["", *marks]), st.sampled_from(words)).map("".join)
    return st.lists(pairs, min_size=1, max_size=4).map("".join)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(joined(words_of_bars(), MARKS))
def test_no_bar_is_ruled_out_by_the_quick_check(line):
    assert may_be_tool_bar(squeeze(line)) or not is_tool_bar(fold(line).text)


@given(joined(PROMPTS, MARKS))
def test_no_prompt_is_ruled_out_by_the_quick_check(line):
    assert may_be_prompt(squeeze(line)) or not is_of_page(fold(line).text)


@pytest.mark.parametrize("kind", ["code", "table"])
def test_no_rule_looks_in_code_and_tables(kind):
    said = "桥修好了，两岸的人从此不必等船。", "责任编辑：沈秋", "本报讯（记者 沈秋）桥修好了。"
    doc = Metadata()(Document("", paragraphs=tuple(Paragraph(line, kind) for line in said)))
    assert Boilerplate()(doc).removed == ()
    assert doc.all_facts == ()


def test_a_text_that_is_boilerplate_alone_is_empty_with_a_warning():
    doc = newsclean.clean("责任编辑：方小禾\n打印 关闭\n")
    assert doc.text == ""
    assert [caution.code for caution in doc.warnings] == ["no-text"]
    assert not newsclean.clean("桥通车了。\n责任编辑：方小禾\n").warnings
