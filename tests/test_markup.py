"""The markup stage: its cases, and what holds for any input."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from casefile import load
from growth import is_linear
from newsclean import clean, strip_html
from newsclean.document import Document
from newsclean.markup import frontmatter, html, tokens
from newsclean.record import make_record, split_articles
from newsclean.stages.markup import Markup

PIECES = [
    "市民政局今日公布了办法，", "他说。", "满意度达98.7%", "[返回](//a.example/)",
    "<http://a.example/b>", "[图](x.jpg)", "![说明文字很长](http://a.example/x.jpg)", "<p>", "</p>",
    "<br>", "<div class='a'>", "</div>", "<h1>", "</h1>", "<script>var a=1;</script>", "<a href='#'>",
    "</a>", "<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<!--", "-->", "<html><body>",
    "印发<办法>的通知", "<", ">", "&", "&amp;", "&nbsp;", "---\n", "title: 标题\n", "# ", "- ", "> ",
    "**", "*", "_", "`", "\n", "\n\n", "\r\n", "\t", " ", "\u3000", "\xa0", "\x00", "\u2028", "1. ",
    "|", "|-|-|\n", "a=1;\n", "print(x)\n", "}\n", "<ruby>", "<rt>", "</ruby>", "<li>", "<b>", "</b>",
    "标签", "</某>", "<file>", "x<y", "\\", "~~", "[1]: http://a.example\n", "[^1]",
    "{% highlight a %}\n", "{% endhighlight %}\n", "{\n", '"title": 1}\n', "    ",
    "<?xml version='1.0'?>", "<![CDATA[", "]]>", "<o:p>", "<textarea>", "<title>", "<style>", "===",
    "<rss>", "<item>", "<title>标题", "<description>", "</item>", "<link href='http://a.example/'/>",
    "<author>甲乙 <a@b.example>", "\ufffd", "\ud800",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=20).map("".join)
QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def mark_up(source: str, page: str | None = None) -> Document:
    return Markup()(Document(source, source, page=page))


def shown(doc: Document) -> list[str]:
    kept = [p for p in doc.paragraphs or () if p.removed is None]
    return [p.text if p.kind == "text" else f"{p.kind}: {p.text}" for p in kept]


@pytest.mark.parametrize("case", load("markup"))
def test_cases(case):
    doc = mark_up(case.get("before", "").removeprefix("\n"), case.get("page"))
    assert shown(doc) == case["after"]
    if "facts" in case:
        assert [[fact.field, fact.value] for fact in doc.facts] == case["facts"]
    if "rules" in case:
        assert [change.rule for change in doc.changes] == case["rules"]


def test_the_documents_of_a_corpus_are_its_articles():
    first = "<DOC><DOCNO> 1 </DOCNO><HEADLINE>\n渠通了\n</HEADLINE><DATELINE>河东一日电</DATELINE><TEXT>"
    first += "<P>\n水渠昨天通水，全村的地有了\n水。\n</P><P>渠长三里。</P></TEXT></DOC>\n"
    second = "<doc><url>http://a.example/2</url><contenttitle>桥通了</contenttitle><content>桥今天通车。</content></doc>"
    doc = clean(first + second)
    assert doc.text.split() == [
        "渠通了", "河东一日电", "水渠昨天通水，全村的地有了水。", "渠长三里。", "桥通了", "桥今天通车。",
    ]  # fmt: skip
    assert [article.title for article in doc.articles] == ["渠通了", "桥通了"]
    alone = clean(second)
    assert (alone.meta.title, alone.meta.url) == ("桥通了", "http://a.example/2")
    assert alone.text == "桥今天通车。\n"


def test_the_entries_of_a_feed_are_its_articles():
    story = "市民政局今日公布了办法，满意度达98.7%。"
    first = "<item><title>标题一</title><link>http://a.example/1</link><pubDate>2024-06-01</pubDate>"
    first += f"<description>{story}</description><author>温如许</author></item>"
    second = f"<item><title>标题二</title><description>{story}</description></item>"
    doc = clean(f"<rss><channel><title>河边札记</title>{first}{second}</channel></rss>")
    assert [(*article[:5], doc.text[article.start : article.end]) for article in doc.articles] == [
        ("标题一", "2024-06-01", ("温如许",), (), "http://a.example/1", story),
        ("标题二", None, (), (), None, story),
    ]
    assert (doc.meta.title, doc.meta.date, doc.meta.authors) == ("河边札记", None, ())
    records = [record for _, record in split_articles(doc.text, make_record(doc))]
    assert [record["date"] for record in records] == ["2024-06-01", None]


@pytest.mark.parametrize("case", [case for case in load("markup") if "before" in case.values[0]])
def test_own_output_stays_as_it_is(case):
    once = mark_up(case["before"])
    twice = mark_up(once.text)
    assert twice.text == once.text
    assert not twice.changes


@QUIET
@given(TEXTS)
@example("---\n" * 3)
@example("<table><td><table>")
@example("<R<p>")
def test_own_output_of_anything_stays_as_it_is(source):
    """Tags that were shown as text (code, `&lt;p&gt;`) would be read as tags: those are left out here."""
    once = mark_up(source)
    if once.text and not tokens.has_tags(once.text):
        twice = mark_up(once.text)
        assert twice.text == once.text
        assert not twice.changes


@QUIET
@given(TEXTS)
def test_no_paragraph_is_empty_and_offsets_are_right(source):
    doc = mark_up(source)
    for paragraph in doc.paragraphs or ():
        assert paragraph.text.strip()
        assert 0.0 <= paragraph.links <= 1.0
        assert "\n" not in paragraph.text or paragraph.kind in ("table", "code")
    for change in doc.changes:
        if change.paragraph is None:
            assert source.startswith(change.before, change.start)


@QUIET
@given(TEXTS)
def test_what_is_no_markup_is_not_changed(text):
    plain = "".join(c for c in text if c not in "<>&[]`\t").replace("---", "").replace("+++", "")
    doc = mark_up(plain)
    assert not doc.changes
    assert all(line in doc.text for line in plain.split("\n") if not line.isspace() and line.isprintable())


@QUIET
@given(TEXTS)
def test_tokens_stand_where_they_say(source):
    end = 0
    for token in tokens.tokenize(source):
        assert end <= token.start < token.end <= len(source)
        assert source[token.start] == "<"
        end = token.end


@QUIET
@given(TEXTS)
def test_front_matter_is_split_without_loss(source):
    where = frontmatter.split(source)
    if where is not None:
        assert where.start <= where.content <= where.content_end <= where.end <= len(source)
        frontmatter.facts(source, where)


def test_the_share_of_links():
    text, link = html.paragraphs("<p>全文见<a href='/a'>这里</a>。</p><p><a href='/b'>更多</a></p>")
    assert (text.links, link.links) == (2 / 6, 1.0)
    (anchors,) = html.paragraphs("<p>见<a name=n>注一</a>、<a id=x>注二</a>和<a href=/a id=y>附件</a>。</p>")
    assert anchors.links == 2 / 10


def test_strip_html_gives_text_without_a_final_newline():
    assert strip_html("<h1>甲</h1><p>乙</p>") == "甲\n\n乙"
    assert strip_html("") == ""


@pytest.mark.parametrize(
    "unit",
    [
        "<div>", "<table><tr><td>甲", "<p><b>甲", "<ruby><rt>", "<li>甲", "<a href='", "<!--", "&#",
        "<甲", "<x>", "[甲](", "[甲", "![[", "`甲", "**甲", "*甲", "> ", "- 甲\n", "|甲\n|-\n",
        "```\n", "---\na: b\n", "{{<", "{%", "甲\t乙\n", "<script>", "<title>",
        "{% code %}\n", "    a(b)\n\n", "a: b\n", "{\n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("head", ["", "<p>甲", "---\ntitle: 甲\n---\n"])
def test_time_is_linear_and_depth_does_no_harm(unit, head):
    assert is_linear(lambda times: mark_up(head + unit * times), 500, 4_000)


def test_quotations_in_quotations_take_linear_time():
    assert is_linear(lambda times: mark_up("<q>甲" * times + "</q>" * times), 1_000, 8_000)


def test_html_nested_a_hundred_thousand_deep():
    assert strip_html("<div>" * 100_000 + "深处" + "</div>" * 100_000) == "深处"


KEYS = st.sampled_from(["title", "Date", "a_b", "x-y", "null", "n"])
VALUES = st.lists(
    st.sampled_from([*"ab1中，“：:#\"'\\-[]{}>|&*!%@`?=,. \t\r\x85\u2028", ": ", " #"]), max_size=6
)


@settings(QUIET, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.lists(st.tuples(KEYS, VALUES.map("".join)), max_size=3))
def test_plain_front_matter_is_read_as_yaml_reads_it(pairs):
    content = "".join(f"{key}: {value}\n" for key, value in pairs)
    assume(frontmatter._PLAIN.fullmatch(content))
    read = {key: "".join(values) for key, values in frontmatter._line_by_line(content)}
    assert read == (frontmatter._yaml(content) or {})


def test_aliases_and_nesting_in_front_matter_do_no_harm():
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join([f'*{chr(97 + i)}'] * 9)}]\n" for i in range(9)
    )
    doc = mark_up(f"---\ntitle: 甲\n{bomb}tags: *j\n---\n正文")
    assert {fact.value for fact in doc.facts if fact.field == "tags"} <= {"x"}
    nested = mark_up(f"---\ntitle: 甲\ntags: {'[' * 50_000}\n---\n正文")
    assert nested.meta.title == "甲"
