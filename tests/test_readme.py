"""What README and the docs show is what happens: their console blocks are run, their tables are complete."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import newsclean
from newsclean.facts import ORDER, TOGETHER
from newsclean.mojibake.kinds import by_id
from newsclean.stages import NAMES
from schema import SCHEMA

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = sorted(path.name for path in (ROOT / "docs").glob("*.md"))


def console_blocks(markdown):
    return re.findall(r"^```console\n(.*?)^```", markdown, re.DOTALL | re.MULTILINE)


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A copy of what README's reader has before them, with `newsclean` on the path."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    command = tmp_path / "bin/newsclean"
    command.parent.mkdir()
    package = Path(newsclean.__file__).resolve().parent.parent
    path, python = shlex.quote(str(package)), shlex.quote(sys.executable)
    command.write_text(f'#!/bin/sh\nPYTHONPATH={path} exec {python} -m newsclean "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("checkout")
@pytest.mark.parametrize("page", ["README.md", "docs/mojibake.md"])
def test_console_blocks(page):
    """Line by line: what follows a command up to the next is what it prints; `…` stands for anything."""
    blocks = console_blocks((ROOT / page).read_text(encoding="utf-8"))
    assert blocks
    for block in blocks:
        for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
            printed = (done.stdout + done.stderr).strip()
            pattern = ".*".join(map(re.escape, shown.strip().split("…")))
            assert re.fullmatch(pattern, printed, re.DOTALL), f"$ {command}\n{printed}"


def test_every_field_of_the_record_is_documented():
    documented = set(
        re.findall(r"^\| `(\w+)` \|", (ROOT / "docs/record.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert documented == set(SCHEMA["properties"]) - {"candidates"}  # that one has a paragraph of its own


def test_the_order_of_places_is_documented_as_it_is():
    text = (ROOT / "docs/record.md").read_text(encoding="utf-8")
    table = text.partition("| field | places")[2].partition("\n\n")[0]
    documented = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", table, re.MULTILINE))
    assert {field: tuple(re.findall(r"[\w-]+", cell)) for field, cell in documented.items()} == ORDER
    assert {
        field: frozenset(re.findall(r"[\w-]+", cell.partition(",")[0]))
        for field, cell in documented.items()
        if " + " in cell
    } == TOGETHER


def test_every_kind_of_mojibake_is_documented():
    text = (ROOT / "docs/mojibake.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| `([\w-]+)` \|", text, re.MULTILINE)
    assert sorted(documented) == sorted(by_id()), "see the table in docs/mojibake.md"


def test_the_stages_are_drawn_in_their_order():
    drawn = re.findall(r"─(\w+)─►", README)
    assert drawn
    assert drawn == [name for name in NAMES if name in drawn]


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", *(f"docs/{name}" for name in DOCS)])
def test_what_a_page_links_to_exists(page):
    text = re.sub(r"```.*?```|`[^`\n]*`", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.DOTALL)
    for name, heading in re.findall(r"\]\((?!https?://)([^)#]*)(?:#([^)]*))?\)", text):
        target = ((ROOT / page).parent / name) if name else ROOT / page
        assert target.exists(), name
        assert not heading or heading in headings(target), heading


def headings(page):
    """The names under which GitHub can link to the headings of a page."""
    lines = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w -]", "", line).lower().replace(" ", "-") for line in lines]
