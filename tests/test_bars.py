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


def test_bars():
    assert is_bar("2024-06-01 08:30 澄湾日报")
    assert is_bar("稿源：澄湾晚报")
    assert is_bar("發佈日期：113-06-01")
    assert not is_bar("2024年6月1日，新馆试运行，首日接待读者四千二百人次。")
    assert not is_bar("记者在现场看到：大家都在排队。")
    assert is_bar("2024年6月1日 星期六 第03版")
    assert is_bar("澄湾晚报2024-06-01 08:30")
    assert is_bar("澄湾热线 http://www.chengwan.example 2012-6-1 10:20:31 澄湾晚报 【大 中 小】")
    assert not is_bar("2024年6月1日第九届市民大会第三次会议通过")
    assert not is_bar("先回顾一下馆方2024年6月1日的通知")
    assert not is_bar("补记 2024年6月1日：馆方答复了")
    assert is_tools("分享到： 微信 微博 QQ空间")
    assert is_tools("字号：大 中 小")
    assert is_tools("【评论】【论坛】【收藏此页】【大 中 小】")
    assert not is_tools("【评论】【论坛】")
    assert not is_tools("大家都说好")


def test_what_was_not_chosen_is_among_the_candidates():
    bar = read_bar([Line("发布日期：2024年6月1日 成文日期：2024年5月30日")])
    record = make_record(Document("", facts=tuple(bar.facts)), verbose=True)
    assert record["date"] == "2024-06-01"
    assert record["candidates"] == {"date": [{"value": "2024-05-30", "origin": "source-bar"}]}
