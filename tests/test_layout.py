"""The layout stage: its cases, newspaper pages set in columns, and what holds for every page."""

from __future__ import annotations

import dataclasses
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsclean
import newspaper
from casefile import load
from growth import is_linear
from newsclean.document import Document, Paragraph, Removed
from newsclean.facts import Fact
from newsclean.layout.joins import find_joins
from newsclean.layout.lines import lines_of
from newsclean.layout.wraps import width
from newsclean.markup import plain
from newsclean.pipeline import Pipeline, build_pipeline
from newsclean.stages.layout import Layout

ARTICLES, PAGES = newspaper.load()


@cache
def pipeline() -> Pipeline:
    return build_pipeline(only=("article", "markup", "metadata", "boilerplate", "layout"))


def texts(doc: Document) -> list[str]:
    return [p.text for p in doc.paragraphs if p.stands]


def as_plain(text: str) -> Document:
    return Document(text, text, paragraphs=tuple(plain.paragraphs(text)))


@pytest.mark.parametrize("case", load("layout"))
def test_case(case):
    doc = pipeline()(case["before"].strip("\n"))
    assert texts(doc) == case.get("after", case["before"]).strip("\n").replace("\n\n", "\n").split("\n")
    assert [span.title for span in doc.articles] == case.get("titles", [])
    if "after" not in case:
        assert not any(change.stage == "layout" for change in doc.changes)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["name"])
class TestNewspaperPages:
    @pytest.fixture
    def articles(self, page):
        return [ARTICLES[name] for name in page["articles"]]

    @pytest.fixture
    def doc(self, page, articles):
        return Layout()(newspaper.set_page(articles, page["width"], page["height"]).document)

    def test_columns_broke_something(self, page, articles):
        raw = newspaper.set_page(articles, page["width"], page["height"]).document
        assert len(texts(raw)) > len(texts(Layout()(raw)))

    def test_paragraphs_are_whole_and_kickers_gone(self, doc, articles):
        assert doc.text == newspaper.clean_text(articles)
        kickers = [article.kicker for article in articles if article.kicker]
        assert [change.before for change in doc.changes if change.rule == "column-head"] == kickers

    def test_articles_have_their_titles_and_people(self, doc, articles):
        found = [(span.title, span.authors, span.photographers) for span in doc.articles]
        assert found == [(article.title, article.authors, article.photographers) for article in articles]

    def test_spans_are_the_bodies(self, doc, articles):
        bodies = [doc.text[span.start : span.end] for span in doc.articles]
        assert bodies == ["\n\n".join(article.paragraphs) for article in articles]

    def test_the_whole_pipeline_finds_the_credits(self, page, articles):
        source = newspaper.set_page(articles, page["width"], page["height"]).document.source
        doc = newsclean.clean(source)
        assert doc.text == newspaper.clean_text(articles)
        found = [(span.title, span.authors, span.photographers) for span in doc.articles]
        assert found == [(article.title, article.authors, article.photographers) for article in articles]
        assert newsclean.clean(doc.text).text == doc.text

    @pytest.mark.parametrize("of_the_page", [True, False], ids=["page", "first article"])
    def test_front_matter_may_name_the_page_or_its_first_article(self, page, articles, of_the_page):
        source = newspaper.set_page(articles, page["width"], page["height"]).document.source
        title = "第03版：要闻" if of_the_page else articles[0].title
        doc = newsclean.clean(f"---\ntitle: {title}\n---\n\n{source}")
        text = newspaper.clean_text(articles)
        assert doc.text == (text if of_the_page else text.removeprefix(f"{title}\n\n"))
        assert [span.title for span in doc.articles] == [article.title for article in articles]

    def test_own_output_stays(self, doc):
        again = Layout()(as_plain(doc.text))
        assert again.text == doc.text
        assert not again.changes
        assert {span.title for span in again.articles} <= {span.title for span in doc.articles}


def wrapped(text, room, length):
    """A paragraph as a program wraps it: indented, and cut where the room of a line is used up."""
    lines = ["\N{IDEOGRAPHIC SPACE}" * 2]
    for char in text:
        if length(lines[-1] + char) > room:
            lines.append("")
        lines[-1] += char
    return "\n".join(lines)


