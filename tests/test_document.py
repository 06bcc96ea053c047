"""The values that flow through the pipeline: what was removed, joined and stated."""

from __future__ import annotations

import pickle

from newsclean.document import Document, Paragraph, Rejected, Removed
from newsclean.edits import Change, Edit
from newsclean.facts import Fact, resolve


def test_removed_words_are_listed_in_the_order_they_stood_in():
    doc = Document("", paragraphs=(Paragraph("首页"), Paragraph("他走了。（完）"), Paragraph("责编：李明")))
    doc = doc.edit_paragraphs("boilerplate", {1: [Edit(4, 7, "", "end-mark")]}, cut=True)
    doc = doc.remove_paragraphs("boilerplate", {2: "editor-credit", 0: "breadcrumb"})
    assert doc.text == "他走了。\n"
    assert doc.removed == (
        Removed("breadcrumb", "首页"),
        Removed("end-mark", "（完）"),
        Removed("editor-credit", "责编：李明"),
    )
    assert len(doc.changes) == 3


def test_what_is_removed_is_recorded_from_the_start_of_its_paragraph():
    doc = Document("", paragraphs=(Paragraph("首页"),)).remove_paragraphs("boilerplate", {0: "breadcrumb"})
    assert doc.changes == (Change("boilerplate", "breadcrumb", "首页", "", 0, 0),)


def test_a_join_is_recorded_where_the_joined_text_has_it():
    lines = "云岭县的新公路昨天正式通 ", "　车，头班车上坐满了人，车站派出", "三十辆客车。"
    doc = Document("", paragraphs=tuple(map(Paragraph, lines)))
    doc = doc.join_paragraphs("layout", [(0, 1, "", "break"), (0, 2, "", "break")])
    assert [p.text for p in doc.paragraphs] == [
        "云岭县的新公路昨天正式通车，头班车上坐满了人，车站派出三十辆客车。"
    ]
    first, second = doc.changes
    assert first.before == "新公路昨天正式通 \n\n　车，头班车上坐满"
    assert first.after == "新公路昨天正式通车，头班车上坐满"
    for change in (first, second):
        assert doc.paragraphs[0].text[change.start :].startswith(change.after)


def test_a_join_is_recorded_by_the_paragraph_that_it_makes():
    lines = "公路", "通车。", "头班车上", "坐满了人。", "车站派出", "三十辆客车。"
    doc = Document("", paragraphs=tuple(map(Paragraph, lines)))
    doc = doc.join_paragraphs("layout", [(0, 1, "", "break"), (2, 3, "", "break"), (4, 5, "，", "comma")])
    assert [p.text for p in doc.paragraphs] == ["公路通车。", "头班车上坐满了人。", "车站派出，三十辆客车。"]
    assert [(change.paragraph, change.start) for change in doc.changes] == [(0, 0), (1, 0), (2, 0)]


def test_an_article_is_where_its_span_says_whatever_was_removed_around_it():
    doc = Document(
        "",
        paragraphs=(
            Paragraph("头版", removed="column-head"),
            Paragraph("公路通车", article=0, is_title=True),
            Paragraph("头班车上坐满了人。", article=0),
            Paragraph("（责编：李明）", removed="credit-line", article=0),
            Paragraph("", article=0),
            Paragraph("新桥合龙", article=1, is_title=True),
            Paragraph("两岸的人都来看。", article=1),
            Paragraph("桥长三百米。", article=1),
        ),
    )
    bodies = [(span.title, doc.text[span.start : span.end]) for span in doc.articles]
    assert bodies == [("公路通车", "头班车上坐满了人。"), ("新桥合龙", "两岸的人都来看。\n\n桥长三百米。")]


def test_whoever_edits_an_article_edits_the_page():
    doc = Document(
        "",
        paragraphs=(
            Paragraph("头班车上坐满了人。", article=0, facts=(Fact("authors", "沈秋", "dateline"),)),
            Paragraph("两岸的人都来看。", article=1),
            Paragraph(
                "责编：闻小川", removed="credit-line", article=1, facts=(Fact("editors", "闻小川", "credit"),)
            ),
        ),
    )
    assert (doc.meta.authors, doc.meta.editors) == ((), ("闻小川",))


def test_facts_are_cleaned_but_urls():
    facts = (Fact("title", "ａ", "heading"), Fact("url", "http://ａ", "link"), Fact("tags", "b", "meta-tag"))
    cleaned = Document("", facts=facts).map_facts(lambda value: value.replace("ａ", "a").replace("b", ""))
    assert [fact.value for fact in cleaned.facts] == ["a", "http://ａ"]


def test_the_first_origin_in_order_wins_and_gives_all_its_values():
    meta = resolve(
        [
            Fact("authors", "站长", "meta-tag"),
            Fact("authors", "李明", "byline"),
            Fact("authors", "王芳", "byline"),
            Fact("authors", "李明", "byline"),
        ]
    )
    assert meta.authors == ("李明", "王芳")


def test_places_that_add_up_give_all_their_values_in_order():
    meta = resolve(
        [
            Fact("authors", "宣传科", "source-bar"),
            Fact("authors", "李明", "dateline"),
            Fact("authors", "站长", "meta-tag"),
            Fact("editors", "王芳", "source-bar"),
            Fact("editors", "赵六", "credit"),
        ]
    )
    assert meta.authors == ("宣传科", "李明")
    assert meta.editors == ("王芳", "赵六")


def test_a_place_that_does_not_add_up_stands_alone():
    assert resolve([Fact("authors", "供稿科", "credit"), Fact("authors", "站长", "meta-tag")]).authors == (
        "供稿科",
    )


def test_who_filed_a_page_is_its_editor_where_the_page_says_so():
    filed = Fact("authors", "闻小川", "meta-tag")
    assert resolve([filed, Fact("editors", "闻小川", "credit")]).authors == ()
    assert resolve([filed, Fact("editors", "闻小川", "meta-tag")]).authors == ("闻小川",)


def test_an_account_named_as_its_author_is_no_medium():
    account = Fact("source", "闻小川", "account")
    assert resolve([account, Fact("authors", "闻小川", "json-ld")]).source is None
    assert resolve([account, Fact("authors", "沈秋", "json-ld")]).source == "闻小川"
    credited = account._replace(origin="credit")  # a line says so: 来源：闻小川工作室
    assert resolve([credited, Fact("authors", "闻小川", "json-ld")]).source == "闻小川"


def test_a_verdict_survives_the_way_back_from_a_worker():
    verdict = pickle.loads(pickle.dumps(Rejected("binary", "looks binary", "leave it out")))  # noqa: S301
    assert (verdict.code, str(verdict)) == ("binary", "looks binary; leave it out")
