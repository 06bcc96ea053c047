"""Many documents: the same outcomes for any number of processes, and no one of them ends the others."""

from __future__ import annotations

import os
import signal
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
    if not _blocks_ctrl_c():
        return Outcome(str(source.path), problem="Ctrl-C would end its process with a traceback")
    return Outcome(str(source.path), text=name)


def _blocks_ctrl_c():
    return not hasattr(signal, "pthread_sigmask") or signal.SIGINT in signal.pthread_sigmask(
        signal.SIG_BLOCK, ()
    )


NAMES = [f"document {number}" for number in range(24)]
NAMES[4], NAMES[13] = "dies", "hangs"  # neither is the first of its batch, nor alone in it


@pytest.fixture(scope="module")
def outcomes():
    pairs = [(Source(Path(name), name, listed=True), name) for name in NAMES]
    assert {len(batch) for batch in runner._batches(pairs, 2)} == {3}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "TIME_LIMIT", 4)
        return list(runner._run_pool(work, pairs, 2))


def test_outcomes_come_in_order_and_the_rest_is_done(outcomes):
    assert [outcome.path for outcome in outcomes] == NAMES
    assert [outcome.text for outcome in outcomes] == [
        None if name in {"dies", "hangs"} else name for name in NAMES
    ]


def test_a_killed_worker_and_an_endless_document_are_named(outcomes):
    assert "its process was ended from outside" in outcomes[4].problem
    assert "not done after 4 s" in outcomes[13].problem


@pytest.mark.parametrize(
    ("sizes", "jobs", "lengths"),
    [
        ([10] * 5, 2, [1, 1, 1, 1, 1]),  # every worker has something to do
        ([10] * 1000, 2, [32] * 31 + [8]),
        ([runner.BATCH_BYTES] * 20, 2, [1] * 20),
        ([10, 10, runner.BATCH_BYTES, 10] + [10] * 28, 2, [3, 4, 4, 4, 4, 4, 4, 4, 1]),
    ],
)
def test_batches_are_limited_by_documents_and_by_bytes(sizes, jobs, lengths):
    pairs = [(Source(Path("-"), "", listed=True, data=bytes(size)), "") for size in sizes]
    batches = list(runner._batches(pairs, jobs))
    assert [len(batch) for batch in batches] == lengths
    assert [pair for batch in batches for pair in batch] == pairs


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
