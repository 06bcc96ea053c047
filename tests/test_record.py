"""The record: what was found and what was done, as the document has it and as the text is written."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from itertools import chain

import pytest
from hypothesis import given, settings

import newsclean
from documents import DOCUMENTS, POSTS
from newsclean.document import Document, Paragraph
from newsclean.facts import Fact
from newsclean.record import make_record, split_articles
from schema import validate

POST = "當(dāng)前,新碼頭試(shì)運行�。\n\n記者在現場看到，首日靠泊十二艘貨輪。\n\n（責任編輯：方小禾）\n"


@pytest.fixture(scope="module")
def post():
    return newsclean.clean(POST.encode())


def test_a_post(post):
    record = make_record(post, "raw/码头.txt")
    text = "当前，新码头试运行�。\n\n记者在现场看到，首日靠泊十二艘货轮。\n"
    assert post.text == text
    assert record["editors"] == ["方小禾"]
    assert record["language"] == "zh-Hans"
    assert record["input"] == {
        "path": "raw/码头.txt",
        "bytes": len(POST.encode()),
        "sha256": sha256(POST.encode()).hexdigest(),
        "encoding": "utf-8",
        "script": "Hant",
    }
    assert record["output"] == {
        "characters": len(text),
        "paragraphs": 2,
        "sha256": sha256(text.encode()).hexdigest(),
    }
    assert record["changes"]["mojibake"] == {"pinyin": 2}
    assert record["changes"]["normalise"] == {"punctuation": 1}
    assert record["removed"] == [{"rule": "credit-line", "text": "（责任编辑：方小禾）"}]
    assert [(one["code"], one["count"]) for one in record["warnings"]] == [("irrecoverable", 1)]
    assert "candidates" not in record


def test_text_that_came_decoded_is_measured_in_utf8():
    record = make_record(newsclean.clean("新碼頭今日啟用。"))
    assert (record["input"]["path"], record["input"]["encoding"], record["input"]["bytes"]) == (
        None,
        None,
        24,
    )


def test_nothing_left_is_no_paragraph():
    assert make_record(Document("", paragraphs=(Paragraph("（完）", removed="end-line"),)))["output"] == {
        "characters": 0,
        "paragraphs": 0,
        "sha256": sha256(b"").hexdigest(),
    }


@settings(deadline=None, max_examples=60)
@given(DOCUMENTS)
def test_every_change_is_counted(text):
    doc = newsclean.clean(text)
    counted = {
        (stage, rule): count
        for stage, rules in make_record(doc)["changes"].items()
        for rule, count in rules.items()
    }
    assert counted == Counter((change.stage, change.rule) for change in doc.changes)


@settings(deadline=None, max_examples=60)
@given(POSTS | DOCUMENTS)
def test_every_record_is_valid_and_its_strings_are_as_clean_as_the_text(text):
    record = make_record(newsclean.clean(text), verbose=True)
    validate(record)
    lists = [record[name] for name in ("authors", "editors", "section", "categories", "tags")]
    values = [*filter(None, (record["title"], record["source"])), *chain(*lists)]
    values += [one["value"] for name, some in record["candidates"].items() for one in some if name != "url"]
    assert all(values)
    assert values == [newsclean.normalise(newsclean.repair_mojibake(value)) for value in values]


def test_candidates_are_the_values_that_were_not_chosen():
    facts = (
        Fact("title", "新码头启用", "heading"),
        Fact("title", "新码头启用_临澜网", "title-tag"),
        Fact("authors", "温如许", "byline"),
        Fact("authors", "站长", "meta-tag"),
        Fact("url", "http://a.example/", "link"),
    )
    assert make_record(Document("", facts=facts), verbose=True)["candidates"] == {
        "title": [{"value": "新码头启用_临澜网", "origin": "title-tag"}],
        "authors": [{"value": "站长", "origin": "meta-tag"}],
    }


def test_an_article_of_a_page_has_its_own_record(post):
    assert split_articles(post.text, make_record(post)) == []
    paragraphs = (
        Paragraph("码头启用", article=0, is_title=True),
        Paragraph("首日靠泊十二艘。", article=0, facts=(Fact("authors", "温如许", "byline"),)),
        Paragraph("夜市搬家", article=1, is_title=True),
        Paragraph("摊主都满意。", article=1),
        Paragraph("客流多了。", article=1),
    )
    page = Document("", facts=(Fact("date", "2024-03-09", "source-bar"),), paragraphs=paragraphs)
    (first, one), (second, other) = split_articles(page.text, make_record(page))
    assert (first, second) == ("首日靠泊十二艘。\n", "摊主都满意。\n\n客流多了。\n")
    assert (one["title"], one["authors"], one["articles"]) == ("码头启用", ["温如许"], [])
    assert one["date"] == "2024-03-09"  # it has none of its own
    assert (other["title"], other["authors"], other["output"]["paragraphs"]) == ("夜市搬家", [], 2)
    assert other["output"]["sha256"] == sha256(second.encode()).hexdigest()
