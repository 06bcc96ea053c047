"""Where the configuration comes from, what it may say, and how it is refused."""

from __future__ import annotations

import dataclasses
import pickle
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from newsclean.cli import main
from newsclean.config import Config, ConfigError, describe, find, load

HOUSE_RULE = """
[[rule]]
id = "our-footer"
why = "Stands under every page of ours."
pattern = "^欢迎再来$"
"""


def write(folder, name, text):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"newsclean.toml": 'script = "keep"'}, id="own file"),
        pytest.param({"pyproject.toml": '[tool.newsclean]\nscript = "keep"'}, id="pyproject"),
        pytest.param(
            {"newsclean.toml": 'script = "keep"', "pyproject.toml": '[tool.newsclean]\nscript = "hant"'},
            id="own file first",
        ),
        pytest.param(
            {
                "posts/pyproject.toml": '[project]\nname = "newsclean-blog"',
                "newsclean.toml": 'script = "keep"',
            },
            id="pyproject without the table is passed by",
        ),
        pytest.param(
            {"posts/pyproject.toml": 'tool = "newsclean"', "newsclean.toml": 'script = "keep"'},
            id="pyproject with another kind of tool is passed by",
        ),
        pytest.param(
            {"posts/newsclean.toml": 'script = "keep"', "newsclean.toml": 'script = "hant"'}, id="nearest"
        ),
    ],
)
def test_found_in_the_folder_or_above(tmp_path, files):
    for name, text in files.items():
        write((tmp_path / name).parent, Path(name).name, text)
    (tmp_path / "posts/2021").mkdir(parents=True)
    found = find(tmp_path / "posts/2021")
    assert found is not None
    assert load(found).script == "keep"


def test_without_a_file_all_is_as_by_default(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if find() is None:  # a machine may have one above its temporary folder
        assert load() == Config()
    assert Config().fix == ("mojibake", "script", "normalise")


def test_all_keys(tmp_path):
    write(tmp_path, "house.toml", HOUSE_RULE)
    path = write(
        tmp_path,
        "newsclean.toml",
        """\
script = "hant"
punctuation = "keep"
keep-boilerplate = true
fix = ["script", "mojibake"]
select = ["nc2"]
ignore = ["NC905"]
exclude = ["drafts"]
protected = ["乾安县"]
rules = ["house.toml"]
rules-off = ["tool-bar"]
"""
        + HOUSE_RULE,
    )
    config = load(path)
    assert config.script == "hant"
    assert config.punctuation == "keep"
    assert config.keep_boilerplate
    assert config.fix == ("mojibake", "script")
    assert config.select == ("NC2",)
    assert config.ignore == ("NC905",)
    assert config.protected == {"乾安县"}
    assert config.rules == (tmp_path / "house.toml",)
    assert config.rules_off == {"tool-bar"}
    assert config.rule[0]["id"] == "our-footer"
    assert config.origins["exclude"] == f"{path}:7"
    assert config.origins["rule"] == f"{path}:12"
    assert pickle.loads(pickle.dumps(config)) == config  # noqa: S301 - our own pickle


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('scirpt = "hans"', ':1: unknown key "scirpt"; did you mean "script"?'),
        ("\nkeep_boilerplate = true", ':2: unknown key "keep_boilerplate"; did you mean "keep-boilerplate"?'),
        ('\n\nscript = "keeep"', ':3: script takes hans, hant or keep, not "keeep"; did you mean "keep"?'),
        ("keep-boilerplate = 1", ":1: keep-boilerplate takes true or false, not 1"),
        ('fix = ["moji"]', ':1: fix: no stage "moji" makes repairs; did you mean "mojibake"?'),
        ('fix = "mojibake"', ":1: fix takes a list of words"),
        ('ignore = "NC9"', ":1: ignore takes a list of words"),
        ('exclude = ["drafts", ""]', ":1: exclude takes a list of words"),
        ("exclude = [1]", ":1: exclude takes a list of words"),
        ('select = ["E501"]', ':1: select: "E501" is neither a code of a rule'),
        ('rules = ["nowhere.toml"]', ":1: rules: no file "),
        ("[rule]\nid = 1", ":1: rule takes tables, each headed [[rule]]"),
        ('[newsclean]\nscript = "hans"', ':1: unknown key "newsclean"'),
        ("script = ", ":1: is not valid TOML: "),
    ],
)
def test_refused_with_place_and_advice(tmp_path, text, complaint):
    path = write(tmp_path, "newsclean.toml", text)
    with pytest.raises(ConfigError) as refused:
        load(path)
    assert str(refused.value).startswith(f"{path}{complaint}")


