"""How long a user waits for the whole command: its version, one small post, one small page.

Run it with the Python that has newsclean: `.venv/bin/python benchmarks/startup.py`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

RAW = Path(__file__).resolve().parent.parent / "samples/raw"
RUNS = 15
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As a user has it, whose modules are compiled once and not at every start."""
NEWSCLEAN = [sys.executable, "-m", "newsclean"]
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "newsclean --version": [*NEWSCLEAN, "--version"],
    "newsclean clean POST": [*NEWSCLEAN, "clean", str(RAW / "jekyll-post.md")],
    "newsclean clean PAGE": [*NEWSCLEAN, "clean", str(RAW / "portal-page.html")],
    "newsclean clean DAMAGED": [*NEWSCLEAN, "clean", str(RAW / "pinyin-slips.txt")],
}


def seconds(command: list[str]) -> float:
    """Wall-clock time of one run of a command."""
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True, env=ENVIRONMENT)
    return time.perf_counter() - start


def main() -> int:
    """Print the least and the median time of each command in seconds, after one run to warm the disk."""
    print(f"{'':24s} {'least':>6s} {'median':>6s}")
    for name, command in COMMANDS.items():
        seconds(command)
        times = [seconds(command) for _ in range(RUNS)]
        print(f"{name:24s} {min(times):6.3f} {median(times):6.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
