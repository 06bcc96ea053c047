"""Every rule of the package: its form, its examples, its cost."""

from __future__ import annotations

import json
import re
import time
import tomllib
import unicodedata
from importlib import resources
from pathlib import Path

import pytest
from opencc import OpenCC

import newsclean
from newsclean import tables
from newsclean.boilerplate.examples import example_faults, run_example
from newsclean.boilerplate.houserules import Fault, parse_rules
from newsclean.boilerplate.matcher import TAIL, WORDLESS
from newsclean.boilerplate.patterns import needed
from newsclean.boilerplate.pieces import pieces
from newsclean.boilerplate.ruleset import RuleSet, own_rules
from newsclean.boilerplate.traits import traits, work_out
from newsclean.fold import fold
from newsclean.tables import checksum_of, load_table

FILES = [
    f for f in resources.files("newsclean.rules").joinpath("notices").iterdir() if f.name.endswith(".toml")
]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_rule_file_has_no_faults(file):
    parsed = parse_rules(file.read_text("utf-8"), file.name)
    assert [str(fault) for fault in parsed.faults] == []


@pytest.mark.parametrize("rule", own_rules(), ids=lambda rule: rule.id)
def test_examples_hold(rule):
    assert rule.drops
    assert rule.keeps
    assert list(example_faults(rule, RuleSet())) == []


@pytest.mark.parametrize("rule", own_rules(), ids=lambda rule: rule.id)
def test_pattern_needs_words_or_short_lines(rule):
    assert all(map(needed, rule.pattern)) or rule.longest <= WORDLESS


def test_every_piece_is_used():
    text = "".join(file.read_text("utf-8") for file in FILES)
    text += resources.files("newsclean.rules").joinpath("pieces.toml").read_text("utf-8")
    assert [name for name in pieces() if f"{{{name}}}" not in text] == []


def test_a_pattern_may_be_a_list_and_name_pieces():
    text = """
    [[rule]]
    id = "weather-bar"
    why = "Today's weather."
    where = "ends"
    pattern = ["{open}今天多云{close}", "今天晴"]
    unless-after = ".*:"
    drops = ["【今天多雲】", "今天晴"]
    keeps = ["他写道：\\n今天晴"]
    """
    rules, _, faults = parse_rules(text, "house.toml")
    assert [str(fault) for fault in faults] == []
    assert list(example_faults(rules[0], RuleSet(tuple(rules)))) == []


def test_an_unknown_piece_is_named():
    text = '[[rule]]\nid="a"\nwhy="b"\nwhere = "tail"\npattern = "{opn}责"\ndrops = ["责"]\nkeeps = ["编"]'
    assert parse_rules(text, "house.toml").faults == [
        Fault("house.toml", 5, 'rule "a": unknown piece {opn}; did you mean "open"?')
    ]


def test_table_of_traits_is_right():
    known = {pattern for rule in own_rules() for pattern in rule.pattern}
    table = {pattern: traits(pattern) for pattern in known}
    assert table == {pattern: work_out(pattern) for pattern in known}


def test_table_of_traits_has_most_patterns():
    """Those that are missing cost time at every start: run tools/make_tables.py."""
    known = {pattern for rule in own_rules() for pattern in rule.pattern}
    path = resources.files("newsclean").joinpath("data/traits.json")
    missing = known - json.loads(path.read_text("utf-8")).keys()
    assert len(missing) * 10 < len(known)


RULES = sorted(path for path in Path(newsclean.__file__).parent.joinpath("rules").rglob("*.toml"))


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_packed_table_is_right(path):
    """What is out of date costs time at every start: run tools/make_tables.py."""
    name = path.relative_to(Path(newsclean.__file__).parent / "rules").with_suffix("").as_posix()
    assert list(load_table(name).items()) == list(tomllib.loads(path.read_text("utf-8")).items())


def test_most_tables_are_packed_as_they_stand():
    packed = {checksum for checksum, _ in tables._packed().values()}
    current = sum(checksum_of(path.read_bytes()) in packed for path in RULES)
    assert current * 4 >= len(RULES) * 3


def test_an_edited_table_is_read_as_it_stands(monkeypatch):
    monkeypatch.setattr(tables, "_packed", lambda: {"protected": ("00000000", "{}")})
    assert load_table("protected")["protected"]


def test_ids_are_unique():
    ids = [rule.id for rule in own_rules()]
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("rule", [rule for rule in own_rules() if rule.pattern], ids=lambda rule: rule.id)
def test_no_line_takes_long(rule):
    """Lines made of what a pattern looks for, again and again, are the worst it can meet."""
    patterns = map(re.compile, rule.pattern)
    find = [pattern.search if rule.where == "inside" else pattern.fullmatch for pattern in patterns]
    size = TAIL if rule.where == "inside" else rule.longest
    words = [word for pattern in rule.pattern for word in sorted(needed(pattern) or ["（"])[:20]]
    pieces = [fold(line).text for line in rule.drops] + words
    began = time.process_time()
    for piece in pieces:
        for line in (
            (piece * size)[: size - 1] + "\n",
            ("(" + piece + " ") * (size // (len(piece) + 2)) + "。x",
        ):
            for one in find:
                one(line)
    assert time.process_time() - began < 20  # milliseconds, or minutes


def to_wide(text):
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def to_spread(text):
    return " ".join(text) if len(text) <= 14 and all("\u4e00" <= char <= "\u9fff" for char in text) else text


TRADITIONAL = OpenCC("s2t")
VARIANTS = {
    "traditional": TRADITIONAL.convert,
    "wide": to_wide,
    "narrow": lambda text: unicodedata.normalize("NFKC", text),
    "spread": to_spread,
    "indented": lambda text: "\n".join(
        f"\N{IDEOGRAPHIC SPACE}\N{IDEOGRAPHIC SPACE}{line} " for line in text.split("\n")
    ),
    "unseen": lambda text: "\n".join(
        "\N{ZERO WIDTH SPACE}".join(f" {line} ").strip(" ") for line in text.split("\n")
    ),
}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("rule", [rule for rule in own_rules() if rule.pattern], ids=lambda rule: rule.id)
def test_examples_go_in_every_script_width_and_spacing(rule, variant):
    left = []
    for example in rule.drops:
        paragraphs = run_example(rule, VARIANTS[variant](example), RuleSet())
        left += [p.text for p in paragraphs if not p.removed and not p.cuts]
    assert left == []
