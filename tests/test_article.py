"""The article stage: its cases, whole pages of many templates, and what holds for any markup."""

from __future__ import annotations

import html
import random
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import newsclean
from casefile import load
from growth import is_linear
from newsclean.document import Document
from newsclean.hanscript.opencc import converter
from newsclean.page.account import read_account
from newsclean.page.bar import Line
from newsclean.page.detect import is_page
from newsclean.page.extract import read_page
from newsclean.page.tree import Tree, parse, shallow
from newsclean.page.words import load_words
from newsclean.stages.article import Article
from newsclean.stages.markup import Markup

STORY = tomllib.loads((Path(__file__).parent / "cases/article.toml").read_text(encoding="utf-8"))["story"]
FIELDS = ("title", "date", "source", "authors", "editors", "section", "tags", "url")


def filled(text):
    return re.sub(r"\{\{(\d)\}\}", lambda match: STORY[int(match[1]) - 1], text)


def article(source):
    return Markup()(Article()(Document(source, source)))


def assert_facts(meta, case):
    for field in FIELDS:
        if field in case:
            value = getattr(meta, field)
            assert (list(value) if isinstance(value, tuple) else value or "") == case[field], field


@pytest.mark.parametrize("case", load("article"))
def test_cases(case):
    doc = article(filled(case["before"]))
    if "after" in case:
        wanted = [STORY[part - 1] if isinstance(part, int) else filled(part) for part in case["after"]]
        assert [p.text.strip() for p in doc.paragraphs] == wanted
    said = {p.text.strip() for p in doc.paragraphs}
    assert said >= {STORY[part - 1] for part in case.get("holds", ())}
    assert said.isdisjoint(STORY[part - 1] for part in case.get("lacks", ()))
    assert_facts(doc.meta, case)
    if "page_type" in case:
        assert doc.page_type == case["page_type"]
        assert bool(doc.warnings) == (case["page_type"] != "article")


@pytest.mark.parametrize("case", load("pages"))
def test_templates(case):
    doc = newsclean.clean(filled(case["before"]), script="keep")
    wanted = [STORY[part - 1] if isinstance(part, int) else filled(part) for part in case["after"]]
    assert [p.text for p in doc.paragraphs if p.stands] == wanted
    assert doc.page_type == case["page_type"]
    assert_facts(doc.meta, case)


@pytest.mark.parametrize("case", [*load("article"), *load("pages")])
def test_traditional_pages_are_read_like_simplified_ones(case):
    convert = converter("s2tw")
    source = filled(case["before"])
    simplified, traditional = article(source), article(convert(source))
    assert traditional.page_type == simplified.page_type
    said = [[p.text for p in doc.paragraphs] for doc in (simplified, traditional)]
    facts = [{field: getattr(doc.meta, field) for field in FIELDS} for doc in (simplified, traditional)]
    ours, theirs = (convert(repr(one)) for one in zip(said, facts, strict=True))  # what was escaped stayed
    assert theirs == ours


@pytest.mark.parametrize("case", load("article"))
def test_what_is_left_out_is_recorded(case):
    """Every block of text the page shows is in what was found or in the record."""
    source = filled(case["before"])
    found = read_page(source)
    body = parse(source).body
    blocks = Tree(body).texts if body is not None and "display:none" not in source else []
    said = "".join([bare(found.html), bare(found.outside), *(bare(text) for _, text in found.cuts)])
    assert not [block for block in blocks if bare(block) not in said]


def bare(markup):
    return "".join(html.unescape(re.sub("<[^>]*>", "", markup)).split())


NOT_PAGES = [
    "",
    "纯文本。",
    "<p>片段</p>",
    "---\ntitle: 标题\n---\n正文",
    "印发<通知>的办法",
    "# 标题\n\n<div>甲</div>",
    "<!-- 注释 -->甲",
    "<!--",
    "<!",
    "<?xml version='1.0'?><feed></feed>",
    "   ",
    "<",
    "\ufeff甲",
]


@pytest.mark.parametrize("source", NOT_PAGES)
def test_what_is_no_page_passes_untouched(source):
    doc = Document(source, source)
    assert Article()(doc) == doc


PAGE_STARTS = [
    "<html>",
    "<!DOCTYPE HTML>",
    "\ufeff <!-- https://a.example/ -->\n<html>",
    "<BODY>",
    "<?xml version='1.0'?><!DOCTYPE html>",
    "<meta charset=gbk><html><head></head><body>甲",
]


@pytest.mark.parametrize("source", PAGE_STARTS)
def test_pages_are_seen(source):
    assert is_page(source)


def test_a_tree_has_blocks_with_their_links_and_elements():
    body = parse("<body>甲<div>乙<a>丙</a>丁<a>戊</a></div><p><a> </a><b>己</b><br>庚</p><hr>辛</body>").body
    tree = Tree(body)
    assert [*zip(tree.texts, tree.links, tree.linked, strict=True)] == [
        ("甲", 0, 0),
        ("乙丙丁戊", 2, 2),
        ("己", 1, 0),
        ("庚", 0, 0),
        ("辛", 0, 0),
    ]
    assert [tree.tags[home] for home in tree.homes] == ["body", "div", "p", "p", "body"]
    assert [*zip(tree.tags, tree.first, tree.last, tree.ends, strict=True)] == [
        ("body", 0, 5, 4),
        ("div", 1, 2, 2),
        ("p", 2, 4, 3),
        ("hr", 4, 4, 4),
    ]


def test_a_tree_has_its_text_in_simplified_characters_too():
    tree = Tree(parse("<body><p>責任編輯：沈秋</p><p>ＡＢ</p></body>").body)
    assert (tree.texts, tree.plain) == (["責任編輯：沈秋", "ＡＢ"], ["责任编辑：沈秋", "ＡＢ"])


