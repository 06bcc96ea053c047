"""The public functions: what they say to those who pass something else than they take."""

from __future__ import annotations

from pathlib import Path

import pytest

import newsclean

NO_TEXTS = [None, 3, 2.5, Path("a.txt"), ["甲"], object()]
OF_TEXT = sorted({*newsclean.__all__} - {"clean", "decode"})


@pytest.mark.parametrize("name", OF_TEXT)
@pytest.mark.parametrize("value", [*NO_TEXTS, "甲".encode()], ids=lambda value: type(value).__name__)
def test_what_is_no_text_is_refused_with_its_kind_and_with_what_takes_bytes(name, value):
    with pytest.raises(TypeError, match=rf"not a {type(value).__name__}; newsclean.decode"):
        getattr(newsclean, name)(value)


@pytest.mark.parametrize("value", NO_TEXTS, ids=lambda value: type(value).__name__)
def test_what_is_no_data_is_refused_with_its_kind_and_with_what_is_taken(value):
    for function in (newsclean.clean, newsclean.decode):
        with pytest.raises(TypeError, match=rf"bytes are wanted, not a {type(value).__name__}; .* a str"):
            function(value)


@pytest.mark.parametrize("name", OF_TEXT)
def test_no_text_gives_no_text_and_no_half_character_an_error(name):
    assert getattr(newsclean, name)("") == ""
    assert getattr(newsclean, name)("新水厂\ud800今日\udcff通水。").startswith("新水厂")


def test_an_option_that_does_not_exist_is_refused_with_those_that_do():
    for function in (newsclean.clean, newsclean.normalise):
        with pytest.raises(ValueError, match=r"no punctuation 'en'; there are zh, keep"):
            function("新水厂,今日通水", punctuation="en")


def test_a_notebook_shows_one_line_of_a_document():
    doc = newsclean.clean("---\ntitle: 新水厂通水\n---\n今日通水,惠及三万户。\n\n（责任编辑：方小禾）")
    assert doc.text == "今日通水，惠及三万户。\n"
    assert repr(doc) == (
        "<Document: title='新水厂通水', characters=12, articles=0, changes=3, removed=1, warnings=0>"
    )
