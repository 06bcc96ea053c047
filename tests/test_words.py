"""The word lists of `rules/*.toml`: no word stands in a list whose other words do what it does."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from newsclean.lazy import any_of
from newsclean.page.words import _named
from newsclean.tables import load_table

TABLES = ["page", "people", "layout", "wording", "toolbars", "pieces"]


def is_named(word, other):
    return re.search(_named([other]), word) is not None


def lists_of(table, path=()):
    """The lists of words in a table, by where they stand; examples are no words."""
    for key, value in table.items() if isinstance(table, dict) else enumerate(table):
        if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            yield ".".join(map(str, (*path, key))), value
        elif isinstance(value, dict | list) and key != "examples":
            yield from lists_of(value, (*path, key))


@pytest.mark.parametrize("name", TABLES)
def test_no_word_stands_twice_in_a_list(name):
    twice = {
        where: [word for word, count in Counter(words).items() if count > 1]
        for where, words in lists_of(load_table(name))
    }
    assert {where: words for where, words in twice.items() if words} == {}


@pytest.mark.parametrize("names", ["labels", "meta", "script"])
def test_no_key_states_two_fields(names):
    fields = {field: keys for field, keys in load_table("page")[names].items() if field != "why"}
    counts = Counter(key.lower() for keys in fields.values() for key in keys)
    assert [key for key, count in counts.items() if count > 1] == []


def test_no_word_names_two_roles():
    counts = Counter(word for role in load_table("people")["role"] for word in role["words"])
    assert [word for word, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(
    ("table", "lists", "does_as_much"),
    [
        ("page", ["names.surely"], is_named),
        ("page", ["names.surely", "names.apart"], is_named),
        ("page", ["legal.words"], str.__contains__),
        ("page", ["bar.posted"], str.__contains__),
        ("page", ["missing.words"], str.__contains__),
        ("page", ["outlets.endings"], str.endswith),
        ("page", ["outlets.endings", "places.endings"], str.endswith),
        ("people", ["outlet_ends"], str.endswith),
        ("people", ["organisation_ends"], str.endswith),
        ("people", ["occupation_ends"], str.endswith),
        ("people", ["taken"], str.startswith),
        ("people", ["permitted"], str.startswith),
        ("layout", ["openers"], str.startswith),
        ("layout", ["unfinished"], str.endswith),
        ("layout", ["continuing"], str.startswith),
    ],
)
def test_no_word_of_a_pattern_is_idle(table, lists, does_as_much):
    found = dict(lists_of(load_table(table)))
    words = [word for name in lists for word in found[name]]
    idle = {
        word: others
        for word in found[lists[-1]]
        if (others := [other for other in words if other != word and does_as_much(word, other)])
    }
    assert idle == {}


def test_no_heading_is_made_of_two_words_that_are_listed():
    end = load_table("page")["end"]
    made = {which + what for which in end["which"] for what in end["what"]}
    assert made & {*end["headings"], *end["counted"]} == set()


def test_no_modifier_is_made_of_others():
    modifiers = load_table("people")["modifiers"]
    made = [word for word in modifiers if re.fullmatch(f"(?:{any_of({*modifiers} - {word})})+", word)]
    assert made == []
