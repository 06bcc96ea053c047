"""Where documents come from and where results go."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclean import writers
from newsclean.document import Document, Paragraph
from newsclean.facts import Fact
from newsclean.runner import RunFailed, run
from newsclean.sources import Source, find_sources
from newsclean.writers import SUFFIXES, Writer, name_outputs, overwritten

NAMES = ["a.html", "a.md", "a", "a.html-2", "a.html-2.md", "b/a.md", "a.1.md", "a.txt/b", "a.html.json/b"]


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


def test_what_cannot_even_be_looked_at_is_a_source_so_that_it_is_named(tmp_path, monkeypatch):
    (tmp_path / "a").write_text("新闻")
    stat = os.stat

    def refuse(path, **options):
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied", path)
        return stat(path, **options)

    monkeypatch.setattr(os, "stat", refuse)
    assert [source.name for source in find_sources([tmp_path])] == ["a"]


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (("a.html", "b/a.html"), ["a", "b/a"]),
        (("a.html", "a.md", "b.html"), ["a.html", "a.md", "b"]),
        (("a.html", "a.html"), ["a.html", "a.html-2"]),
        (("a", "a.html"), ["a", "a.html"]),
        (("a.html", "a.txt/b.html"), ["a.html", "a.txt/b"]),
        (("a.html", "a.html.txt/b", "a.json/b"), ["a.html-2", "a.html.txt/b", "a.json/b"]),
        (("长" * 83 + ".html", "甲/" + "n" * 255), ["长" * 83, "甲/" + "n" * 250]),
        (("n" * 251 + ".md", "n" * 255), ["n" * 250, "n" * 248 + "-2"]),
        (("长" * 84, "长" * 85), ["长" * 83, "长" * 82 + "-2"]),
    ],
    ids=lambda names: " ".join(name[:12] for name in names),
)
def test_names(inputs, expected):
    assert name_outputs(sources(*inputs)) == expected


def test_an_article_of_one_page_never_takes_the_name_of_another_page():
    assert name_outputs(sources("a.html", "a.1.html"), split=True) == ["a", "a.1.html"]


@given(st.lists(st.sampled_from(NAMES)), st.booleans())
def test_no_two_outputs_share_a_name(names, split):
    found = name_outputs(sources(*names), split=split)
    assert len(set(found)) == len(names)
    files = {name + suffix for name in found for suffix in SUFFIXES}
    assert files.isdisjoint(str(folder) for name in found for folder in PurePosixPath(name).parents)


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


@pytest.fixture
def ctrl_c():
    """Ctrl-C raises KeyboardInterrupt, also where tests run in the background of a shell that ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals cannot be held back")
@pytest.mark.usefixtures("ctrl_c")
def test_a_run_that_is_ended_has_written_whole_documents(tmp_path, monkeypatch):
    monkeypatch.setattr(writers, "_publish", lambda _: os.kill(os.getpid(), signal.SIGINT))
    with pytest.raises(KeyboardInterrupt):
        Writer(tmp_path)(Document("新闻", source="新闻"), "a", "a.html")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "a.txt"]


def test_no_text_is_written_without_its_record(tmp_path, monkeypatch):
    def fill(path):
        if len(list(path.parent.iterdir())) > 1:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(writers, "_publish", fill)
    with pytest.raises(OSError, match="No space"):
        Writer(tmp_path)(Document("新闻", source="新闻"), "a", "a.html")
    assert not list(tmp_path.iterdir())


def test_a_name_that_no_file_can_have_is_a_fault_of_its_document_alone(tmp_path):
    for name in "ab":
        (tmp_path / name).write_text("新闻")
    bad, good = run(find_sources([tmp_path]), ["a" * 300, "b"], Writer(tmp_path / "out"), {})
    assert "rename it" in bad.problem
    assert good.problem is None


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
