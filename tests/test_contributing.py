"""The recipes of CONTRIBUTING, done as they are written, in a copy of the repository."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(toml|python|diff)\n# (\S+)\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The repository with all recipes of CONTRIBUTING done."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("src", "tests", "samples", "docs", "tools"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    blocks = BLOCK.findall(GUIDE)
    for form, name, content in blocks:
        apply(form, folder / name, content)
    assert len(blocks) == 8
    return folder


def apply(form, path, content):
    """Add a block to its file: a diff line by line, an entry at the end, anything else as a new file."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if form == "diff":
        for part in content.split("@@\n"):
            old = "".join(line[1:] for line in part.splitlines(keepends=True) if line[0] == " ")
            new = "".join(line[1:] for line in part.splitlines(keepends=True))
            assert before.count(old) == 1, old
            before = before.replace(old, new)
        path.write_text(before, encoding="utf-8")
    else:
        path.write_text(f"{before}\n{content}".lstrip("\n"), encoding="utf-8")


RECIPES = {
    "tests/test_rules.py": ["weather-bar", "navigation", "unique"],
    "tests/test_people.py": ["sound-engineer"],
    "tests/test_script.py": ["protected"],
    "tests/test_mojibake.py": ["mac-greek"],
    "tests/test_ellipses.py": ["three dots", "version number"],
    "src/newsclean/stages/ellipses.py": ["find_rows"],
    "tests/test_promises.py": ["ellipses"],
}
"""The tests that CONTRIBUTING says to run, and words in the names of those that a recipe is about."""


def run(folder, *arguments):
    """Run Python in the copy, on what is there."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def passed(copy):
    """The tests of the recipes that pass in the copy; all are run at once, since starting takes longest."""
    words = {word for some in RECIPES.values() for word in some}
    chosen = " or ".join(f"({' and '.join(word.split())})" for word in sorted(words))
    said = run(copy, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider", *RECIPES, "-k", chosen)
    return re.findall(r"^PASSED (.*)$", said, re.MULTILINE)


@pytest.mark.parametrize(("tests", "word"), [(file, word) for file in RECIPES for word in RECIPES[file]])
def test_recipe(tests, word, passed):
    assert [name for name in passed if name.startswith(f"{tests}::") and word in name]


def test_what_is_generated_has_what_the_recipes_add(copy):
    tools = re.findall(r"^\.venv/bin/python (tools/\w+\.py)", GUIDE, re.MULTILINE)
    assert len(tools) == 2
    for tool in tools:
        run(copy, tool)
    rules = (copy / "docs/rules.md").read_text(encoding="utf-8")
    assert "`weather-bar`" in rules
    assert "`utf8-as-mac-greek`" in rules


def test_the_damage_of_the_example_is_as_shown(copy):
    (command,) = re.findall(r"^\.venv/bin/python (-c .*)$", GUIDE, re.MULTILINE)
    printed = tomllib.loads(f"before = {run(copy, *shlex.split(command))}")["before"]
    assert f'before = "{printed}"\n' in GUIDE


@pytest.mark.skipif(importlib.util.find_spec("ruff") is None, reason="a linter is not needed to run tests")
def test_what_the_recipes_add_passes_the_linter(copy):
    run(copy, "-m", "ruff", "check", "src", "tests")
    run(copy, "-m", "ruff", "format", "--check", "src", "tests")
