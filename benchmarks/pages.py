"""Whole web pages to text: newsclean beside the public extractors, in one process, on one core.

    benchmarks/pages.py PAGES [--gold GOLD] [--env DIR] [--python PYTHON] [--runs N]

PAGES is a folder of HTML files. GOLD, if given, holds for each `name.html` a `name.json` with `body` (a list
of paragraphs) and, if there are any, `optional` lines that cost nothing either way and `title`. The peers are
installed into an environment of their own, made at DIR with PYTHON (magic-html wants 3.12 or later).
Printed: precision, recall and F1 of the body in 4-gram character shingles, and milliseconds of processor time
a page, the best of N runs of each page. Peers get text that is already decoded; newsclean gets the bytes.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PEERS = ["trafilatura", "readability-lxml", "magic-html", "resiliparse", "gne"]
Extract = Callable[[bytes, str], str]


def main() -> int:
    """Make the environment, measure in it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("pages", type=Path, help="folder of HTML files")
    parser.add_argument("--gold", type=Path, help="folder of JSON files with the body of each page")
    parser.add_argument("--env", type=Path, default=Path(tempfile.gettempdir()) / "newsclean-peers")
    parser.add_argument("--python", default=sys.executable, help="interpreter to make the environment with")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        measure(options.pages, options.gold, options.runs)
        return 0
    python = install(options.env, options.python)
    arguments = [str(options.pages), "--runs", str(options.runs), "--inside"]
    arguments += ["--gold", str(options.gold)] if options.gold else []
    return subprocess.run([python, __file__, *arguments], check=False).returncode


def install(folder: Path, interpreter: str) -> str:
    """An environment with newsclean and the peers; those that cannot be had are said and left out."""
    python = folder / "bin/python"
    if not python.exists():
        subprocess.run([interpreter, "-m", "venv", str(folder)], check=True)
        pip(python, "--upgrade", "pip")
        for peer in PEERS:
            if pip(python, peer):
                print(f"{peer} could not be installed: left out", file=sys.stderr)
    if pip(python, "--editable", str(ROOT)):
        raise SystemExit(f"{folder}: newsclean could not be installed; delete the folder and try again")
    return str(python)


def pip(python: Path, *what: str) -> int:
    """Install something; the exit code of pip."""
    return subprocess.run([python, "-m", "pip", "install", "--quiet", *what], check=False).returncode


def measure(pages: Path, gold: Path | None, runs: int) -> None:
    """Run all extractors over all pages and print the table."""
    inputs = {path.stem: path.read_bytes() for path in sorted(pages.glob("*.htm*"))}
    decoded = {name: decode(data) for name, data in inputs.items()}
    size = sum(map(len, inputs.values())) / len(inputs) / 1000
    print(f"{len(inputs)} pages, {size:.0f} kB on average, Python {sys.version.split()[0]}\n")
    print(f"{'':18s} {'P':>6s} {'R':>6s} {'F1':>6s} {'>0.98':>6s} {'ms':>8s} {'times':>6s}")
    found = extractors()
    seconds, texts = run(found, inputs, decoded, runs)
    for name in found:
        figures = " ".join(["     -"] * 4)
        if gold:
            scores = [score(gold / f"{stem}.json", text) for stem, text in texts[name].items()]
            means = [sum(s[i] for s in scores) / len(scores) for i in range(3)]
            figures = " ".join(f"{mean:6.3f}" for mean in means) + f" {sum(s[2] > 0.98 for s in scores):6d}"  # noqa: PLR2004
        times = seconds[name] / seconds["newsclean"]
        print(f"{name:18s} {figures} {seconds[name] / len(inputs) * 1e3:8.2f} {times:6.1f}")


def decode(data: bytes) -> str:
    """The text of a page's bytes."""
    decoder: Any = importlib.import_module("newsclean.stages.decode").Decode()
    document: Any = importlib.import_module("newsclean.document")
    return str(decoder(document.Document(data)).source)


