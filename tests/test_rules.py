"""Every rule of the package: its form, its examples, its cost."""

from __future__ import annotations

from importlib import resources

import pytest

from newsclean.examples import example_faults
from newsclean.matcher import WORDLESS
from newsclean.patterns import needed
from newsclean.ruleset import RuleSet, own_rules, parse_rules

FILES = [
    f for f in resources.files("newsclean.rules").joinpath("notices").iterdir() if f.name.endswith(".toml")
]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_rule_file_has_no_faults(file):
    _, faults = parse_rules(file.read_text("utf-8"), file.name)
    assert [str(fault) for fault in faults] == []


@pytest.mark.parametrize("rule", own_rules(), ids=lambda rule: rule.id)
def test_examples_hold(rule):
    assert rule.drops
    assert rule.keeps
    assert list(example_faults(rule, RuleSet())) == []


@pytest.mark.parametrize("rule", own_rules(), ids=lambda rule: rule.id)
def test_pattern_needs_words_or_short_lines(rule):
    assert not rule.pattern or needed(rule.pattern) or rule.longest <= WORDLESS


def test_ids_are_unique():
    ids = [rule.id for rule in own_rules()]
    assert sorted(set(ids)) == sorted(ids)
