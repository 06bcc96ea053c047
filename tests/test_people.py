"""Names, roles and credit lines."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path

import pytest

from newsclean.boilerplate.source_bar import read_labels
from newsclean.people import find_dateline, parse_credit, split_names

CASES = tomllib.loads((Path(__file__).parent / "cases" / "people.toml").read_text("utf-8"))
ROLES = tomllib.loads(resources.files("newsclean.rules").joinpath("people.toml").read_text("utf-8"))["role"]
EXAMPLES = [(role["id"], role.get("fields", []), example) for role in ROLES for example in role["examples"]]


@pytest.mark.parametrize("case", CASES["names"], ids=lambda case: case["text"])
def test_names_split(case):
    assert split_names(case["text"]) == case["names"]


@pytest.mark.parametrize("case", CASES["credit"], ids=lambda case: case["line"])
def test_credit_line(case):
    credit = parse_credit(case["line"])
    if case.get("none"):
        assert credit is None
        return
    assert credit is not None
    found = {}
    for fact in credit.facts:
        found.setdefault(fact.field, []).append(fact.value)
    assert found == {
        key: case[key] for key in ("authors", "editors", "photographers", "source") if key in case
    }


def test_every_role_has_examples():
    assert [role["id"] for role in ROLES if not role.get("examples")] == []


@pytest.mark.parametrize(("role", "fields", "example"), EXAMPLES, ids=lambda value: str(value)[:40])
def test_role_example(role, fields, example):
    credit = parse_credit(example["line"])
    assert credit is not None, role
    named = {"authors", "editors", "photographers", *fields}
    people = [fact.value for fact in credit.facts if fact.field in named]
    assert sorted(people) == sorted(example["people"])
    assert {fact.field for fact in credit.facts} <= {*fields, "source", "authors", "editors", "photographers"}
    assert not people or not fields or set(fields) & {fact.field for fact in credit.facts}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本报讯（闻小川）今年以来，雨水偏多。", ["闻小川"]),  # behind a dateline names need no role
        ("（记者 闻小川）今年以来，雨水偏多。", ["闻小川"]),
        ("（闻小川）今年以来，雨水偏多。", None),  # alone they do
        ("（安康）今年以来，雨水偏多。", None),
    ],
)
def test_names_in_brackets_before_a_text(text, names):
    dateline = find_dateline(text)
    assert (None if dateline is None else [fact.value for fact in dateline.facts]) == names


@pytest.mark.parametrize(
    ("label", "value", "head", "read"),
    [
        ("编辑：", "闻小川", 0, True),  # a credit may stand anywhere
        ("作者：", "佚名", 2, False),  # it names nobody
        ("分享到：", "微信", 2, True),
        ("分享到：", "微信", 0, False),  # below the text a bar of two lines may be anything
    ],
)
def test_a_label_with_its_value_in_the_next_line(label, value, head, read):
    assert bool([*read_labels([label, value], [0], head)]) == read
