"""A short table of the records in a folder: what newsclean found in each file, and what it did.

Run it with the folder: `python samples/show.py OUT`.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path
from typing import Any

COLUMNS = {
    "file": 21,
    "encoding": 8,
    "script": 6,
    "repaired": 24,
    "removed": 24,
    "title": 28,
    "date": 10,
    "source": 10,
}
"""Heading and width of each column, in terminal cells."""


def width(text: str) -> int:
    """Cells that a terminal gives to the text: two for each wide character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def fit(text: str, cells: int) -> str:
    """The text cut or filled to so many cells."""
    if width(text) > cells:
        while width(text) > cells - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (cells - width(text))


def counts(of: dict[str, int]) -> str:
    """Rules and how often each applied, most frequent first."""
    ranked = sorted(of.items(), key=lambda item: -item[1])
    return ", ".join(f"{rule} {count}" for rule, count in ranked)


def row(record: dict[str, Any]) -> list[str]:
    """The cells of one record."""
    removed: dict[str, int] = {}
    for item in record["removed"]:
        removed[item["rule"]] = removed.get(item["rule"], 0) + 1
    titles = [article["title"] or "" for article in record["articles"]]
    repaired = counts(record["changes"].get("mojibake", {}))
    if any(warning["code"] == "irrecoverable" for warning in record["warnings"]):
        repaired = "left: cannot be recovered"
    return [
        Path(record["input"]["path"]).name,
        record["input"]["encoding"] or "",
        record["input"]["script"] or "",
        repaired,
        counts(removed),
        f"{len(titles)} articles: {titles[0]}" if titles else record["title"] or "",
        (record["date"] or "")[:10],
        record["source"] or "",
    ]


def main(argv: list[str]) -> int:
    """Print the table of the records in the folder `argv` names."""
    records = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(Path(argv[0]).rglob("*.json"))]
    rule = ["-" * cells for cells in COLUMNS.values()]
    for cells in (list(COLUMNS), rule, *map(row, records)):
        print("  ".join(map(fit, cells, COLUMNS.values())).rstrip())
    print(f"\ntexts and records: {argv[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