@pytest.mark.parametrize("columns", range(40, 81, 8))
@pytest.mark.parametrize("length", [width, lambda line: 2 * len(line)], ids=["columns", "characters"])
def test_lines_are_whole_again_however_a_program_counts(columns, length):
    paragraphs = [text for name in ("bus", "audit", "court") for text in ARTICLES[name].paragraphs]
    source = "\n".join(wrapped(text, columns, length) for text in paragraphs)
    assert texts(newsclean.clean(source)) == paragraphs


def test_a_page_on_which_most_paragraphs_are_broken():
    articles = [dataclasses.replace(ARTICLES[name], dateline="") for name in ("audit", "bus")]
    paragraphs = [text for article in articles for text in article.paragraphs]
    page = newspaper.Page(10, 5)
    for text in paragraphs:
        page.paragraph(text)
    broken = [line for line in texts(page.document) if line[-1] not in "。”"]
    assert len(broken) > len(paragraphs)
    assert texts(Layout()(page.document)) == paragraphs


UNSIGNED = [
    dataclasses.replace(article, dateline="", byline="", signoff="", photo="", kicker="")
    for article in ARTICLES.values()
    if not article.heads
]


def test_articles_are_told_apart_where_nothing_is_signed():
    told = 0
    for first in range(len(UNSIGNED) - 3):
        articles = UNSIGNED[first : first + 4]
        doc = newsclean.clean(newspaper.set_page(articles, 16, 18).document.source)
        if doc.articles:  # the words of one headline in fifteen are too few in its text
            told += 1
            assert [span.title for span in doc.articles] == [article.title for article in articles]
            assert newsclean.clean(doc.text).articles == doc.articles
    assert told >= 0.6 * (len(UNSIGNED) - 3)


@pytest.mark.parametrize("article", ARTICLES.values(), ids=lambda article: article.id)
def test_an_article_by_itself_is_one(article):
    assert not newsclean.clean("\n".join([article.title, *article.paragraphs])).articles


SIGNED_AT_THE_HEAD = [
    name for name, article in ARTICLES.items() if len(article.dateline) > 4 or article.byline
]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(SIGNED_AT_THE_HEAD), min_size=2, max_size=6, unique=True),
    st.integers(9, 24),
    st.integers(6, 24),
)
def test_signed_articles_are_told_apart_on_any_page(names, width, height):
    articles = [ARTICLES[name] for name in names]
    doc = Layout()(newspaper.set_page(articles, width, height).document)
    assert [span.title for span in doc.articles] == [article.title for article in articles]
    assert [span.authors for span in doc.articles] == [article.authors for article in articles]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(sorted(ARTICLES)), min_size=1, max_size=6, unique=True),
    st.integers(9, 24),
    st.integers(6, 24),
)
def test_nothing_is_joined_that_was_apart(names, width, height):
    articles = [ARTICLES[name] for name in names]
    whole = newspaper.clean_text(articles)
    doc = Layout()(newspaper.set_page(articles, width, height).document)
    kickers = {article.kicker for article in articles}
    assert all(text in whole or text in kickers for text in texts(doc))
    if len(articles) == 1:
        assert not doc.articles


@pytest.mark.parametrize("name", sorted(ARTICLES))
def test_a_page_with_one_article_is_never_split(name):
    article = ARTICLES[name]
    assert not Layout()(newspaper.set_page([article], 15, 12).document).articles
    titled = dataclasses.replace(
        newspaper.set_page([article], 15, 12).document, facts=(Fact("title", article.title, "heading"),)
    )
    assert not Layout()(titled).articles


def test_a_web_page_with_a_headline_needs_two_datelines():
    articles = [ARTICLES["court"], ARTICLES["audit"], ARTICLES["bus"]]
    doc = newspaper.set_page(articles, 40, 99).document
    doc = dataclasses.replace(doc, facts=(Fact("title", "要闻", "heading"),), page="<p>")
    assert len(Layout()(doc).articles) == 3
    doc = newspaper.set_page([ARTICLES["court"], ARTICLES["rice"]], 40, 99).document
    doc = dataclasses.replace(doc, facts=(Fact("title", "要闻", "heading"),), page="<p>")
    assert not Layout()(doc).articles


