"""The normalise stage: its cases, and what holds for every text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile import load
from growth import is_linear
from newsclean.document import Document, Paragraph
from newsclean.edits import apply_edits
from newsclean.facts import Fact
from newsclean.normal.neighbours import is_regular
from newsclean.stages.normalise import Normalise, find_irregularities

# Texts made of what the rules look at, so that most examples have something to change.
PIECES = st.sampled_from(
    [
        *",:;!?()，：；！？（）“”‘’ \t\n\u3000\u00a0\u200b\u200d\r\u0301\u037e",
        *"中文路aA19.-—…`<>[]/@&;１Ａ⽴のア가",
        *("http://a.cn/", ".docx", "&nbsp;", "](", "——", "……", "😀"),
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)


def normalised(text: str) -> str:
    return apply_edits(text, find_irregularities(text))[0]


@pytest.mark.parametrize("case", load("normalise"))
def test_case(case):
    stage = Normalise(case.get("punctuation", "zh"))
    doc = stage(Document("", paragraphs=(Paragraph(case["before"], case.get("kind", "text")),)))
    assert doc.paragraphs[0].text == case.get("after", case["before"])
    assert stage(doc).paragraphs == doc.paragraphs
    assert bool(doc.changes) == ("after" in case)


@given(TEXTS | st.text())
def test_once_is_enough(text):
    once = normalised(text)
    assert find_irregularities(once) == []
    assert unicodedata.is_normalized("NFC", once)


@given(st.lists(TEXTS, max_size=4))
def test_paragraphs_are_seen_each_for_itself(texts):
    doc = Normalise()(Document("", paragraphs=tuple(map(Paragraph, texts))))
    assert [p.text for p in doc.paragraphs] == [normalised(text) for text in texts]
    for number, text in enumerate(texts):
        own = [change for change in doc.changes if change.paragraph == number]
        assert own == [*apply_edits(text, find_irregularities(text), "normalise", number)[1]]


def test_what_passes_the_quick_check_has_nothing_to_change():
    for char in map(chr, range(0x10000)):
        for text in (char, f"市{char}市", f"e{char}"):
            assert not is_regular(text) or find_irregularities(text) == []


@given(TEXTS)
def test_kept_punctuation_is_kept(text):
    kept = apply_edits(text, find_irregularities(text, "keep"))[0]
    marks = [char for char in unicodedata.normalize("NFC", text) if char in ",:;!?()"]
    assert [char for char in kept if char in ",:;!?()"] == marks


def test_facts_and_cut_words_are_normalised_and_urls_are_not():
    title = Fact("title", "云岭:　通车", "heading")
    url = Fact("url", "http://a.cn/云,岭", "canonical")
    doc = Normalise()(Document("", facts=(title, url), paragraphs=()))
    assert [fact.value for fact in doc.facts] == ["云岭：通车", "http://a.cn/云,岭"]


@pytest.mark.parametrize(
    "unit",
    ["(", "(中", "，,", " ", " ,", "“", "“”", "a", "a.", "<a", "&a", "]((", "a@", "\u0301", "http://;"],
)
def test_time_is_linear(unit):
    size = 20_000 // len(unit)
    assert is_linear(lambda times: find_irregularities(unit * times + ",中"), size, 4 * size)
