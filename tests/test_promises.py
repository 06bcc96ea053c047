"""What is promised of every stage, and of all of them together, for input of any kind."""

from __future__ import annotations

import dataclasses
import pickle
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import newsclean
from documents import DOCUMENTS
from growth import is_linear
from newsclean.document import Document, Rejected
from newsclean.pipeline import Pipeline, build_pipeline
from newsclean.record import make_record
from newsclean.stages import NAMES, STAGES

# What the stages look for, so that most made-up documents give several of them something to do.
PIECES = [
    "市民政局今日公布了新的办法，", "记者在现场看到，", "群众满意度达到98.7%。", "“放心多了。”他说。",
    "記者在現場看到，", "當(dāng)前", "時(shí)間", "經(jīng)濟(jì)", "水桶?！弊≡陧敇", "鐧芥鍖虹殑鈥滄棫",
    "ÐÂÎÅ±¨µÀ", "锟斤拷锟斤拷", "\ufffd", "&amp;ldquo;", "&nbsp;", r"\u4e2d", "%E4%B8%AD",
    "（责任编辑：方小禾）", "本报讯（记者 温如许 通讯员 裴朗）", "本报记者戚望舒", "来源：临澜日报",
    "（完）", "【版权声明】未经授权不得转载。", "当前位置：首页 > 新闻 > 正文", "上一篇：没有了",
    "扫一扫，关注我们", "乔安摄", "2024-03-09 17:20", "2024年3月9日", "责 任 编 辑",
    "[返回首页](//a.example/)", "<http://a.example/b?c=1>", "<p>", "</p>", "<br>",
    "<div class='article'>", "</div>", "<h1>", "</h1>", "<script>var a=1;</script>", "<a href='#'>",
    "</a>", "<table><tr><td>", "<!--", "-->", "<html><body>", "印发<办法>的通知", "<", ">", "&", "---\n",
    "title: 标题\n", "# ", "- ", "> ", "**", "`code`", "```\n", "\n", "\n\n", "\r\n", "\t", " ", "\u3000",
    "\u200b", "\xa0", "\x00", "\u2028", ",", ":", "!", "?", "(", ")", "1,000", "10:30", "ＡＢ１２", "、",
    "。", "」", "『", "\U00020bb7", "カタカナ", "한국어", "abc",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=25).map("".join)
SOME_TEXT = TEXTS.filter(str.strip)  # an empty text is rejected by the first stage

CODECS = ["utf-8", "gb18030", "big5", "utf-16", "utf-16-le", "hz", "shift_jis", "latin-1"]
DATA = (
    st.tuples(TEXTS, st.sampled_from(CODECS)).map(lambda pair: pair[0].encode(pair[1], "replace"))
    | st.tuples(TEXTS, st.sampled_from(CODECS)).map(lambda pair: pair[0].encode(pair[1], "ignore")[:-1])
    | st.binary(max_size=300)
)
QUIET = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])


@cache
def whole_pipeline() -> Pipeline:
    return build_pipeline()


def clean(data):
    """The document, or what was said against it."""
    try:
        return whole_pipeline()(data)
    except Rejected as rejected:
        return rejected


@QUIET
@given(DATA | TEXTS)
def test_any_input_gives_a_document_or_is_rejected_with_advice(data):
    outcome = clean(data)
    if isinstance(outcome, Rejected):
        assert outcome.code
        assert outcome.reason
        assert outcome.advice
        return
    text = outcome.text
    assert text == "" or (text.endswith("\n") and not text.endswith("\n\n"))
    assert "\r" not in text
    assert make_record(outcome)["output"]["characters"] == len(text)


@QUIET
@given(DOCUMENTS)
def test_cleaning_twice_is_cleaning_once(document):
    once = newsclean.clean(document)
    assert once.text
    assert newsclean.clean(once.text).text == once.text


@QUIET
@given(TEXTS)
def test_a_second_run_finds_the_same(text):
    first, second = clean(text), clean(text)
    assert first == second or (isinstance(first, Rejected) and first.args == second.args)


ON_TEXT = [stage for stage in STAGES if stage.name not in {"decode", "article", "markup"}]
"""Stages that change a text; the others make one form of it out of another."""
IN_PLACE = [stage for stage in ON_TEXT if stage.name != "layout"]
"""Those of them that edit and remove, and put nothing together."""


