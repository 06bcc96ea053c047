"""Make `src/newsclean/data/tables.txt` and `traits.json`: what is read of `rules` at every start, ready made.

Run it with the Python that has newsclean, when anything in `src/newsclean/rules` was changed:
`.venv/bin/python tools/make_tables.py`. What is not in them as it now stands is read from the rules and
worked out at every start of the program, so old ones cost time and nothing else.

`tables.txt` has one table a line: its name, the checksum of its file, its content as JSON, between tabs; see
`newsclean.tables`. `traits.json` has one pattern a line, with the words it needs, the characters it can begin
with and those it can end with; see `newsclean.boilerplate.traits.Traits`.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from newsclean.boilerplate.ruleset import own_rules
from newsclean.boilerplate.traits import work_out
from newsclean.tables import checksum_of

PACKAGE = Path(__file__).resolve().parent.parent / "src/newsclean"


def pack_tables() -> None:
    """Write the tables."""
    folder = PACKAGE / "rules"
    rows = []
    for path in sorted(folder.rglob("*.toml")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        packed = json.dumps(tomllib.loads(path.read_text("utf-8")), ensure_ascii=False, separators=(",", ":"))
        rows.append(f"{name}\t{checksum_of(path.read_bytes())}\t{packed}\n")
    (PACKAGE / "data/tables.txt").write_text("".join(rows), encoding="utf-8")


def write_traits() -> None:
    """Write what is told of the patterns."""
    lines: list[str] = []
    for pattern in sorted({pattern for rule in own_rules() for pattern in rule.pattern}):
        words, begins, closes = work_out(pattern)
        row = " ".join(words) or None, begins, closes
        lines.append(f"{json.dumps(pattern, ensure_ascii=False)}: {json.dumps(row, ensure_ascii=False)}")
    (PACKAGE / "data/traits.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    pack_tables()
    write_traits()
