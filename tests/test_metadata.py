"""What the lines of a text say about it."""

from __future__ import annotations

import json
import unicodedata

import pytest

import newsclean
from casefile import CORPORA, load
from documents import in_lines
from newsclean.facts import Fact
from newsclean.stages.boilerplate import Boilerplate
from newsclean.stages.metadata import Metadata

CASES = load("metadata")
FIELDS = ("title", "date", "source", "authors", "editors", "photographers", "section", "tags")
PAGES = CORPORA / "pages"


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


DAYS = {
    "2021年3月4日": "2021-03-04",
    "2021年03月04日": "2021-03-04",
    "2021年3月4日 星期四": "2021-03-04",
    "2021年3月4日（星期四）": "2021-03-04",
    "二〇二一年三月四日": "2021-03-04",
    "2021-03-04": "2021-03-04",
    "2021/3/4": "2021-03-04",
    "2021.03.04": "2021-03-04",
    "2021年3月4日 08:30": "2021-03-04T08:30",
    "2021年3月4日08:30": "2021-03-04T08:30",
    "2021年3月4日 上午8:30": "2021-03-04T08:30",
    "2021年3月4日 8时30分": "2021-03-04T08:30",
    "2021-03-04 08:30:15": "2021-03-04T08:30:15",
}
BARS = (
    "{} 来源：河东日报",
    "{}　来源：河东日报　作者：闻小川　编辑：沈秋",
    "（{} 来源：河东日报）",
    "{} | 来源：河东日报 | 作者：闻小川",
    "{}　河东日报",
    "{} 河东日报 作者：闻小川",
    "{} 本报记者 闻小川",
    "来源：河东日报　{}",
    "作者：闻小川 来源：河东日报 {}",
    "河东日报 {}",
    "河东日报 记者 闻小川 {}",
    "本报记者 闻小川 {}",
)


@pytest.mark.parametrize("bar", BARS)
@pytest.mark.parametrize("day", DAYS)
def test_a_bar_says_the_same_however_its_day_is_written(bar, day):
    doc = newsclean.clean(f"桥今天通车\n\n{bar.format(day)}\n\n{STORY}")
    assert (doc.meta.title, doc.text) == ("桥今天通车", STORY + "\n")
    assert doc.meta.date == DAYS[day]
    assert doc.meta.source == ("河东日报" if "河东" in bar else None)
    assert doc.meta.authors == (("闻小川",) if "闻" in bar else ())
    assert doc.meta.editors == (("沈秋",) if "沈" in bar else ())


@pytest.mark.parametrize("event", ["桥通车", "参观报社", "开会：谈修桥"])
def test_a_day_before_what_happened_is_no_bar(event):
    assert newsclean.clean(f"大事记\n\n2021年3月4日 {event}\n\n{STORY}").removed == ()


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


@pytest.mark.skipif(not PAGES.exists(), reason="needs the corpus of pages beside the repository")
def test_no_known_boilerplate_is_left_in_pages():
    left = []
    for path in sorted((PAGES / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        doc = newsclean.clean((PAGES / "raw" / f"{path.stem}.html").read_bytes(), script="keep")
        lines = {plain(line) for line in doc.text.split("\n")}
        story = {plain(line) for line in (*gold["body"], *gold["optional"], gold["title"])}
        boilerplate = {plain(line) for line in gold["boilerplate"]} - story - {""}
        left += [f"{path.stem}: {line}" for line in boilerplate & lines]
    assert left == []
