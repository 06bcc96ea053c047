"""What `newsclean check` finds and where: the codes, the formats of the output, the command."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

import newsclean
from casefile import load
from newsclean.boilerplate.ruleset import own_rules
from newsclean.check.codes import all_codes, code_of, is_selected
from newsclean.check.files import Unreadable, examine
from newsclean.check.findings import Places
from newsclean.check.render import FORMATS, as_github, as_json, as_sarif, as_text
from newsclean.cli import main
from newsclean.config import Config
from newsclean.mojibake.kinds import by_id
from newsclean.tables import load_table

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
CASES = load("check")
SARIF = json.loads((HERE / "data/sarif-2.1.0.json").read_text(encoding="utf-8"))


def check(source, name="post.md", **options):
    return examine(name, source.encode(), Config(**options)).findings


def _config(case):
    lists = {key: tuple(value) for key, value in case.get("config", {}).items() if key != "rules_off"}
    return lists | {"rules_off": frozenset(case.get("config", {}).get("rules_off", []))}


# -- what is found -------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_what_is_found_and_where(case):
    found = [
        f"{f.line}:{f.column} {f.code}"
        for f in check(case["source"], case.get("file", "post.md"), **_config(case))
    ]
    # Which rule names a line of boilerplate is the rules' business: NC6 stands for any of them.
    assert [one[: len(wanted)] for one, wanted in zip(found, case["found"], strict=False)] == case["found"]
    assert len(found) == len(case["found"])


OWN_EXAMPLES = [code for code in all_codes().values() if code.bad and code.code in load_table("codes")]


@pytest.mark.parametrize("code", OWN_EXAMPLES, ids=lambda code: code.code)
def test_every_code_by_its_example(code):
    """Those of `codes.toml`; the others are tested with the rules they are described by."""
    outcome = examine("example.txt", code.bad.encode(), Config(select=(code.code,)))
    assert {finding.code for finding in outcome.findings} == {code.code}
    assert (outcome.fixed or code.bad.encode()).decode() == code.good
    if code.good != code.bad:
        assert not examine("example.txt", code.good.encode(), Config(select=(code.code,))).findings


def test_codes_are_ordered_and_each_rule_has_one():
    codes = all_codes()
    assert list(codes) == sorted(codes, key=lambda code: (code[2], int(code[3:])))
    assert len({(code.stage, code.rule) for code in codes.values()}) == len(codes)
    assert code_of("normalise", "punctuation").code == "NC908"


def test_no_code_is_given_twice_or_to_another_rule():
    """A gap in the numbers is the line of a rule that was removed: the next new rule would get its code."""
    text = (ROOT / "src/newsclean/rules/codes.toml").read_text(encoding="utf-8")
    numbers = {}
    for stage, number in re.findall(r"^\[?NC([0-9])([0-9]+)", text, re.MULTILINE):
        numbers.setdefault(stage, []).append(int(number))
    for taken in numbers.values():
        assert sorted(taken) == list(range(min(taken), min(taken) + len(taken)))


def test_codes_go_on_behind_the_last_number_of_a_stage():
    missing = runpy.run_path(str(ROOT / "tools/make_rules_md.py"))["missing"]
    (line,) = missing("of-kinds", ["utf8-as-latin1", "new"], 2, 10)
    code = re.fullmatch(r'(NC2[1-9][0-9]{2}) = "new"', line)
    assert code is not None
    assert code[1] not in all_codes()


def test_every_rule_of_every_stage_has_a_code():
    """Of the rules that are data, and of all that do something to the samples."""
    known = {(code.stage, code.rule) for code in all_codes().values()}
    advice = "run tools/make_rules_md.py; rules that are no data are entered in rules/codes.toml by hand"
    assert {("boilerplate", rule.id) for rule in own_rules()} <= known, advice
    assert {("mojibake", rule) for rule in by_id()} <= known, advice
    changes = [
        change
        for path in sorted((ROOT / "samples/raw").iterdir())
        if path.is_file()
        for change in newsclean.clean(path.read_bytes()).changes
    ]
    assert {(change.stage, change.rule) for change in changes} <= known, advice


def test_page_of_rules_is_up_to_date():
    made = runpy.run_path(str(ROOT / "tools/make_rules_md.py"))["make_page"]()
    assert (ROOT / "docs/rules.md").read_text(encoding="utf-8") == made, "run tools/make_rules_md.py"


@pytest.mark.parametrize(
    ("select", "ignore", "found"),
    [
        ((), (), {"NC903", "NC908"}),
        (("NC908",), (), {"NC908"}),
        (("NC9",), ("NC908",), {"NC903"}),
        (("NC2",), (), set()),
        ((), ("NC9",), set()),
    ],
)
def test_select_and_ignore(select, ignore, found):
    assert {f.code for f in check("２０２１年以来,全县增长", select=select, ignore=ignore)} == found
    assert is_selected("NC908", select, ignore) == ("NC908" in found)


def test_a_whole_code_is_no_beginning_of_another_one():
    assert is_selected("NC2100", ["NC2"], [])
    assert not is_selected("NC2100", ["NC210"], [])
    assert is_selected("NC2100", ["NC2100"], ["NC210"])


def test_stages_that_fix_does_not_repair_are_reported_all_the_same():
    (finding,) = check("今年以来,全县增长", fix=("script",))
    assert finding.code == "NC908"
    assert not finding.fixable


def test_places():
    places = Places("甲\r\n乙\u2028丙\rd\n")
    assert [places.of(offset) for offset in range(8)] == [
        (1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (2, 4), (3, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        pytest.param("甲市 ，乙县的人来看。", '"市 ，" → "市，"', id="a mark with its neighbours"),
        pytest.param("全县（１２３）人", '"１２３" → "123"', id="words alone"),
        pytest.param("他" + "\u200b" * 8 + "来", f'"他{"<U+200B>" * 8}来" → "他来"', id="the longest mark"),
        pytest.param("他" + "\u200b" * 9 + "来", f'"{"<U+200B>" * 9}" → ""', id="too long for neighbours"),
        pytest.param("共" + "１２" * 12, f'"{"１２" * 12}" → "{"12" * 12}"', id="in full"),
        pytest.param(
            "共" + "１" * 17 + "２" * 8,
            f'"{"１" * 16}…{"２" * 8}" → "{"1" * 16}…{"2" * 8}"',
            id="its two ends",
        ),
    ],
)
def test_a_message_shows_what_was_found(source, shown):
    (finding,) = check(source, "a.txt")
    assert finding.message.partition(": ")[2] == shown


def test_columns_count_code_points_after_a_byte_order_mark():
    data = b"\xef\xbb\xbf" + "𠮷野家,开业".encode()
    (finding,) = examine("a.md", data, Config()).findings
    assert (finding.line, finding.column, finding.end_column) == (1, 4, 5)


@pytest.mark.parametrize("suffix", [".json", ".csv", ".py", ".rst", ".PO"])
def test_formats_with_a_grammar_of_their_own_are_refused(suffix):
    with pytest.raises(Unreadable, match="newsclean clean"):
        examine("a" + suffix, "甲,乙".encode(), Config())


# -- output -------------------------------------------------------------------------------------------


@pytest.fixture
def findings():
    return check("---\ntitle: 今年,好\n---\n今年以来,全县(含乡镇) 增长２成,\n他说:好\n", "甲 乙:1,2.md")


def test_text(findings):
    lines = as_text(findings).splitlines()
    assert lines[0] == (
        '甲 乙:1,2.md:2:10: NC908 ASCII punctuation in Chinese text: "年,好" → "年，好" (fixable)'
    )
    assert any("(and 1 more on this line; fixable)" in line for line in lines)


def test_json_has_every_finding_with_every_field(findings):
    records = [json.loads(line) for line in as_json(findings).splitlines()]
    assert len(records) == len(findings)
    assert records[0] == {
        "path": "甲 乙:1,2.md", "line": 2, "column": 10, "end_line": 2, "end_column": 11, "code": "NC908",
        "stage": "normalise", "rule": "punctuation", "message": findings[0].message, "before": ",",
        "after": "，",
        "certain": True, "fixable": True, "fixable_unsafe": False,
    }  # fmt: skip


def test_github_escapes_what_workflow_commands_need(findings):
    first = as_github(findings).splitlines()[0]
    assert first.startswith("::error file=甲 乙%3A1%2C2.md,line=2,col=10,endColumn=11,title=NC908::ASCII")


def test_sarif_is_valid(findings):
    log = json.loads(as_sarif(findings))
    jsonschema.validate(log, SARIF)
    results = log["runs"][0]["results"]
    assert len(results) == len(findings)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    for result in results:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert all(rule["help"]["text"] for rule in rules)  # which GitHub's code scanning requires
    assert results[0]["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] == "，"


def test_a_file_name_that_is_no_text():
    found = check("今年,好", "甲\udcff.md")
    (uri,) = re.findall('"uri": "(.*)"', as_sarif(found))[:1]
    assert uri == "%E7%94%B2%FF.md"
    assert json.loads(as_json(found).encode())["path"] == "甲\udcff.md"


def test_sarif_that_is_not_valid_is_refused(findings):
    log = json.loads(as_sarif(findings))
    del log["runs"][0]["results"][0]["message"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(log, SARIF)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_found_is_still_well_formed(form):
    text = FORMATS[form]([])
    if form == "sarif":
        jsonschema.validate(json.loads(text), SARIF)
    else:
        assert text == ""


# -- the command ----------------------------------------------------------------------------------------


def run(*arguments):
    return CliRunner().invoke(main, ["check", *map(str, arguments)])


def test_exit_codes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("clean.md").write_text("今年以来，全县增长。\n", encoding="utf-8")
    Path("dirty.md").write_text("今年以来,全县增长。\n", encoding="utf-8")
    assert run("clean.md").exit_code == 0
    done = run("clean.md", "dirty.md")
    assert done.exit_code == 1
    assert done.stdout.startswith("dirty.md:1:5: NC908 ")
    assert done.stderr == "1 found, 1 fixable with newsclean fix\n"
    assert run().exit_code == 2
    assert run("--select", "E501", "clean.md").exit_code == 2
    assert run("--format", "xml", "clean.md").exit_code == 2


def test_a_file_that_cannot_be_read_does_not_stop_the_rest(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("dirty.md").write_text("今年以来,全县增长。\n", encoding="utf-8")
    Path("data.json").write_text("{}", encoding="utf-8")
    done = run("missing.md", "data.json", "dirty.md")
    assert done.exit_code == 1
    assert "newsclean: missing.md: cannot be read (No such file or directory)" in done.stderr
    assert "newsclean: data.json: .json files are not checked" in done.stderr
    assert done.stdout.startswith("dirty.md:1:5: NC908 ")


def test_what_fix_would_repair_if_it_were_told_to_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("post.md").write_text("今年以来，全县增长。\n\n（责任编辑：方小禾）\n", encoding="utf-8")
    said = run("post.md").stderr
    assert said.startswith("1 found, 0 fixable with newsclean fix; add ")
    assert '"boilerplate"' in said
    Path("newsclean.toml").write_text('fix = ["boilerplate"]\n', encoding="utf-8")
    assert run("post.md").stderr == "1 found, 1 fixable with newsclean fix\n"


def test_a_folder_without_a_file_that_is_checked_is_named(tmp_path):
    (tmp_path / "guide.rst").write_text("今年以来,全县增长。\n", encoding="utf-8")
    done = run(tmp_path)
    assert done.exit_code == 0
    assert "nothing to do" in done.stderr
    assert "newsclean clean" in run(tmp_path, tmp_path / "guide.rst").stderr
    (tmp_path / "guide.rst").unlink()
    assert "nothing to do" in run(tmp_path).stderr


def test_standard_input_is_none_of_its_files():
    done = run("-")
    assert done.exit_code == 2
    assert "newsclean clean -" in done.stderr


def test_folders_and_exclude(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("posts/甲.md", "posts/b.txt", "posts/c.py", "drafts/d.html"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("今年以来,全县增长。\n", encoding="utf-8")
    Path("newsclean.toml").write_text('exclude = ["drafts"]', encoding="utf-8")
    paths = {line.split(":")[0] for line in run(".").stdout.splitlines()}
    assert paths == {"posts/甲.md", "posts/b.txt"}
    assert run("drafts/d.html").exit_code == 1
    assert run("--force-exclude", "drafts/d.html").exit_code == 0


def test_options_go_before_the_configuration(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text("２０２１年以来,全县增长。\n", encoding="utf-8")
    Path("newsclean.toml").write_text('ignore = ["NC9"]', encoding="utf-8")
    assert run("a.md").exit_code == 0
    assert "NC903" in run("--ignore", "NC908", "a.md").stdout


def test_explain():
    done = run("--explain", "nc908")
    assert done.exit_code == 0
    assert done.stdout.startswith("NC908 punctuation (normalise): ASCII punctuation in Chinese text\n")
    assert "今年以来，全县增长" in done.stdout
    assert run("--explain", "NC000").exit_code == 2


def test_output_is_utf8_whatever_the_terminal_is(tmp_path):
    (tmp_path / "a.md").write_text("今年以来,全县增长。\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "newsclean", "check", "a.md"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(HERE.parent / "src"), "PYTHONIOENCODING": "ascii", "PATH": ""},
        capture_output=True,
        check=False,
    )
    assert "来，全" in done.stdout.decode("utf-8")


def test_what_is_named_in_three_posts(monkeypatch):
    """Every slip, reading and line of boilerplate; nothing of the running text that is right."""
    monkeypatch.chdir(HERE / "data/check")
    said = run("post.md", "readings.md", "wire.txt").stdout
    golden = Path("found.golden").read_text(encoding="utf-8")
    assert said == golden, "look; if better: newsclean check *.md *.txt > found.golden, in tests/data/check"
