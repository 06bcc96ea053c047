"""Make `src/newsclean/data/traits.json`: what is told of the patterns of the package's rules.

Run it with the Python that has newsclean, when patterns were added or changed: `.venv/bin/python
tools/make_traits.py`. A pattern that is not in the table is worked out at every start of the program, so an
old table costs time and nothing else.

One pattern a line, with the words it needs, the characters it can begin with and those it can end with; see
`newsclean.traits.Traits`.
"""

from __future__ import annotations

import json
from pathlib import Path

from newsclean.ruleset import own_rules
from newsclean.traits import work_out

TABLE = Path(__file__).resolve().parent.parent / "src/newsclean/data/traits.json"


def main() -> None:
    """Write the table."""
    lines: list[str] = []
    for pattern in sorted({rule.pattern for rule in own_rules()} - {""}):
        words, begins, closes = work_out(pattern)
        row = " ".join(words) or None, begins, closes
        lines.append(f"{json.dumps(pattern, ensure_ascii=False)}: {json.dumps(row, ensure_ascii=False)}")
    TABLE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
