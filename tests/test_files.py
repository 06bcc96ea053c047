"""Where documents come from and where results go."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclean.document import Document, Paragraph
from newsclean.facts import Fact
from newsclean.runner import RunFailed, run
from newsclean.sources import Source, find_sources
from newsclean.writers import Writer, name_outputs, overwritten

NAMES = ["a.html", "a.md", "a", "a.html-2", "a.html-2.md", "b/a.md", "a.1.md"]


def sources(*names):
    return [Source(Path(name), name, listed=False) for name in names]


def test_folder_gives_its_files_in_order_without_hidden_ones_and_the_output(tmp_path):
    for name in ("b.html", "a/c.md", ".git/config", "a/.hidden", "out/old.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("新闻")
    found = find_sources([tmp_path], leave_out=tmp_path / "out")
    assert [source.name for source in found] == ["b.html", "a/c.md"]


def test_what_cannot_be_read_in_a_folder_is_a_source_so_that_it_is_named(tmp_path, monkeypatch):
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "locked").mkdir()
    (tmp_path / "locked" / "a.txt").write_text("新闻")
    scan = os.scandir

    def locked(path):
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", locked)
    assert [source.name for source in find_sources([tmp_path])] == ["gone.txt", "locked"]


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (("a.html", "b/a.html"), ["a", "b/a"]),
        (("a.html", "a.md", "b.html"), ["a.html", "a.md", "b"]),
        (("a.html", "a.html"), ["a.html", "a.html-2"]),
        (("a", "a.html"), ["a", "a.html"]),
    ],
)
def test_names(inputs, expected):
    assert name_outputs(sources(*inputs)) == expected


def test_an_article_of_one_page_never_takes_the_name_of_another_page():
    assert name_outputs(sources("a.html", "a.1.html"), split=True) == ["a", "a.1.html"]


@given(st.lists(st.sampled_from(NAMES)), st.booleans())
def test_no_two_outputs_share_a_name(names, split):
    found = name_outputs(sources(*names), split=split)
    assert len(set(found)) == len(names)


def test_an_input_is_never_overwritten(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("新闻")
    found = find_sources([path])
    assert overwritten(tmp_path, found, name_outputs(found)) == path
    assert overwritten(tmp_path / "out", found, name_outputs(found)) is None


def test_nothing_is_written_where_a_link_leads_out_of_the_folder(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    out = tmp_path / "out"
    out.mkdir()
    (out / "sub").symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(ValueError, match="a link leads out"):
        Writer(out)(Document("新闻", source="新闻"), "sub/deep/a", "a.txt")
    assert not list(elsewhere.iterdir())


def test_a_failed_write_leaves_no_file_behind(tmp_path):
    (tmp_path / "a.txt").mkdir()  # a folder stands where the text should go
    with pytest.raises(OSError, match="directory"):
        Writer(tmp_path)(Document("新闻", source="新闻"), "a", "a.html")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_run_that_cannot_write_fails_as_a_whole(tmp_path):
    source = tmp_path / "in.html"
    source.write_text("新闻")
    (tmp_path / "out").write_text("a file, not a folder")
    outcomes = run(find_sources([source]), ["in"], Writer(tmp_path / "out"), {})
    with pytest.raises(RunFailed, match="cannot write"):
        list(outcomes)


def test_split_articles_are_written_apart(tmp_path):
    paragraphs = (
        Paragraph("甲镇修路", article=0, is_title=True),
        Paragraph("甲镇的路修好了。", article=0),
        Paragraph("（李明）", article=0, removed="credit", facts=(Fact("authors", "李明", "byline"),)),
        Paragraph("乙镇种树", article=1, is_title=True),
        Paragraph("乙镇种了树。", article=1),
        Paragraph("树都活了。", article=1),
    )
    doc = Document("", paragraphs=paragraphs)
    bodies = [doc.text[article.start : article.end] for article in doc.articles]
    assert bodies == ["甲镇的路修好了。", "乙镇种了树。\n\n树都活了。"]
    Writer(tmp_path, split=True)(doc, "page", "page.txt")
    written = sorted(path.name for path in tmp_path.iterdir())
    assert written == ["page.1.json", "page.1.txt", "page.2.json", "page.2.txt"]
    record = json.loads((tmp_path / "page.1.json").read_text("utf-8"))
    assert (record["title"], record["authors"]) == ("甲镇修路", ["李明"])
    assert (tmp_path / "page.2.txt").read_text("utf-8") == "乙镇种了树。\n\n树都活了。\n"
