#!/usr/bin/env python3
"""Build src/newsclean/data/ngrams.bin: how likely a character of Chinese is after up to three others.

    python tools/make_ngrams.py --corpora DIR --jionlp WHEEL --open-gram DIR [--size N] [--hold-out]

Only counts go into the table, no text. Its sources are those of `make_charmodel.py`, with their licences, and

| source | what is taken | licence |
|---|---|---|
| open-gram, in Debian's sunpinyin-data 0.1.22 | probabilities of words and pairs of words | CC BY-SA 3.0 |

Words are spelled out in characters; a pair of words gives the sequences that cross its boundary. All counts
are brought to a common scale (`WORD_PAIRS`, `WORD_LISTS`: characters of running text that a source counts
for) and interpolated with those of the shorter sequence. What a source says of a sequence but not of what
follows it (the end of a word) is left to the back-off. Then the sequences are kept whose loss would cost
most: relative entropy pruning (Stolcke 1998), in a trie, so that each is kept with its beginning.
"""

from __future__ import annotations

import argparse
import lzma
import math
import struct
from array import array
from collections import defaultdict
from pathlib import Path

from make_charmodel import DATA, START, WEIGHTS, folding, word_counts

from newsclean import charmodel
from newsclean.ngrams import LEAST, ORDER, STEP, NGrams

WORD_PAIRS = 1e6
"""Characters of running text that open-gram counts for."""
WORD_LISTS = 1e6
"""The same of the lists of words."""
PRIOR = (0.0, 30.0, 5.0, 2.0)
"""Observations that the shorter sequence counts for, by the characters before."""
DISCOUNT = 0.6
"""Taken off what running text has seen of a sequence, for those it has not seen."""
FEW = (0.0, 0.0, 0.35, 0.35)
"""Observations below which a sequence is not even considered, by the characters before."""
LIKELY = 3e-7
"""Probability from which on a pair of words gives more than the pair of characters at its boundary."""
POSSIBLE = 3e-8
"""Probability from which on it gives that."""
TABLES = 1 << 16, 1 << 14
"""Entries of open-gram's tables of probabilities and of back-off weights."""


class Counts:
    """What was seen: `seen[h][c]` times `c` after `h`, and `h` itself `total[h]` times."""

    def __init__(self) -> None:
        self.seen: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self.total: dict[str, float] = defaultdict(float)

    def add(self, text: str, weight: float, border: int = 0) -> None:
        """Count all sequences of a text; with a border, only those that begin before and end behind it."""
        for end in range(border, len(text)):
            for start in range(max(0, end + 1 - ORDER), min(border, end) if border else end + 1):
                self.seen[text[start:end]][text[end]] += weight
                if end - start < ORDER - 1:
                    self.total[text[start : end + 1]] += weight
            if not border:
                self.total[""] += weight

    def discount(self, most: float) -> None:
        """Take something off each count; the totals stay."""
        for before, row in self.seen.items():
            if before:
                for char in row:
                    row[char] = max(0.0, row[char] - most)


def read_open_gram(folder: Path, table: dict[int, str]) -> Counts:
    """Counts from the threaded model of SunPinyin; pairs only, the trigrams of this build are damaged.

    The layout is that of SunPinyin's `src/slm/thread` and `src/pinyin`: little-endian numbers; nodes of three
    words of 32 bits, of which 18 are a word's number, 16 that of its probability, 16 and 7 its first child's.
    """
    lexicon = (folder / "pydict_sc.bin").read_bytes()
    words = lexicon[struct.unpack_from("<3I", lexicon)[2] :].decode("utf-32-le").translate(table).split("\0")
    model = (folder / "lm_sc.t3g").read_bytes()
    _, singles, pairs, _ = struct.unpack_from("<4I", model, 8)
    chances = array("f", model[24 : 24 + 4 * TABLES[0]])
    start = 24 + 4 * sum(TABLES) + 24
    nodes = array("I", model[start : start + 12 * (singles + pairs)])
    counts = Counts()
    scale = WORD_PAIRS / sum(
        chances[nodes[3 * i + 1] & 0xFFFF] * len(words[nodes[3 * i] & 0x3FFFF]) for i in range(singles - 1)
    )
    for i in range(singles - 1):
        word = words[nodes[3 * i] & 0x3FFFF]
        if not word:
            continue
        chance = chances[nodes[3 * i + 1] & 0xFFFF]
        counts.add(word, scale * chance)
        first, last = (singles + (nodes[3 * k + 1] >> 16 | nodes[3 * k + 2] >> 25 << 16) for k in (i, i + 1))
        for node in range(3 * first, 3 * last, 3):
            both = chance * chances[nodes[node + 1] & 0xFFFF]
            following = words[nodes[node] & 0x3FFFF]
            if both > LIKELY and following:
                left = word[1 - ORDER :]
                counts.add(left + following[: ORDER - 1], scale * both, len(left))
            elif both > POSSIBLE and following:
                counts.seen[word[-1]][following[0]] += scale * both
    return counts


