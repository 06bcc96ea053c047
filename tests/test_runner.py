"""Many documents: the same outcomes for any number of processes, and no one of them ends the others."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from newsclean import runner
from newsclean.runner import Outcome, run
from newsclean.sources import Source, find_sources
from newsclean.writers import Writer


def work(source, name):
    """A worker for the pool: dies, hangs or works, as the name of the document says."""
    if name == "dies":
        os._exit(1)
    if name == "hangs":
        time.sleep(60)
    return Outcome(str(source.path), text=name)


@pytest.fixture(scope="module")
def outcomes():
    names = ["one", "dies", "two", "hangs", "three"]
    pairs = iter([(Source(Path(name), name, listed=True), name) for name in names])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "TIME_LIMIT", 4)
        return list(runner._run_pool(work, pairs, 2))


def test_outcomes_come_in_order_and_the_rest_is_done(outcomes):
    assert [outcome.path for outcome in outcomes] == ["one", "dies", "two", "hangs", "three"]
    assert [outcome.text for outcome in outcomes] == ["one", None, "two", None, "three"]


def test_a_killed_worker_and_an_endless_document_are_named(outcomes):
    assert "its process was ended from outside" in outcomes[1].problem
    assert "not done after 4 s" in outcomes[3].problem


def test_a_stage_that_fails_rejects_one_document_only(tmp_path, monkeypatch):
    def fail(data):
        if data == b"bad":
            raise KeyError("boom")
        return pipeline(data)

    pipeline = runner._pipeline(())
    monkeypatch.setattr(runner, "_pipeline", lambda _: fail)
    for name, data in (("a", b"bad"), ("b", "新闻".encode())):
        (tmp_path / name).write_bytes(data)
    bad, good = run(find_sources([tmp_path]), ["a", "b"], Writer(None), {})
    assert "KeyError" in bad.problem
    assert good.text == "新闻\n"


def test_an_unreadable_file_is_named_with_what_to_do(tmp_path):
    (outcome,) = run([Source(tmp_path / "gone", "gone", listed=True)], ["gone"], Writer(None), {})
    assert outcome.problem == (
        "cannot be read (No such file or directory); check the path and its permissions"
    )
