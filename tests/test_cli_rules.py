"""`newsclean rules`: the list, the check of a file, the learning of a site's lines."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from newsclean.boilerplate.houserules import RuleError, load_rules, parse_rules
from newsclean.boilerplate.learn import learn
from newsclean.boilerplate.ruleset import own_rules
from newsclean.cli.rules import command
from newsclean.document import Document, Paragraph
from newsclean.facts import Fact

GOOD = """
[[rule]]
id = "our-slogan"
why = "The paper's slogan."
where = "tail"
pattern = '青石在线,青石人的家[!。]?'
drops = ["青石在线，青石人的家！"]
keeps = ["青石在线的读者很多。"]
"""

FAULTY = [
    (GOOD.replace("where", "wher"), 5, 'unknown key "wher"; did you mean "where"?'),
    (
        GOOD.replace("tail", "inside").replace("pattern = '青石在线,青石人的家[!。]?'", 'grammar = "credit"'),
        5,
        "whole lines",
    ),
    (GOOD.replace("drops = [", "# ["), 2, "it has no drops"),
    (GOOD.replace("keeps = [", "# ["), 2, "it has no keeps"),
    (GOOD.replace('"青石在线，青石人的家！"', '"别的话"'), 7, "it does not drop '别的话'"),
    (GOOD.replace("的读者很多。", "，青石人的家。"), 8, "which it says is kept"),
    (GOOD.replace("'青石在线,青石人的家[!。]?'", "'.*'"), 6, "it matches the empty line"),
    (GOOD.replace("青石在线,", "(?:.+)+"), 6, "exponential"),
    (GOOD.replace("青石在线,", ".+青.+石.+"), 6, "quadratic"),
    (
        GOOD.replace("青石在线,", "(?P<autors>青石在线,)"),
        6,
        'unknown group "autors"; did you mean "authors"?',
    ),
    (GOOD.replace("青石在线,", "("), 6, "it is not a valid regular expression"),
    (GOOD.replace("'青石在线,青石人的家[!。]?'", "[1]"), 6, "pattern must be a list of strings"),
    (GOOD.replace("our-slogan", "Our Slogan"), 3, "kebab-case"),
    (GOOD.replace("our-slogan", "credit-line"), 3, "there is one of this id"),
    (GOOD.replace('"tail"', '"bottom"'), 5, "where must be one of"),
    (GOOD.replace("[[rule]]", "[[rules]]"), 2, 'unknown key "rules"'),
    ("rule = 3", 1, "rules stand under [[rule]]"),
    (GOOD.replace('"tail"', "tail"), 5, "is not valid TOML"),
    (GOOD + "why =", 9, "at end of document"),  # for which the parser names no line
    (GOOD + GOOD, 11, "choose another"),
    (GOOD.replace("keeps = [", "# [") + GOOD.replace("our-slogan", "other"), 2, "give a near miss"),
    ('rule = [{ id = "our-slogan" }]', 1, "give at least one line"),  # as TOML allows it, in one line
]


@pytest.mark.parametrize(("text", "line", "message"), FAULTY, ids=[message for _, _, message in FAULTY])
def test_fault_is_told_with_its_line(tmp_path, text, line, message):
    file = tmp_path / "house.toml"
    file.write_text(text, "utf-8")
    result = CliRunner().invoke(command, [str(file)])
    assert result.exit_code == 1
    assert any(f"house.toml:{line}: " in told and message in told for told in result.output.split("\n"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_good_file(tmp_path, encoding):
    file = tmp_path / "house.toml"
    file.write_text(GOOD, encoding)
    result = CliRunner().invoke(command, [str(file)])
    assert result.exit_code == 0
    assert "1 rule, all examples hold" in result.output
    assert [rule.id for rule in load_rules([file]).house] == ["our-slogan"]


def test_a_file_in_another_encoding_is_refused_with_advice(tmp_path):
    file = tmp_path / "house.toml"
    file.write_text(GOOD, "gb18030")
    result = CliRunner().invoke(command, [str(file)])
    assert result.exit_code == 2
    assert "house.toml: is not UTF-8" in result.output
    with pytest.raises(RuleError, match=r"house\.toml:1: is not UTF-8, as TOML has to be; save it as UTF-8"):
        load_rules([file])


def test_two_files_must_not_have_rules_of_one_id(tmp_path):
    for name in ("one.toml", "two.toml"):
        (tmp_path / name).write_text(GOOD, "utf-8")
    with pytest.raises(RuleError, match=r"two\.toml:3: rule \"our-slogan\": there is one of this id"):
        load_rules([tmp_path / "one.toml", tmp_path / "two.toml"])


def test_list_names_every_rule_with_why_and_example(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(command, [])
    assert result.exit_code == 0
    for rule in own_rules():
        assert f"{rule.id} ({rule.where}" in result.output
        assert rule.why in result.output
        assert rule.drops[0].split("\n")[0] in result.output


def test_configured_rules_are_listed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "house.toml").write_text(GOOD, "utf-8")
    (tmp_path / "newsclean.toml").write_text('rules = ["house.toml"]\nrules-off = ["tool-bar"]\n', "utf-8")
    result = CliRunner().invoke(command, [])
    assert "our-slogan (tail" in result.output
    assert "tool-bar (anywhere, navigation.toml, off)" in result.output


def test_learned_lines_are_rules_that_pass_the_check(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    raw = tmp_path / "raw"
    raw.mkdir()
    for number, place in enumerate("东西南北中"):
        story = (
            f"{place}村的雨水比往年多两成，农户们忙着疏通沟渠、排出田里的积水，技术员逐户上门指导排涝和补种。"
        )
        (raw / f"{place}.txt").write_text(f"{story}\n\n青石人的家，第{number + 1}期", "utf-8")
    learned = CliRunner().invoke(command, ["--learn", str(raw)])
    assert learned.exit_code == 0
    assert "5 of 5 documents" in learned.output
    assert r"青石人的家,第\d{1,12}期" in learned.output
    house = tmp_path / "house.toml"
    house.write_text(learned.output, "utf-8")
    assert CliRunner().invoke(command, [str(house)]).exit_code == 0
    rules = parse_rules(learned.output, "house.toml").rules
    assert "村的雨水" not in "".join(pattern for rule in rules for pattern in rule.pattern)


def test_learned_lines_keep_their_quotes_and_what_nobody_sees(tmp_path):
    for place in "东西南北中":
        story = (
            f"{place}村的雨水比往年多两成，农户们忙着疏通沟渠、排出田里的积水，技术员逐户上门指导排涝和补种。"
        )
        (tmp_path / f"{place}.txt").write_text(f"{story}\n\n青石人的'家'，\"老\u200b\"地方\\x", "utf-8")
    learned = CliRunner().invoke(command, ["--learn", str(tmp_path)]).output
    rules, _, faults = parse_rules(learned, "house.toml")
    assert not faults
    assert rules[0].drops == ("青石人的'家'，\"老\u200b\"地方\\x",)


def test_lines_are_learned_of_a_site_whatever_its_folder_is_called():
    def page(site, village):
        story = f"{village}的雨水比往年多两成，农户们忙着疏通沟渠、排出田里的积水，技术员上门指导。"
        lines = tuple(map(Paragraph, (story, "青石在线，青石人的家")))
        return "raw", Document("", facts=(Fact("url", f"http://{site}/1", "link"),), paragraphs=lines)

    pages = [page(site, village) for site in ("a.example", "b.example") for village in "东西南北"]
    assert [(one.site, one.total) for one in learn(pages)] == [("a.example", 4), ("b.example", 4)]


def test_nothing_is_learned_where_no_story_shows_what_must_stay():
    line = Document("", paragraphs=(Paragraph("青石在线，青石人的家"),))
    assert learn([("raw", line)] * 5) == []


def test_that_no_line_was_learned_is_said(tmp_path):
    learned = CliRunner().invoke(command, ["--learn", str(tmp_path)])
    assert learned.exit_code == 0
    assert "# None was found" in learned.output


def test_off_must_name_a_rule():
    with pytest.raises(RuleError, match='there is no rule "tool-bars"; did you mean "tool-bar"'):
        load_rules(off=["tool-bars"])
