"""What the text stages take beside OpenCC: boilerplate, layout, script, normalise, as multiples of its time.

Run it with the Python that has newsclean: `.venv/bin/python benchmarks/text_stages.py [FILE...]`; each FILE
is UTF-8 text, one paragraph a line. Without any, the project's own samples are measured, in four forms, and
their running paragraphs as one long text of 15 kB.

OpenCC's time is that of its `convert` for the whole text, with the conversion that suits it (`t2s`, or
`tw2s` where 著 stands for 着). Of the runs for each document the fastest counts, and all are measured in
turns in one process, so that a busy machine troubles all alike, and little. Keeping the account of what was
changed is part of the work.
"""

from __future__ import annotations

import gc
import json
import math
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from newsclean.document import Document, Paragraph
from newsclean.hanscript.opencc import converter
from newsclean.stages.boilerplate import Boilerplate
from newsclean.stages.layout import Layout
from newsclean.stages.normalise import Normalise
from newsclean.stages.script import Script

ROOT = Path(__file__).resolve().parent.parent
STAGES = (Boilerplate(), Layout(), Script(), Normalise())
RUNS = 25
A_DOCUMENT = 12
"""Paragraphs a document; as many as an article has."""
RUNNING = 40
"""Characters from which on a paragraph of the samples is running text."""
TIMES = 12
"""How often the samples are measured one after another, as they are short."""
HALF = str.maketrans("，：；！？（）", ",:;!?()")


def paragraphs_of_samples() -> list[str]:
    """The paragraphs of the samples' clean texts."""
    texts = sorted((ROOT / "samples/expected").glob("*.txt"))
    kept = [t for t in texts if json.loads(t.with_suffix(".json").read_text("utf-8")).get("articles") is None]
    return [line for text in kept or texts for line in text.read_text("utf-8").split("\n") if line]


def documents(lines: list[str], length: int) -> list[Document]:
    """Documents of so many paragraphs each."""
    groups = [lines[at : at + length] for at in range(0, len(lines), length)]
    return [
        Document("", source="\n\n".join(group), paragraphs=tuple(map(Paragraph, group))) for group in groups
    ]


def least(works: Sequence[tuple[Callable[[Any], object], Sequence[Any]]]) -> list[float]:
    """The time that each work takes for all its inputs, in seconds; for each the fastest of several runs.

    Args:
        works: Functions, and what to call each with; they are run in turns.
    """
    times = [[math.inf] * len(inputs) for _, inputs in works]
    for _ in range(RUNS):
        for (work, inputs), least_yet in zip(works, times, strict=True):
            for number, one in enumerate(inputs):
                start = time.perf_counter()
                work(one)
                least_yet[number] = min(least_yet[number], time.perf_counter() - start)
    return [sum(took) for took in times]


def measure(name: str, lines: list[str], length: int = A_DOCUMENT) -> None:
    """Print one row: the time of OpenCC a character, and every stage as a multiple of it."""
    docs = documents(lines, length)
    size = sum(map(len, lines))
    config = "tw2s" if "著" in "".join(lines) and "着" not in "".join(lines) else "t2s"
    works: list[tuple[Callable[[Any], object], Sequence[Any]]] = [
        (converter(config), [doc.source for doc in docs])
    ]
    for stage in STAGES:
        works.append((stage, docs))
        docs = [stage(doc) for doc in docs]
    base, *times = least(works)
    shares = [took / base for took in times]
    row = " ".join(f"{share:11.2f}" for share in (*shares, sum(shares)))
    print(f"{name:25s} {size:8d} {config:>5s} {base / size * 1e9:6.0f} {row}")


def main(arguments: list[str]) -> int:
    """Measure the files given, or the samples as they are, in half-width punctuation, and traditional."""
    gc.disable()  # as timeit does
    header = " ".join(f"{stage.name:>11s}" for stage in STAGES)
    print(f"{'':25s} {'chars':>8s} {'':5s} {'ns':>6s} {header} {'all':>11s}")
    if arguments:
        for argument in arguments:
            measure(Path(argument).name, [x for x in Path(argument).read_text("utf-8").split("\n") if x])
        return 0
    samples = paragraphs_of_samples()
    lines = samples * TIMES
    traditional = converter("s2tw")("\n".join(lines)).split("\n")
    measure("simplified", lines)
    measure("simplified, half-width", [line.translate(HALF) for line in lines])
    running = [line for line in samples if len(line) >= RUNNING]
    measure("simplified, one long text", running * TIMES, len(running))
    measure("traditional", traditional)
    measure("traditional, half-width", [line.translate(HALF) for line in traditional])
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