@pytest.mark.parametrize("stage", IN_PLACE, ids=lambda stage: stage.name)
@QUIET
@given(text=SOME_TEXT)
def test_changed_if_and_only_if_recorded(stage, text):
    doc = Document(text)
    for earlier in STAGES[: STAGES.index(stage)]:
        doc = earlier()(doc)
    after = stage()(doc)
    assert after.changes[: len(doc.changes)] == doc.changes
    own = after.changes[len(doc.changes) :]
    assert all(change.stage == stage.name and change.rule for change in own)
    assert all(change.before != change.after for change in own)
    assert bool(own) == (texts_of(doc) != texts_of(after))
    recorded = sum(len(change.after) - len(change.before) for change in own)
    assert recorded == size_of(after) - size_of(doc)


def size_of(doc):
    return sum(map(len, texts_of(doc)))


def texts_of(doc):
    """The text, by paragraph; words removed before are cleaned like the fields, which is no change of it."""
    if doc.paragraphs is None:
        return [doc.source]
    return [p.text if p.removed is None else "" for p in doc.paragraphs]


@pytest.mark.parametrize("stage", ON_TEXT, ids=lambda stage: stage.name)
@QUIET
@given(text=DOCUMENTS)
def test_a_stage_done_twice_is_done(stage, text):
    """On its own output a stage has nothing left to do."""
    doc = Document(text)
    for earlier in STAGES[: STAGES.index(stage) + 1]:
        doc = earlier()(doc)
    again = stage()(doc)
    assert again.changes == doc.changes
    assert again.text == doc.text


@pytest.mark.parametrize("stage", STAGES, ids=NAMES)
def test_a_stage_is_a_frozen_value_that_travels_between_processes(stage):
    one = stage()
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - just made here
    assert dataclasses.is_dataclass(one)
    assert hash(one) == hash(stage())


@QUIET
@given(TEXTS)
def test_documents_and_rejections_travel_between_processes(text):
    outcome = clean(text)
    copy = pickle.loads(pickle.dumps(outcome))  # noqa: S301 - the same
    assert copy == outcome or (copy.code, copy.reason, copy.advice) == (
        outcome.code, outcome.reason, outcome.advice,
    )  # fmt: skip


@QUIET
@given(TEXTS)
def test_options_leave_out_what_they_name(text):
    for name in NAMES[1:]:
        try:
            doc = newsclean.clean(text, skip=[name])
        except Rejected:
            continue
        assert name not in {change.stage for change in doc.changes}


GROWING = {
    "text": "市民政局今日公布了新的办法，群众满意度达到98.7%。",
    "paragraphs": "记者在现场看到，一切正常。\n\n",
    "traditional": "記者在現場看到，一切正常。",
    "pinyin": "當(dāng)前時(shí)間，經(jīng)濟(jì)發(fā)展。",
    "misread": "鐧芥鍖虹殑鈥滄棫鐗╀慨鐞嗘棩鈥濊繋鏉ョ�",
    "byte by byte": "ÐÂÎÅ±¨µÀ",
    "lost": "锟斤拷",
    "escapes": "&amp;ldquo;\\u4e2d%E4",
    "tags": "<p>记者<b>",
    "open brackets": "<",
    "open parentheses": "（(【[",
    "quotes": "“",
    "credits": "（责任编辑：方小禾）\n\n",
    "names": "本报记者戚望舒",
    "turns": "记者：沈秋\n",
    "breadcrumb": "首页 > ",
    "spaces": " \u3000",
    "digits": "2024-03-",
    "marks": "?",
    "commas": ",",
    "backticks": "`",
    "stars": "*_",
    "page": "<div><p>记者在现场看到，一切正常。</p></div><ul><li><a href='#'>更多</a></li></ul>",
}


@pytest.mark.parametrize("name", GROWING)
def test_time_grows_no_faster_than_the_input(name):
    unit = GROWING[name]
    start = "<!DOCTYPE html><html><body>" if name == "page" else ""
    assert is_linear(lambda size: clean(start + unit * (size // len(unit))), 4_000, 32_000)


@pytest.mark.parametrize("option", [{"script": "simplified"}, {"punctuation": "en"}, {"only": "mark-up"}])
def test_a_value_that_does_not_exist_is_an_error(option):
    with pytest.raises(ValueError, match=next(iter(option.values()))):
        newsclean.clean("天气晴好。", **option)


def test_a_stage_may_be_named_alone():
    assert newsclean.clean("<b>後來</b>", skip="script").text == "後來\n"
