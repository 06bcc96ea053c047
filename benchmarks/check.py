"""How long `newsclean check` takes: one post of 8 kB as a user waits for it, a thousand as a service does.

Run it with the Python that has newsclean: `.venv/bin/python benchmarks/check.py`. The posts are made of what
newsclean is expected to make of the samples: as it is, with ASCII punctuation, and with inserted pinyin.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from newsclean.check.files import examine
from newsclean.config import Config

EXPECTED = Path(__file__).resolve().parent.parent / "samples/expected"
SIZE = 8192
POSTS = 1000
RUNS = 11
KINDS = {
    "clean": {},
    "ASCII punctuation": {"，": ",", "：": ":"},
    "inserted pinyin": {"时": "時(shí)", "经": "經(jīng)", "会": "會(huì)"},
}


def make_posts(damage: dict[str, str]) -> list[bytes]:
    """A thousand posts of about 8 kB, no two the same."""
    lines = [
        line
        for path in sorted(EXPECTED.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not examine("a.txt", line.encode(), Config()).findings
    ]
    posts = []
    for number in range(POSTS):
        body = ""
        at = number
        while len(body.encode()) < SIZE - 300:
            body += f"<p>{lines[at % len(lines)]}</p>\n"
            at += 1
        for old, new in damage.items():
            body = body.replace(old, new)
        posts.append(f"---\nlayout: post\ntitle: 第{number}号\n---\n{body}".encode())
    return posts


def seconds_of_command(paths: list[Path]) -> float:
    """Wall-clock time of the whole command."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "newsclean", "check", *paths], capture_output=True, check=False)
    return time.perf_counter() - start


def main() -> int:
    """Print for each kind: seconds of the command on one post and on a thousand, posts a second."""
    print(
        f"{'':20s} {'one post':>9s} {'median':>7s} {'1,000 posts':>12s} {'a second':>9s} {'work alone':>11s}"
    )
    for kind, damage in KINDS.items():
        posts = make_posts(damage)
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for number, post in enumerate(posts):
                paths.append(Path(folder, f"{number}.md"))
                paths[-1].write_bytes(post)
            one = [seconds_of_command(paths[:1]) for _ in range(RUNS)]
            many = min(seconds_of_command(paths) for _ in range(2))
        examine("a.md", posts[0], Config())
        config = Config()
        start = time.perf_counter()
        for post in posts:
            examine("a.md", post, config)
        alone = POSTS / (time.perf_counter() - start)
        print(
            f"{kind:20s} {min(one):8.3f}s {median(one):6.3f}s {many:11.2f}s {POSTS / many:9.0f} {alone:11.0f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
