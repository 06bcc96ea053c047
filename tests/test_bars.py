"""The line of date, source and names under a headline, as pages show it."""

from __future__ import annotations

import pytest

from casefile import load
from newsclean.document import Document
from newsclean.page.bar import Line, is_bar, is_tools
from newsclean.page.bar_reader import read_bar
from newsclean.record import make_record


@pytest.mark.parametrize("case", load("bars"))
def test_cases(case):
    lines = [Line(line) if isinstance(line, str) else Line(*line) for line in case["lines"]]
    meta = Document("", facts=tuple(read_bar(lines).facts)).meta
    got = {field: getattr(meta, field) for field in ("date", "source", "authors", "editors", "photographers")}
    assert {field: list(v) if isinstance(v, tuple) else v for field, v in got.items() if v} == {
        field: case[field] for field in got if field in case
    }


@pytest.mark.parametrize(
    "line",
    [
        "2024-06-01 08:30 澄湾日报",
        "稿源：澄湾晚报",
        "發佈日期：113-06-01",
        "2024年6月1日 星期六 第03版",
        "澄湾晚报2024-06-01 08:30",
        "澄湾热线 http://www.chengwan.example 2012-6-1 10:20:31 澄湾晚报 【大 中 小】",
    ],
)
def test_what_is_a_bar(line):
    assert is_bar(line)


@pytest.mark.parametrize(
    "line",
    [
        "2024年6月1日，新馆试运行，首日接待读者四千二百人次。",
        "记者在现场看到：大家都在排队。",
        "2024年6月1日第九届市民大会第三次会议通过",
        "先回顾一下馆方2024年6月1日的通知",
        "补记 2024年6月1日：馆方答复了",
    ],
)
def test_what_is_no_bar(line):
    assert not is_bar(line)


@pytest.mark.parametrize(
    ("line", "tools"),
    [
        ("分享到： 微信 微博 QQ空间", True),
        ("字号：大 中 小", True),
        ("【评论】【论坛】【收藏此页】【大 中 小】", True),
        ("【评论】【论坛】", False),
        ("大家都说好", False),
    ],
)
def test_what_holds_nothing_but_tools(line, tools):
    assert is_tools(line) is tools


def test_what_was_not_chosen_is_among_the_candidates():
    bar = read_bar([Line("发布日期：2024年6月1日 成文日期：2024年5月30日")])
    record = make_record(Document("", facts=tuple(bar.facts)), verbose=True)
    assert record["date"] == "2024-06-01"
    assert record["candidates"] == {"date": [{"value": "2024-05-30", "origin": "source-bar"}]}