def test_line_in_pyproject_is_that_of_our_table(tmp_path):
    path = write(tmp_path, "pyproject.toml", '[tool.other]\nscirpt = 1\n[tool.newsclean]\nscirpt = "hans"\n')
    with pytest.raises(ConfigError, match=r"pyproject\.toml:4: unknown key"):
        load(path)
    path = write(tmp_path, "pyproject.toml", '[tool]\nnewsclean = "hans"\n')
    with pytest.raises(ConfigError, match=r"tool\.newsclean has to be a table"):
        load(path)


def test_not_utf8(tmp_path):
    path = tmp_path / "newsclean.toml"
    path.write_bytes('protected = ["乾安县"]'.encode("gb18030"))
    with pytest.raises(ConfigError, match="is not UTF-8"):
        load(path)


@pytest.mark.parametrize(
    ("pattern", "path", "excluded"),
    [
        ("drafts", "drafts/a.md", True),
        ("drafts", "x/drafts/b/a.md", True),
        ("drafts", "drafts2/a.md", False),
        ("*.raw.md", "x/甲.raw.md", True),
        ("*.raw.md", "x/甲.md", False),
        ("posts/*.md", "posts/a.md", True),
        ("posts/*.md", "posts/x/a.md", False),
        ("posts/**/*.md", "posts/x/y/a.md", True),
        ("posts/**/*.md", "posts/a.md", True),
        ("/a.md", "x/a.md", False),
        ("/a.md", "a.md", True),
        ("a?.md", "ab.md", True),
    ],
)
def test_exclude(tmp_path, pattern, path, excluded):
    config = load(write(tmp_path, "newsclean.toml", f'exclude = ["{pattern}"]'))
    assert config.excludes(tmp_path / path) is excluded


def test_exclude_of_a_relative_path(tmp_path, monkeypatch):
    config = load(write(tmp_path, "newsclean.toml", 'exclude = ["posts/drafts/"]'))
    (tmp_path / "posts").mkdir()
    monkeypatch.chdir(tmp_path / "posts")
    assert config.excludes(Path("drafts/a.md"))
    assert not config.excludes(Path("a.md"))


@given(st.text("a/*?.[]中", min_size=1, max_size=12).filter(lambda p: p.strip("/")))
def test_any_pattern_is_a_pattern(pattern):
    Config(exclude=(pattern,)).excludes(Path("posts/a.md"))


def test_options_go_before_the_file(tmp_path):
    config = load(write(tmp_path, "newsclean.toml", 'script = "hant"'))
    over = config.override(script="keep", select=None)
    assert over.script == "keep"
    assert over.origins == {"script": "--script"}


def test_command_prints_what_is_in_force_and_where_from(tmp_path, monkeypatch):
    path = write(tmp_path, "newsclean.toml", 'script = "keep"\nprotected = ["乾安县"]\n' + HOUSE_RULE)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["config"])
    assert result.exit_code == 0
    assert f'script = "keep"  # {path}:1\n' in result.output
    assert f'protected = ["乾安县"]  # {path}:2\n' in result.output
    assert f'[[rule]]  # {path}:4\nid = "our-footer"' in result.output
    assert 'punctuation = "zh"  # default\n' in result.output


def test_a_bad_file_is_wrong_usage(tmp_path):
    path = write(tmp_path, "odd.toml", "scirpt = 1")
    result = CliRunner().invoke(main, ["config", "--config", str(path)])
    assert result.exit_code == 2
    assert 'did you mean "script"?' in result.output


def test_described_config_is_a_config(tmp_path):
    write(tmp_path, "house.toml", HOUSE_RULE)
    text = 'script = "keep"\nexclude = ["草稿"]\nselect = ["NC2"]\nprotected = ["乙", "甲"]\n'
    config = load(write(tmp_path, "newsclean.toml", text + 'rules = ["house.toml"]\n'))
    described = describe(config)
    assert described.startswith(f"# {config.path}\n")
    again = load(write(tmp_path / "other", "newsclean.toml", described))
    assert dataclasses.replace(again, path=config.path, origins=config.origins) == config
    assert describe(Config()).startswith("# no configuration file")
