"""The file model of the linter: which parts of a file are text, and what a reader sees of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile import load
from growth import is_linear
from newsclean.check.neutral import are_neutral
from newsclean.check.scan import scan
from newsclean.check.view import View
from newsclean.edits import Edit, apply_edits

FORMS = ["markdown", "html", "text"]
SNIPPETS = [
    "今年以来,", "他说:", "“好”", "(含乡镇)", "２０２１", "\u200b", "\u3000", "\xa0", " ", "  ", "\t",
    "\n", "\r\n", "\n\n", "\u2028", "# ", "- ", "1. ", "> ", "    ", "```\n", "~~~", "`", "``", "`代,码`",
    "*", "**", "_", "~~", "\\", "\\*", "[", "]", "](", "](http://a.example/甲,乙)",
    '[链,接](a.html "题,目")', "![图,片](b.png)", "[^1]", "[标]", "[标]: /c", "http://a.example/b?c=1,2",
    "<http://a.example/>", "<p>", "</p>", '<p class="甲,乙">', "<b>", "</b>", "<br/>", "<code>", "</code>",
    "<pre>", "</pre>", "<script>", "</script>", "<!--", "-->", "<!-- 甲,乙 -->", "<img alt='甲,乙'>",
    "<!-- newsclean: off -->", "<!-- newsclean: on -->", "<通辽,办法>", "<", ">", "&nbsp;", "&ldquo;", "&",
    "&#20013;", "{% raw %}", "{% endraw %}", "{{ site.甲,乙 }}", "{:.甲}", "|",
    "| 甲,乙 | 丙 |\n|---|---|\n", "---\n", "+++\n", "title: 甲,乙\n", 'title: "甲,乙"\n',
    "tags: [甲,乙]\n", "  - 甲,乙\n", "# 注,释\n", "=", "---", "中", "a", "1", ",", "當前", "\ufeff",
    "\x00", "甲\t乙", "<ruby>漢<rt>hàn,</rt></ruby>", "<A HREF=x>", "<a", "\r", "<![CDATA[", "<?php", "?>",
]  # fmt: skip
SOURCES = st.lists(st.sampled_from(SNIPPETS) | st.text(max_size=3), max_size=30).map("".join)
POSTS = st.tuples(
    st.sampled_from(["", "---\n", "---\r\n", "+++\n"]), SOURCES, st.sampled_from(["", "---\n"]), SOURCES
).map("".join)

MARKS = st.tuples(
    st.sampled_from(["", "---\n"]),
    st.lists(
        st.sampled_from(
            [*"[](){}<>!:;,\\12.#*`|- \n甲乙a", "[甲", "](", "[甲]:", "---\n", "<!", "標題: a\n"]
        ),
        max_size=15,
    ).map("".join),
).map("".join)
"""What marks of sentences have another meaning beside."""
WIDE = dict(zip(",:;!?()甲乙標", "，：；！？（）乙甲标", strict=True))


@settings(deadline=None, max_examples=400)
@given(POSTS, st.sampled_from(FORMS))
def test_spans_partition_the_source(source, form):
    position = 0
    for start, end, _, _ in scan(source, form):
        assert start == position
        assert end > start
        position = end
    assert position == len(source)


@settings(deadline=None, max_examples=300)
@given(POSTS | MARKS, st.sampled_from(FORMS), st.data())
def test_neutral_edits_leave_the_spans_as_they_are(source, form, data):
    spans = scan(source, form)
    text = [at for start, end, kind, _ in spans if kind == "text" for at in range(start, end)]
    places = [at for at in text if source[at] in WIDE]
    chosen = sorted(data.draw(st.sets(st.sampled_from(places)))) if places else []
    edits = [Edit(at, at + 1, WIDE[source[at]], "punctuation") for at in chosen]
    if are_neutral(source, edits):
        edited = apply_edits(source, edits)[0]
        assert scan(edited, form) == spans
        over, anew = View(source, spans).over(edited), View(edited, spans)
        assert (over.text, over.shielded, over.blocks) == (anew.text, anew.shielded, anew.blocks)


@pytest.mark.parametrize(
    ("source", "chars"),
    [
        ("---\n標題: 甲\n---\n乙", "標"),  # a key that is known
        ("1) 甲", ")"),  # an item of a list
        ("[甲](乙(甲(乙)甲)乙)", "()"),  # brackets in the target of a link
        ("[甲,乙]\n\n[甲，乙]: /c", ","),  # a label
        ("`甲\n<!乙`", "!"),  # a block of HTML
    ],
)
def test_edits_that_may_matter_are_not_neutral(source, chars):
    places = [at for at, char in enumerate(source) if char in chars]
    some = places[2:-2] if chars == "()" else places  # those of the link itself are no text
    edits = [Edit(at, at + 1, WIDE[source[at]], "punctuation") for at in some]
    assert not are_neutral(source, edits)
    assert scan(apply_edits(source, edits)[0], "markdown") != scan(source, "markdown")


@settings(deadline=None, max_examples=200)
@given(POSTS, st.sampled_from(FORMS))
def test_blocks_of_a_view_are_its_text(source, form):
    view = View(source, scan(source, form))
    last = 0
    for block in view.blocks:
        assert last <= block.start <= block.end <= len(view.text)
        assert source[block.first : block.last].strip() or not view.text[block.start : block.end].strip()
        last = block.end


@pytest.mark.parametrize("case", load("spans"))
def test_what_is_text(case):
    texts = [case["source"][s.start : s.end] for s in scan(case["source"], case["form"]) if s.kind == "text"]
    assert texts == case["text"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "piece",
    [
        "<a b='", '<a b="', "[", "](", "[x](", "`", "<!--", "<script>", "<code>", "\n", "\n    a",
        "{% raw %}", "{%", "```\n", "~~~ a\n", "> ", "- ", "|-|\n", "a|\n|-|", "*", "<", "&", " ", "http",
        "[a]: ", "**a **", "甲|-|乙\n", "<!-- newsclean: off -->", "<?", "<p", "\\", "a:\n", "\t\n",
        "<rt>", "[^a]: ", "1. ", "{{", "=\n", "甲\t", "\t \n甲",
    ],
)  # fmt: skip
def test_time_is_linear(piece, form):
    def run(size):
        source = (piece * size)[:size]
        View(source, scan(source, form))

    assert is_linear(run, 2_000, 16_000)
