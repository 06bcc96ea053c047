#!/usr/bin/env python3
"""Build src/newsclean/data/charmodel.bin: how likely one character of Chinese is after another.

    python tools/make_charmodel.py --corpora DIR --jionlp WHEEL [--pairs N] [--report]

Only counts go into the table, no text. Its sources and their licences:

| source | what is taken | licence |
|---|---|---|
| hans.txt: CMRC 2018, trial set and half of the development set | pairs of characters | CC BY-SA 4.0 |
| hant.txt: DRCD, half of the development set | pairs, folded; shares of traditional forms | CC BY-SA 3.0 |
| PyPI `jionlp` 1.5: char_distribution, word_distribution | counts of characters and words | Apache-2.0 |
| PyPI `jieba` 0.42: dict.txt | counts of words | MIT |
| PyPI `wordfreq` 3.1: large_zh | frequencies of words | Apache-2.0, data CC BY-SA 4.0 |
| PyPI `opencc` 1.4: t2s, s2t of single characters | which traditional form folds to what | Apache-2.0 |

What is estimated, in nats, is log p(character | the one before), characters folded to simplified:

- word lists say how often `b` follows `a` inside a word, how often `a` ends a word, and how often
  `b` begins one: p = inside(a, b) / count(a) + ends(a) / count(a) * begins(b);
- running text corrects that estimate where it has seen `a`, counted as `PRIOR` observations.

A pair is kept when leaving it to the back-off (`ends(a) * begins(b)`, two numbers a character) would
cost most: by p(a, b) times the difference of logarithms, the relative entropy pruning of Stolcke (1998).
"""

from __future__ import annotations

import argparse
import collections
import itertools
import json
import lzma
import math
import struct
import zipfile
from array import array
from pathlib import Path

import jieba
import opencc
import wordfreq

from newsclean.charmodel import CharModel

DATA = Path(__file__).resolve().parent.parent / "src" / "newsclean" / "data"
PRIOR = 300.0  # observations that the word lists' estimate counts for, beside running text
DISCOUNT = (
    0.6  # taken off what running text has seen of a pair (absolute discounting), for pairs it has not seen
)
STEP = 0.1  # nats a unit of the stored bytes
FLOOR = 1e-9  # least probability of a character that is in the vocabulary
START = "\n"  # stands for the beginning of a text
WEIGHTS = (0.5, 0.25, 0.25)  # of the word lists
Counts = collections.Counter[str]


def folding() -> dict[str, str]:
    """Traditional characters to their simplified form, one character each."""
    convert = opencc.OpenCC("t2s").convert
    chars = [chr(c) for c in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00))]
    folded = {c: convert(c) for c in chars}
    return {c: s for c, s in folded.items() if s != c and len(s) == 1}


def word_counts(wheel: Path) -> list[dict[str, float]]:
    """Words with their relative frequencies, a dictionary a source."""
    lists: list[dict[str, float]] = []
    with zipfile.ZipFile(wheel) as package:
        inner = zipfile.ZipFile(package.open("jionlp/dictionary/word_distribution.zip"))
        rows = inner.read("word_distribution.json").decode().splitlines()
        lists.append(dict(map(json.loads, rows)))
    with jieba.get_module_res("dict.txt") as lines:
        rows = lines.read().decode().splitlines()
    lists.append({row.split()[0]: float(row.split()[1]) for row in rows})
    lists.append(wordfreq.get_frequency_dict("zh", "large"))
    return lists


