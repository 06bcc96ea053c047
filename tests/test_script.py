"""The script stage: its cases, the examples of the protected words, and what holds for every text."""

from __future__ import annotations

import json
import pickle
import runpy
import threading
import tomllib
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile import CLEAN, load
from growth import is_linear
from newsclean.document import Document, Paragraph, Removed
from newsclean.edits import apply_edits
from newsclean.facts import Fact
from newsclean.hanscript.conversion import find_conversions
from newsclean.hanscript.opencc import converter
from newsclean.stages.script import Script

ENTRIES = tomllib.loads(resources.files("newsclean.rules").joinpath("protected.toml").read_text("utf-8"))
PIECES = st.sampled_from(
    [
        *"乾著着後后這这發发覆里裡昇臺台湾灣。，“”《》のア가a`/ \n",
        "https://a.cn/",
        "经济发展",
        "經濟發展",
        "乾安縣",
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)


def document(text: str) -> Document:
    return Document("", paragraphs=tuple(Paragraph(line) for line in text.split("\n")))


def converted(text: str, target: str = "hans") -> str:
    return apply_edits(text, find_conversions(text, target))[0]


@pytest.mark.parametrize("case", load("script"))
def test_case(case):
    stage = Script(case.get("target", "hans"), frozenset(case.get("protected", ())))
    doc = stage(document(case["before"].strip("\n")))
    assert doc.text == document(case.get("after", case["before"]).strip("\n")).text
    assert doc.script == case.get("script")
    assert bool(doc.changes) == ("after" in case)
    again = stage(document("\n".join(p.text for p in doc.paragraphs)))
    assert not again.changes


@pytest.mark.parametrize("entry", ENTRIES["protected"], ids=lambda entry: entry["words"][0])
def test_protected_words_show_why(entry):
    assert set(entry) == {"why", "words", "before", "after"}
    assert converted(entry["before"]) == entry["after"]
    assert converted(entry["after"]) == entry["after"]
    assert any(word in entry["after"] for word in entry["words"])


def test_no_word_is_protected_twice():
    words = [word for entry in ENTRIES["protected"] for word in entry["words"]]
    assert len(words) == len(set(words))


@given(TEXTS | st.text())
def test_once_is_enough(text):
    for target in ("hans", "hant"):
        once = converted(text, target)
        assert converted(once, target) == once


@pytest.mark.parametrize(
    ("target", "language"), [("hans", "zh-Hans"), ("hant", "zh-Hant"), ("keep", "zh-Hant")]
)
def test_the_record_names_the_language_as_it_leaves(target, language):
    doc = Script(target)(document("縣長說，這座橋將於明年完工。"))
    assert (doc.script, doc.meta.language) == ("Hant", language)


def test_facts_follow_their_document():
    facts = (
        Fact("title", "縣長談橋樑", "heading"),
        Fact("authors", "余乾后", "byline"),
        Fact("source", "山后報", "source-bar"),
        Fact("url", "https://a.cn/縣長", "canonical"),
    )
    cut = Removed("tool-bar", "後台分享")
    texts = document("這座橋將於明年完工，縣長說。").paragraphs
    old = Document("", facts=facts, paragraphs=(*texts, Paragraph("橋", cuts=(cut,))))
    new = Script()(old)
    assert [f.value for f in new.facts[:4]] == ["县长谈桥梁", "余干后", "山后报", "https://a.cn/縣長"]
    assert new.removed == (Removed("tool-bar", "后台分享"),)


def test_facts_of_a_simplified_document_stay():
    facts = (Fact("authors", "余乾后", "byline"), Fact("authors", "王甯", "byline"))
    doc = Script()(Document("", facts=facts, paragraphs=(Paragraph("这座桥将于明年完工，县长说。"),)))
    assert doc.meta.authors == ("余乾后", "王甯")


def test_code_is_left_alone_and_tells_nothing():
    doc = Script()(
        Document("", paragraphs=(Paragraph("說明書 = 1", "code"), Paragraph("后来，这座桥通车。")))
    )
    assert doc.script == "Hans"
    assert not doc.changes


def test_the_stage_can_be_pickled_when_converters_are_loaded():
    stage = Script(protected=frozenset({"恆龍"}))
    stage(document("縣長說"))
    assert pickle.loads(pickle.dumps(stage)) == stage  # noqa: S301 - our own bytes


def test_threads_share_a_converter():
    text = "縣長說，這座橋將於明年完工，屆時兩岸居民來往更為便利。" * 200
    found = set()
    threads = [threading.Thread(target=lambda: found.add(converter("t2s")(text))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1


@pytest.mark.parametrize("unit", ["說", "说這", "a:/", "`", "《說", "著", "のは", "www.", "昇"])
def test_time_is_linear(unit):
    size = 20_000 // len(unit)
    assert is_linear(lambda times: find_conversions(unit * times), size, 4 * size)


def test_table_of_characters_is_what_opencc_says():
    made = runpy.run_path(str(Path(__file__).resolve().parent.parent / "tools/make_scripts.py"))[
        "make_table"
    ]()
    table = resources.files("newsclean").joinpath("data/scripts.txt").read_text("utf-8")
    assert table == made, "run tools/make_scripts.py"


@pytest.mark.skipif(not CLEAN.exists(), reason="needs the corpus of clean paragraphs beside the repository")
def test_no_clean_paragraph_changes_but_traditional_ones():
    changed = {"hans": [], "hant": []}
    untouched = 0
    for line in CLEAN.read_text("utf-8").splitlines():
        paragraph = json.loads(line)
        for target, found in changed.items():
            edits = find_conversions(paragraph["text"], target)
            if f"zh-{target.capitalize()}" == paragraph["language"] or not paragraph["language"].startswith(
                "zh"
            ):
                found += [(paragraph["id"], edit) for edit in edits]
            else:
                untouched += not edits
    assert changed == {"hans": [], "hant": []}
    assert untouched <= 3  # paragraphs of the other script that have no character of it alone
