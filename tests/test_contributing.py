"""The recipes of CONTRIBUTING, done as they are written, in a copy of the repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```(toml|python|diff)\n# (\S+)\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The repository with all recipes of CONTRIBUTING done."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("src", "tests", "samples"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    blocks = BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
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
    "tests/test_ellipsis.py": ["three dots", "version number"],
    "src/newsclean/stages/ellipsis.py": ["find_rows"],
    "tests/test_promises.py": ["ellipsis"],
}
"""The tests that CONTRIBUTING says to run, and words in the names of those that a recipe is about."""


@pytest.fixture(scope="module")
def passed(copy):
    """The tests of the recipes that pass in the copy; all are run at once, since starting takes longest."""
    words = {word for some in RECIPES.values() for word in some}
    chosen = " or ".join(f"({' and '.join(word.split())})" for word in sorted(words))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider", *RECIPES, "-k", chosen],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return re.findall(r"^PASSED (.*)$", done.stdout, re.MULTILINE)


@pytest.mark.parametrize(("tests", "word"), [(file, word) for file in RECIPES for word in RECIPES[file]])
def test_recipe(tests, word, passed):
    assert [name for name in passed if name.startswith(f"{tests}::") and word in name]
