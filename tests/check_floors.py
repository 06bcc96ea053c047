"""Run the measurements of a folder and compare their figures with tests/floors.toml.

    python tests/check_floors.py ../shared/check

Each measurement is a script that runs the `newsclean` command found on PATH and
prints figures. Exit code 1 when a figure is worse than its floor, or missing.
Speed is printed but has no floor: it is the machine's as much as ours.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.toml")
TIME_LIMIT = 900  # seconds a measurement may take: a hang must not become an endless run

FIGURES = {
    "seeds": {
        "seeds.held": r"seeds: (\d+) of",
        "seeds.total": r"seeds: \d+ of (\d+)",
    },
    "pages": {
        "pages.body-f1": r"body over .* F1 (\d\.\d+);",
        "pages.f1-over-0.98": r"F1 > 0\.98 on (\d+)",
        "pages.f1-under-0.5": r"< 0\.5 on (\d+)",
        "pages.titles": r"fields: .*title (\d+)/",
        "pages.dates": r"fields: .*date (\d+)/",
        "pages.sources": r"fields: .*source (\d+)/",
        "pages.authors": r"fields: .*authors (\d+)/",
        "pages.editors": r"fields: .*editors (\d+)/",
    },
    "mojibake": {
        "mojibake.recovered": r"repairable kinds: recovered +(\d+\.\d+)%",
        "mojibake.whole": r"repairable kinds:.* whole +(\d+\.\d+)%",
        "mojibake.silent": r"silent errors (\d+\.\d+) in a thousand",
        "mojibake.clean-changed": r"clean text: (\d+) of",
        "mojibake.lost-untouched": r"untouched +(\d+\.\d+)%.*\(lost\)",
        "mojibake.lost-warned": r"warned +(\d+\.\d+)%.*\(lost\)",
        "mojibake.mostly-lost-right": r"right +(\d+\.\d+)%.*\(mostly lost\)",
    },
    "charset": {
        "charset.right": r"decoded right: \d+ of \d+ \((\d+\.\d+)%\)",
    },
}
"""For each measurement its figures: name and where its output says them; the lowest counts if several do."""


def figures_of(output: str, patterns: dict[str, str]) -> dict[str, float]:
    """The figures that a measurement's output names."""
    found = {name: re.findall(pattern, output) for name, pattern in patterns.items()}
    return {name: min(map(float, values)) for name, values in found.items() if values}


def faults(figures: dict[str, float], floors: dict[str, dict[str, float]]) -> list[str]:
    """What falls short, one sentence a figure; a figure without value falls short too."""
    found = []
    for name, floor in floors["at_least"].items():
        if not figures.get(name, float("-inf")) >= floor:
            found.append(f"{name} is {figures.get(name, 'missing')}, at least {floor} is wanted")
    for name, ceiling in floors["at_most"].items():
        if not figures.get(name, float("inf")) <= ceiling:
            found.append(f"{name} is {figures.get(name, 'missing')}, at most {ceiling} is wanted")
    return found


def main(argv: list[str]) -> int:
    """Run all measurements of the folder; see the module's docstring."""
    folder = Path(argv[0])
    figures: dict[str, float] = {}
    for name, patterns in FIGURES.items():
        done = subprocess.run(
            [sys.executable, str(folder / f"{name}.py")],
            capture_output=True, text=True, timeout=TIME_LIMIT, check=False,
        )  # fmt: skip
        lines = (done.stdout + done.stderr).strip().splitlines()
        print(f"-- {name}", *lines[-45:], sep="\n", flush=True)
        figures |= figures_of(done.stdout, patterns)
    found = faults(figures, tomllib.loads(FLOORS.read_text(encoding="utf-8")))
    print(*(found or ["no figure is worse than its floor"]), sep="\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