def test_a_web_page_breaks_nothing_but_what_cannot_be_otherwise():
    halves = ("公路全长38公里，串起十二个村庄。预计每年带", "动游客增长二十万人次。")
    sure = ("最受欢迎的是上个月印发的《云岭县创业贷款贴", "息实施细则》，申请的人很多。")
    for pair, joined in ((halves, 2), (sure, 1)):
        doc = Document("", page="<p>", paragraphs=tuple(map(Paragraph, pair)))
        assert len(Layout()(doc).paragraphs) == joined


def test_a_join_can_be_undone_from_its_record():
    page = newspaper.set_page([ARTICLES["bus"], ARTICLES["flood"]], 13, 9).document
    doc = Layout()(page)
    joins = [change for change in doc.changes if change.rule == "column-break"]
    found = [p.text for p in doc.paragraphs]
    for change in reversed(joins):
        text = found[change.paragraph]
        assert text[change.start : change.start + len(change.after)] == change.after
        text = text[: change.start] + change.before + text[change.start + len(change.after) :]
        found[change.paragraph : change.paragraph + 1] = text.split("\n\n")
    assert found == [p.text for p in page.paragraphs]


def test_a_credit_keeps_apart_and_a_page_number_does_not():
    halves = Paragraph("公路全长38公里，串起十二个村庄。预计每年带"), Paragraph("动游客增长二十万人次。")
    number = Paragraph("第3版", removed="page-number")
    doc = Layout()(Document("", paragraphs=(halves[0], number, halves[1])))
    assert [p.text for p in doc.paragraphs] == [halves[0].text + halves[1].text, "第3版"]
    credit = Paragraph("（尤小禾）", facts=(Fact("authors", "尤小禾", "byline"),), removed="byline")
    assert not Layout()(Document("", paragraphs=(halves[0], credit, halves[1]))).changes
    kept = lines_of((halves[0], credit._replace(text="游记作者 尤小禾", removed=None), halves[1]))
    assert find_joins(kept, newspaper=True, printed=True) == []


def test_facts_and_cuts_survive_a_join():
    first, second = Fact("authors", "尤小禾", "dateline"), Fact("source", "云岭晚报", "credit")
    cut = Removed("end-mark", "（完）")
    halves = (
        Paragraph("本报讯 路，通了。每年带", facts=(first,)),
        Paragraph("动增长。", facts=(second,), cuts=(cut,)),
    )
    joined = Layout()(Document("", paragraphs=halves)).paragraphs
    assert [(p.facts, p.cuts) for p in joined] == [((first, second), (cut,))]


def test_a_dateline_that_a_column_broke_is_read_when_it_is_whole():
    doc = pipeline()(
        "新桥合龙\n\n本报讯（记者 尤小禾）9月1日，云岭新桥合龙。\n\n"
        "老茶馆重新开张\n\n本报讯（记者 石明川 通讯员 尤\n\n秋月）9月1日，石桥村的老茶馆重新开张。"
    )
    assert [span.authors for span in doc.articles] == [("尤小禾",), ("石明川", "尤秋月")]


LINES = st.sampled_from(
    [
        "近日，",
        "本报讯 今天，",
        "石桥村：通车",
        "公路全长38公里，串起十二个村庄。预计每年带",
        "动游客增长。",
        "（完）",
        "一、材料",
        "「",
        "》",
        "，",
        "a b",
    ]
)


@given(st.lists(LINES | st.text("一二三，。“”《》（） \u3000a", min_size=1, max_size=60), max_size=14))
def test_done_twice_is_done(lines):
    doc = Layout()(Document("", source="\n".join(lines), paragraphs=tuple(map(Paragraph, lines))))
    again = Layout()(doc)
    assert again.text == doc.text
    assert again.changes == doc.changes
    assert again.articles == doc.articles
    whole = "".join("".join(lines).split())
    assert "".join("".join(texts(doc)).split()) == whole or any(c.rule == "column-head" for c in doc.changes)


@pytest.mark.parametrize(
    "unit",
    [
        "近日，通车了，预计每年带",
        "标题",
        "“",
        "本报讯 今天通车。",
        "（",
        "字" * 20,
        "，",
        "新馆开门\n本报讯（记者 温如许）读者在新馆里坐了一下午。\n座位\n座位一共有一千八百个，大多靠窗。",
    ],
)
def test_time_is_linear(unit):
    assert is_linear(lambda count: Layout()(as_plain("\n".join([unit] * count))), 500, 4_000)