def run(
    extractors: dict[str, Extract], inputs: dict[str, bytes], decoded: dict[str, str], runs: int
) -> tuple[dict[str, float], dict[str, dict[str, str]]]:
    """The processor seconds of each extractor for all pages, the best of some runs of each, and its texts.

    The extractors take turns on each page, so that all of them meet the same machine.
    """
    seconds = dict.fromkeys(extractors, 0.0)
    texts: dict[str, dict[str, str]] = {name: {} for name in extractors}
    for stem, data in inputs.items():
        best = dict.fromkeys(extractors, float("inf"))
        for _ in range(runs):
            for name, extract in extractors.items():
                start = time.process_time()
                try:
                    texts[name][stem] = extract(data, decoded[stem])
                except Exception as error:  # noqa: BLE001 - what a peer raises is its result
                    texts[name][stem] = ""
                    print(f"   {name} on {stem}: {type(error).__name__}", file=sys.stderr)
                best[name] = min(best[name], time.process_time() - start)
        for name in extractors:
            seconds[name] += best[name]
    return seconds, texts


def extractors() -> dict[str, Extract]:
    """Those that can be imported, newsclean first."""
    import newsclean  # noqa: PLC0415 - only in the environment of the peers

    stages = importlib.import_module("newsclean.stages")
    page_stages = [stage() for stage in stages.STAGES if stage.name in {"article", "markup"}]

    def without_repair(data: bytes, source: str) -> str:
        doc = importlib.import_module("newsclean.document").Document(data, source)
        for stage in page_stages:
            doc = stage(doc)
        return str(doc.text)

    found: dict[str, Extract] = {
        "newsclean": lambda data, _: newsclean.clean(data, script="keep").text,
        "its article+markup": without_repair,
    }
    for name, make in {
        "magic-html": magic_html,
        "trafilatura": trafilatura,
        "readability-lxml": readability,
        "gne": gne,
        "resiliparse": resiliparse,
    }.items():
        try:
            found[name] = make()
        except ImportError as error:
            print(f"{name}: {error}", file=sys.stderr)
    return found


def magic_html() -> Extract:
    """Its article as HTML, tags taken off."""
    extractor: Any = importlib.import_module("magic_html").GeneralExtractor()
    return lambda _, source: bare(str(extractor.extract(source, base_url="https://a.example/")["html"]))


def trafilatura() -> Extract:
    """Its text, without comments."""
    module: Any = importlib.import_module("trafilatura")
    return lambda _, source: module.extract(source, include_comments=False) or ""


def readability() -> Extract:
    """Its summary as HTML, tags taken off."""
    module: Any = importlib.import_module("readability")
    return lambda _, source: bare(module.Document(source).summary())


def gne() -> Extract:
    """Its content."""
    extractor: Any = importlib.import_module("gne").GeneralNewsExtractor()
    return lambda _, source: str(extractor.extract(source)["content"])


def resiliparse() -> Extract:
    """Its main content as plain text."""
    module: Any = importlib.import_module("resiliparse.extract.html2text")
    return lambda _, source: module.extract_plain_text(source, main_content=True)


def bare(markup: str) -> str:
    """The text of HTML: for peers that give no other."""
    html: Any = importlib.import_module("lxml.html")
    return str(html.fromstring(markup).text_content()) if markup.strip() else ""


def score(path: Path, found: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of a text against the gold of its page."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    wanted, got = shingles("\n".join(gold["body"])), shingles(found)
    free = shingles("\n".join([*gold.get("optional", []), gold.get("title") or ""]))
    hit = sum((wanted & got).values())
    false = sum(((got - wanted) - free).values())
    precision = hit / (hit + false) if hit + false else 0.0
    recall = hit / sum(wanted.values()) if wanted else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def shingles(text: str, size: int = 4) -> Counter[str]:
    """The 4-grams of a text's characters, NFKC, white space left out."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return Counter(text[i : i + size] for i in range(max(len(text) - size + 1, bool(text))))


if __name__ == "__main__":
    sys.exit(main())