UNLIKE_PAGES = [
    "<!-- <html>",
    "<?xml version='1.0'",
    "<?xml version='1.0'?><feed>",
    "<htmlx>",
    "甲<html><head></head>",
    "<p>甲</p><body>",
]


@pytest.mark.parametrize("source", UNLIKE_PAGES)
def test_what_only_begins_like_a_page_is_none(source):
    assert not is_page(source)


CODECS = ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"]


@pytest.mark.parametrize("declared", ["", '<meta charset="{}">', '<meta charset="iso-8859-1">'])
@pytest.mark.parametrize("codec", CODECS)
def test_encodings_give_the_same(codec, declared):
    case = next(case for case in load("article") if case.id.startswith("portal"))
    page = filled(case.values[0]["before"])
    encoded = page.replace('<meta charset="utf-8">', declared.format(codec)).encode(
        codec, "xmlcharrefreplace"
    )
    wanted, doc = newsclean.clean(page), newsclean.clean(encoded)
    assert (doc.text, doc.meta) == (wanted.text, wanted.meta)
    assert STORY[0] in doc.text


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5", "big5hkscs"])
def test_encodings_give_the_same_for_traditional_pages(codec):
    case = next(case for case in load("article") if case.id.startswith("traditional"))
    page = case.values[0]["before"]
    wanted, doc = newsclean.clean(page), newsclean.clean(page.encode(codec))
    assert (doc.text, doc.meta) == (wanted.text, wanted.meta)
    assert doc.meta.source == "澄湾时报"


def test_deep_nesting_is_bounded():
    deep = "<html><body>" + "<div>" * 100_000 + STORY[0] * 3 + "</div>" * 100_000
    assert STORY[0] in read_page(deep).html
    kept = shallow(deep)
    assert kept.count("<div>") == kept.count("</div>") == 500 - 2  # html and body are open, too


UNITS = [
    "<p>记者看到，大家都说放心。</p>",
    "<div class=share>分享，",
    "<li><a href=/>一二三四五六七八九十</a>",
    "来源：",
    "<h3>相关阅读</h3>",
    '<script>"a":"',
    '<script>x="\\"',
    "<a><div>",
    "<ul><li>",
    "<table><tr><td>",
    "首页 > ",
    "<div style='display:none'>甲",
    "<font><a>",
    "<b><p>",
    "<!-- -->",
    "2024-06-01 ",
    "<h1>标题</h1><p>2024-06-01 08:30</p>",
    "<div class=share><p>记者看到，大家都说放心。</p>",
    "<div>相关阅读<br>",
    "<ul><li>甲乙丙丁戊己庚，辛壬癸子丑。<br>2小时前<li>甲乙丙丁戊己庚，辛壬癸子丑。<br>刚刚<li>",
    "<textarea>",
    "<script type=text/template>",
]


@pytest.mark.parametrize("unit", UNITS)
def test_long_pages_take_linear_time(unit):
    head = "<html><title>标题_网站</title><body>"
    assert is_linear(lambda times: read_page(head + unit * times + STORY[0]), 625, 5_000)


TAGS = [
    "p",
    "div",
    "span",
    "a href='#'",
    "h1",
    "ul",
    "li",
    "table",
    "tr",
    "td",
    "section",
    "script",
    "style",
    "br",
    "b",
    "form",
    "body",
    "html",
    "head",
    "title",
    "div class='share'",
    "div style='display:none'",
    "svg",
    "!--",
    "template",
    "iframe",
    "p class=source",
    "nav",
    "footer",
    "select",
    "option",
]
LINES = [
    "来源：澄湾日报",
    "2024-06-01 08:30",
    "相关阅读",
    "分享到：",
    "-->",
    "&nbsp;",
    "首页 > 正文",
    '{"content":"',
]
PIECES = [f"<{tag}>" for tag in TAGS] + [f"</{tag.split()[0]}>" for tag in TAGS] + STORY + LINES
MARKUP = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=60).map("".join)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(MARKUP)
def test_any_markup_gives_a_page(markup):
    page = read_page("<html>" + markup)
    assert page.kind in {"article", "list", "gallery", "video", "other"}
    assert page == read_page("<html>" + markup)
    assert all(fact.value for fact in page.facts)


def test_truncated_and_flipped_pages_do_no_harm():
    chance = random.Random(1)  # noqa: S311 - no secret
    for number, case in enumerate(load("article")):
        data = filled(case.values[0]["before"]).encode()
        for part in range(1 + number % 3, 50, 3):
            article(data[: len(data) * part // 50].decode("utf-8", "replace"))
        for _ in range(3):
            damaged = bytearray(data)
            for _ in range(len(data) // 500 + 1):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            article(damaged.decode("utf-8", "replace"))


@pytest.mark.parametrize(
    ("word", "accounts"),
    [
        ("澄河夜话", ["澄河夜话"]),
        ("要闻", []),  # a section
        ("主页", []),  # no name, but a way on
        ("夜话3", []),  # with a number or a mark in it
        ("夜话、晨读", []),
        ("水渠昨天通水全村都放心", []),  # too long for one
        ("通讯员", []),
    ],
)
def test_a_word_in_the_line_beside_the_date_is_an_account_if_it_can_be(word, accounts):
    lines = [Line(word), Line("2024-06-01 08:30")]
    for some in (lines, lines[::-1]):
        assert [fact.value for fact in read_account(some)] == accounts


def test_word_lists_are_plain():
    words = load_words()
    assert all(label == label.lower().strip() for label in words.labels)
    assert all(key == key.lower() for key in words.meta)