def main() -> None:
    """Count, estimate, prune, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True, help="folder of hans.txt and hant.txt")
    parser.add_argument("--jionlp", type=Path, required=True, help="the wheel, as pip download gets it")
    parser.add_argument("--pairs", type=int, default=105_000)
    parser.add_argument("--hold-out", type=int, default=0, help="leave every n-th line out, and score it")
    options = parser.parse_args()
    fold = folding()
    table = {ord(c): s for c, s in fold.items()}
    lines = {
        name: (options.corpora / f"{name}.txt").read_text("utf-8").splitlines() for name in ("hans", "hant")
    }
    held: dict[str, list[str]] = {"hans": [], "hant": []}
    if options.hold_out:
        for name, rows in lines.items():
            held[name] = rows[:: options.hold_out]
            lines[name] = [r for i, r in enumerate(rows) if i % options.hold_out]

    # word lists: pairs inside words, words' first and last characters
    inside: dict[str, dict[str, float]] = collections.defaultdict(lambda: collections.defaultdict(float))
    begins: dict[str, float] = collections.defaultdict(float)
    ends: dict[str, float] = collections.defaultdict(float)
    count: dict[str, float] = collections.defaultdict(float)
    lists = word_counts(options.jionlp)
    for words, weight in zip(lists, WEIGHTS, strict=True):
        total = sum(words.values()) / weight
        for raw, n in words.items():
            word = raw.translate(table)
            if not word.isprintable() or "\ufffd" in word:
                continue
            p = n / total
            begins[word[0]] += p
            ends[word[-1]] += p
            for a, b in itertools.pairwise(word):
                inside[a][b] += p
            for c in word:
                count[c] += p

    # running text
    pairs: dict[str, Counts] = collections.defaultdict(collections.Counter)
    seen: Counts = collections.Counter()
    for rows in lines.values():
        for row in rows:
            text = START + row.translate(table) + START
            seen.update(text[1:])
            for a, b in itertools.pairwise(text):
                pairs[a][b] += 1
    tokens = sum(seen.values())
    first: Counts = collections.Counter()  # running text's own idea of what stands at a word's beginning
    for a, row in pairs.items():
        for b, n in row.items():
            if b not in inside[a]:
                first[b] += n
    total_first = sum(first.values())
    total_begins, total_count = sum(begins.values()), sum(count.values())
    vocabulary = sorted(
        {c for c, n in count.items() if n / total_count > 2e-8}
        | {c for c, n in seen.items() if n > 1}
        | {START},
        key=lambda c: -(count[c] / total_count + seen[c] / tokens),
    )
    char = {c: max(FLOOR, 0.5 * count[c] / total_count + 0.5 * seen[c] / tokens) for c in vocabulary}
    start = {
        c: max(FLOOR, 0.4 * begins[c] / total_begins + 0.5 * first[c] / total_first + 0.1 * char[c])
        for c in vocabulary
    }

    # p(b | a), and what the back-off makes of it
    back: dict[str, float] = {}
    candidates: list[tuple[float, str, str, float]] = []
    for a in vocabulary:
        ending = min(1.0, max(0.02, ends[a] / count[a])) if count[a] else 1.0
        observed = sum(pairs[a].values())
        scale = (PRIOR + DISCOUNT * len(pairs[a])) / (PRIOR + observed)
        listed = inside[a] if count[a] else {}
        back[a] = scale * ending + 0.002
        for b in {*listed, *pairs[a]}:
            if b not in start:
                continue
            prior = (listed.get(b, 0.0) / count[a] if listed else 0.0) + ending * start[b]
            p = scale * prior + max(0.0, pairs[a][b] - DISCOUNT) / (PRIOR + observed)
            candidates.append((char[a] * p * math.log(p / (back[a] * start[b])), a, b, p))
    candidates.sort(reverse=True)
    kept: dict[str, dict[str, float]] = collections.defaultdict(dict)
    for _, a, b, p in candidates[: options.pairs]:
        kept[a][b] = p
    for a in vocabulary:  # what is left for the back-off
        rest = 1 - sum(kept[a].values())
        free = 1 - sum(start[b] for b in kept[a])
        back[a] = max(0.005, rest) / max(0.02, free)

    # shares of the forms of a character in each script
    use = {name: collections.Counter("".join(rows)) for name, rows in lines.items()}
    to_hant = opencc.OpenCC("s2t").convert
    forms: dict[str, list[str]] = collections.defaultdict(list)
    for t, s in fold.items():
        forms[s].append(t)
    shares: list[tuple[str, str, float, float]] = []  # form, folded, log share in Hans, in Hant
    for s in sorted(forms):
        if s not in char:
            continue
        both = [s, *forms[s]]
        hans = {c: use["hans"][c] + (50 if c == s else 0.01) for c in both}
        hant = {c: use["hant"][c] + (20 if c == to_hant(s) else 0.05) for c in both}
        shares += [
            (c, s, math.log(hans[c] / sum(hans.values())), math.log(hant[c] / sum(hant.values())))
            for c in both
        ]

    def quantise(value: float) -> int:
        return max(0, min(255, round(-value / STEP)))

    place = {c: i for i, c in enumerate(vocabulary)}
    gaps, values, lengths = array("H"), bytearray(), array("H")
    for a in vocabulary:
        row = sorted((place[b], p) for b, p in kept[a].items())
        lengths.append(len(row))
        before = 0
        for index, p in row:
            gaps.append(index - before)
            before = index
            values.append(quantise(math.log(p)))
    parts = [
        "".join(vocabulary).encode("utf-16-le"),
        bytes(quantise(math.log(char[c])) for c in vocabulary),
        bytes(quantise(math.log(start[c])) for c in vocabulary),
        bytes(quantise(math.log(back[c])) for c in vocabulary),
        bytes(x >> 8 for x in lengths), bytes(x & 255 for x in lengths),
        bytes(x >> 8 for x in gaps), bytes(x & 255 for x in gaps),
        bytes(values),
        "".join(c for c, *_ in shares).encode("utf-16-le"),
        "".join(s for _, s, *_ in shares).encode("utf-16-le"),
        bytes(quantise(x) for *_, x, _ in shares),
        bytes(quantise(x) for *_, x in shares),
    ]  # fmt: skip
    raw = struct.pack(f"<{len(parts)}I", *map(len, parts)) + b"".join(parts)
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "lp": 0, "pb": 0}]
    packed = lzma.compress(raw, format=lzma.FORMAT_XZ, filters=filters)
    DATA.mkdir(exist_ok=True)
    (DATA / "charmodel.bin").write_bytes(packed)
    print(
        f"{len(vocabulary)} characters, {len(gaps)} pairs of {len(candidates)}, "
        f"{len(shares)} forms; {len(packed)} bytes"
    )
    for name, rows in held.items():
        if text := "".join(rows):
            score = CharModel(packed).score(text)
            print(f"{name}: {score:.3f} nats a character over {len(text)} that were left out")


if __name__ == "__main__":
    main()
