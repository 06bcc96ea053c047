"""What the lines of a text say about it."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

import newsclean
from casefile import load
from documents import in_lines
from newsclean.facts import Fact
from newsclean.stages.boilerplate import Boilerplate
from newsclean.stages.metadata import Metadata

CASES = load("metadata")
FIELDS = ("title", "date", "source", "authors", "editors", "photographers", "section")
SHARED = Path(__file__).parents[2] / "shared"


@pytest.mark.parametrize("case", CASES)
def test_case(case):
    doc = Metadata()(in_lines(case["text"]))
    expected = {name: case[name] for name in FIELDS if name in case}
    found = {}
    for name in FIELDS:
        value = getattr(doc.meta, name)
        if value:
            found[name] = list(value) if isinstance(value, tuple) else value
    assert found == expected
    assert doc.text == in_lines(case["text"]).text
    after = Boilerplate()(doc)
    if "left" in case:
        assert after.text == in_lines(case["left"]).text


@pytest.mark.parametrize("case", CASES)
def test_own_output_stays(case):
    after = Boilerplate()(Metadata()(in_lines(case["text"])))
    again = Boilerplate()(Metadata()(in_lines(after.text)))
    assert again.text == after.text
    assert again.meta.title is None


STORY = "两岸的人从此不必等船，施工队也回家了，都很高兴。"


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ("桥今天通车\n" + STORY, STORY),
        ("河东在线\n“桥”今天通车\n" + STORY, "河东在线\n" + STORY),
        (STORY + "\n桥今天通车\n灯亮了。", None),
        ("河东在线\n桥今天通车", None),
    ],
)
def test_a_line_above_the_text_that_repeats_the_title(lines, left):
    doc = in_lines(lines).evolve(facts=(Fact("title", "桥今天通车", "front-matter"),))
    assert Boilerplate()(Metadata()(doc)).text == in_lines(left or lines).text


def plain(line):
    return "".join(unicodedata.normalize("NFKC", line).split())


def test_no_known_boilerplate_is_left_in_pages(capsys):
    pages = SHARED / "pages"
    if not pages.exists():
        pytest.skip("needs the corpus of pages beside the repository")
    left, total = [], 0
    for path in sorted((pages / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        doc = newsclean.clean((pages / "raw" / f"{path.stem}.html").read_bytes(), script="keep")
        lines = {plain(line) for line in doc.text.split("\n")}
        story = {plain(line) for line in (*gold["body"], *gold["optional"], gold["title"])}
        for line in map(plain, gold["boilerplate"]):
            if line and line not in story:
                total += 1
                left += [f"{path.stem}: {line}"] * (line in lines)
    with capsys.disabled():
        print(f"\nboilerplate lines left in pages: {len(left)} of {total}")
    assert left == []