def gather(corpora: dict[str, list[str]], wheel: Path, open_gram: Path) -> Counts:
    """All counts on one scale."""
    table = {ord(c): s for c, s in folding().items()}
    counts = Counts()
    for rows in corpora.values():
        for row in rows:
            counts.add(START + row.translate(table) + START, 1.0)
    counts.discount(DISCOUNT)
    lists = Counts()
    for words, weight in zip(word_counts(wheel), WEIGHTS, strict=True):
        whole = sum(n * len(word) for word, n in words.items())
        for raw, n in words.items():
            word = raw.translate(table)
            if word.isprintable() and "\ufffd" not in word and n > 1e-9 * whole:
                lists.add(word, WORD_LISTS * weight * n / whole)
    for other in (lists, read_open_gram(open_gram, table)):
        for before, row in other.seen.items():
            mine = counts.seen[before]
            for char, n in row.items():
                mine[char] += n
        for before, n in other.total.items():
            counts.total[before] += n
    return counts


class Estimate:
    """Interpolated probabilities from counts."""

    def __init__(self, counts: Counts) -> None:
        self._seen = {before: dict(row) for before, row in counts.seen.items() if before}
        self._whole = {b: counts.total[b] + PRIOR[len(b)] for b in self._seen}
        self._own = {b: sum(row.values()) for b, row in self._seen.items()}
        alone = counts.seen[""]
        whole = sum(alone.values()) + 0.5 * len(alone)
        self.alone = {c: (n + 0.5) / whole for c, n in alone.items()}
        self._scale = 1 / counts.total[""]

    def __call__(self, before: str, char: str) -> float:
        """p(char | before)."""
        p = self.alone[char]
        for start in range(len(before) - 1, -1, -1):
            short = before[start:]
            row = self._seen.get(short)
            if row is None:
                break
            whole = max(self._whole[short], self._own[short] + 1e-9)
            p = (row.get(char, 0.0) + (whole - self._own[short]) * p) / whole
        return p

    def candidates(self, vocabulary: set[str]) -> list[tuple[float, str, str]]:
        """Sequences by what it would cost to leave them to the back-off, dearest first."""
        found: list[tuple[float, str, str]] = []
        for before, row in self._seen.items():
            if not vocabulary.issuperset(before):
                continue
            whole = max(self._whole[before], self._own[before] + 1e-9)
            left = max(1e-6, 1 - self._own[before] / whole)
            for char, n in row.items():
                if n > FEW[len(before)] and char in vocabulary:
                    backed = left * self(before[1:], char)
                    p = n / whole + backed
                    found.append((self._scale * whole * p * math.log(p / backed), before, char))
        found.sort(reverse=True)
        return found


def pruned(estimate: Estimate, vocabulary: set[str], size: int) -> dict[str, dict[str, float]]:
    """The sequences to keep, with their probability: `size` of them, each with its beginning."""
    kept: dict[str, dict[str, float]] = defaultdict(dict)
    count = 0
    for _, before, char in estimate.candidates(vocabulary):
        if count >= size:
            break
        sequence = before + char
        for end in range(len(sequence) - 1, 0, -1):
            if sequence[end] in kept[sequence[:end]]:
                break
            kept[sequence[:end]][sequence[end]] = estimate(sequence[:end], sequence[end])
            count += 1
    return kept


def pack(alone: dict[str, float], kept: dict[str, dict[str, float]]) -> bytes:
    """The table, as `newsclean.ngrams` reads it."""
    used = {char for before, row in kept.items() for char in (before[0], *row)}
    vocabulary = sorted(used, key=lambda c: -alone[c])
    number = {c: i for i, c in enumerate(vocabulary)}
    rows: dict[str, dict[str, float]] = {"": alone}
    backs: dict[str, float] = {"": 0.0}

    def backed(before: str, char: str) -> float:
        total = 0.0
        while char not in rows.get(before, ()):
            total += backs.get(before, 0.0)
            before = before[1:]
        return math.exp(total) * rows[before][char]

    for before in sorted(kept, key=len):
        left = 1 - sum(kept[before].values())
        free = 1 - sum(backed(before[1:], char) for char in kept[before])
        rows[before], backs[before] = kept[before], math.log(max(0.002, left) / max(0.02, free))

    def quantise(value: float) -> int:
        return max(0, min(255, round(value / STEP)))

    parts = [
        "".join(vocabulary).encode("utf-16-le"),
        bytes(quantise(-math.log(alone[c])) for c in vocabulary),
    ]
    level = vocabulary
    for _ in range(1, ORDER):
        children = [sorted(number[c] for c in kept.get(before, ())) for before in level]
        flat = [n for each in children for n in each]
        counts = [len(each) for each in children]
        nexts = [before + vocabulary[n] for before, each in zip(level, children, strict=True) for n in each]
        parts += [
            bytes(n >> 8 for n in counts), bytes(n & 255 for n in counts),
            bytes(n >> 8 for n in flat), bytes(n & 255 for n in flat),
            bytes(quantise(-math.log(kept[one[:-1]][one[-1]])) for one in nexts),
            bytes(quantise(LEAST - backs[before]) if before in kept else 0 for before in level),
        ]  # fmt: skip
        print(f"{len(flat)} sequences of {len(level[0]) + 1}")
        level = nexts
    raw = struct.pack(f"<{len(parts)}I", *map(len, parts)) + b"".join(parts)
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "lp": 0, "pb": 0}]
    return lzma.compress(raw, format=lzma.FORMAT_XZ, filters=filters)


def main() -> None:
    """Count, estimate, prune, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True, help="folder of hans.txt and hant.txt")
    parser.add_argument("--jionlp", type=Path, required=True, help="the wheel, as pip download gets it")
    parser.add_argument("--open-gram", type=Path, required=True, help="folder of lm_sc.t3g, pydict_sc.bin")
    parser.add_argument("--size", type=int, default=300_000, help="sequences to keep")
    parser.add_argument("--hold-out", action="store_true", help="leave the last eighth out, and score it")
    options = parser.parse_args()
    corpora = {
        name: (options.corpora / f"{name}.txt").read_text("utf-8").splitlines() for name in ("hans", "hant")
    }
    held: dict[str, list[str]] = {}
    if options.hold_out:
        held = {name: rows[len(rows) * 7 // 8 :] for name, rows in corpora.items()}
        corpora = {name: rows[: len(rows) * 7 // 8] for name, rows in corpora.items()}
    estimate = Estimate(gather(corpora, options.jionlp, options.open_gram))
    vocabulary = {c for c in charmodel.load().chars if c in estimate.alone and c < "\U00010000"}
    packed = pack(estimate.alone, pruned(estimate, vocabulary, options.size))
    (DATA / "ngrams.bin").write_bytes(packed)
    print(f"{len(packed)} bytes")
    model = NGrams(packed)
    for name, rows in held.items():
        text = START.join(map(charmodel.load().fold, rows))
        total = sum(model.context(text[max(0, i - 3) : i]).score(text[i]) for i in range(1, len(text)))
        print(f"{name}: {total / len(text):.3f} nats a character over {len(text)} that were left out")


if __name__ == "__main__":
    main()
