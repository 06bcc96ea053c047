#!/usr/bin/env python3
"""Build src/newsclean/data/charmodel.bin: how likely one character of Chinese is after another.

    python tools/make_charmodel.py --corpora DIR --jionlp WHEEL --open-gram DIR [--pairs N] [--hold-out N]

Only counts go into the table, no text. Its sources and their licences:

| source | what is taken | licence |
|---|---|---|
| hans.txt: CMRC 2018, trial set and half of the development set | pairs of characters | CC BY-SA 4.0 |
| hant.txt: DRCD, half of the development set | pairs, folded; shares of traditional forms | CC BY-SA 3.0 |
| PyPI `jionlp` 1.5.31: char_distribution, word_distribution | counts of characters and words | Apache-2.0 |
| PyPI `jieba` 0.42: dict.txt | counts of words | MIT |
| Debian `sunpinyin-data` 0.1.22: open-gram | probabilities of 2.5 million pairs of words | CC BY-SA 3.0 |
| PyPI `wordfreq` 3.1: large_zh | frequencies of words | Apache-2.0, data CC BY-SA 4.0 |
| PyPI `opencc` 1.4: t2s, s2t of single characters | which traditional form folds to what | Apache-2.0 |

What is estimated, in nats, is log p(character | the one before), characters folded to simplified:

- word lists say how often `b` follows `a` inside a word, how often `a` ends a word, and how often
  `b` begins one: p = inside(a, b) / count(a) + ends(a) / count(a) * begins(b);
- running text corrects that estimate where it has seen `a`, counted as `PRIOR` observations;
- pairs of words say how often `b` follows `a` in a word or across two: that has the weight `PHRASES`, and
  what it leaves open is as it was. They have neither digits nor names.

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
from collections.abc import Container, Iterable
from pathlib import Path
from typing import NamedTuple

import jieba
import opencc
import wordfreq

from newsclean.charmodel import CharModel

DATA = Path(__file__).resolve().parent.parent / "src" / "newsclean" / "data"
PRIOR = 300.0  # observations that the word lists' estimate counts for, beside running text
DISCOUNT = 0.6  # taken off what running text has seen of a pair, for those it has not (absolute discounting)
STEP = 0.1  # nats a unit of the stored bytes
FLOOR = 1e-9  # least probability of a character that is in the vocabulary
START = "\n"  # stands for the beginning of a text
WEIGHTS = (0.5, 0.25, 0.25)  # of the word lists
PHRASES = 0.25  # weight of the pairs of words
RARE = 1e-7  # relative frequency of a character at which they have half that weight
Counts = collections.Counter[str]
Table = dict[str, dict[str, float]]


class Words(NamedTuple):
    """What word lists say of characters, as relative frequencies.

    Attributes:
        inside: How often one character follows another inside a word.
        begins: How often a character begins a word.
        ends: How often it ends one.
        count: How often it stands in one.
    """

    inside: Table
    begins: dict[str, float]
    ends: dict[str, float]
    count: dict[str, float]


class Running(NamedTuple):
    """What running text has of each pair of characters, and of each character."""

    pairs: dict[str, Counts]
    seen: Counts


class Phrases(NamedTuple):
    """What pairs of words say of characters, as relative frequencies.

    Attributes:
        pairs: How often one character follows another, in a word or across two.
        count: How often a character is there.
    """

    pairs: Table
    count: dict[str, float]


class Model(NamedTuple):
    """The estimates: how likely a character is, begins a word, leaves the next to the back-off; and pairs."""

    char: dict[str, float]
    start: dict[str, float]
    back: dict[str, float]
    pairs: Table


class Share(NamedTuple):
    """A form of a character, what it is folded to, and the logarithm of its share in text of each script."""

    form: str
    folded: str
    hans: float
    hant: float


def folding() -> dict[str, str]:
    """Traditional characters to their simplified form, one character each."""
    convert = opencc.OpenCC("t2s").convert
    chars = [chr(c) for c in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00))]
    folded = {c: convert(c) for c in chars}
    return {c: s for c, s in folded.items() if s != c and len(s) == 1}


def read_lists(wheel: Path) -> list[dict[str, float]]:
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


def count_words(lists: list[dict[str, float]], fold: dict[int, str]) -> Words:
    """Pairs inside words, and the first and last characters of words, by all lists as they weigh."""
    inside: Table = collections.defaultdict(lambda: collections.defaultdict(float))
    begins, ends, count = (collections.defaultdict[str, float](float) for _ in range(3))
    for words, weight in zip(lists, WEIGHTS, strict=True):
        total = sum(words.values()) / weight
        for raw, n in words.items():
            word = raw.translate(fold)
            if not word.isprintable() or "\ufffd" in word:
                continue
            p = n / total
            begins[word[0]] += p
            ends[word[-1]] += p
            for a, b in itertools.pairwise(word):
                inside[a][b] += p
            for c in word:
                count[c] += p
    return Words(inside, begins, ends, count)


def read_phrases(folder: Path) -> Phrases:
    """Pairs of characters in the words of open-gram, and across two of them.

    Args:
        folder: Holds `pydict_sc.bin` of `sunpinyin-data`, which has the words, and `lm_sc.txt`, what
            `tslminfo -v -p` of `sunpinyin-utils` prints of its `lm_sc.t3g`.
    """
    packed = (folder / "pydict_sc.bin").read_bytes()
    (start,) = struct.unpack_from("<I", packed, 8)
    names = packed[start:].decode("utf-32-le").split("\0")  # empty for what is no Chinese word
    pairs: Table = collections.defaultdict(lambda: collections.defaultdict(float))
    count = collections.defaultdict[str, float](float)
    likely: dict[str, float] = {}
    with (folder / "lm_sc.txt").open(encoding="ascii") as rows:
        for row in itertools.takewhile(lambda row: not row.startswith("\\3"), rows):
            if row.startswith("\\"):
                continue
            *numbers, chance, _, _ = row.split()  # of a word or two, and what is of no use here
            words = [names[int(number)] for number in numbers]
            p = float(chance)
            if len(words) > 1:
                p *= likely[words[0]]
                if all(words):
                    pairs[words[0][-1]][words[1][0]] += p
            elif words:
                likely[words[0]] = p
                for a, b in itertools.pairwise(words[0]):
                    pairs[a][b] += p
                for c in words[0]:
                    count[c] += p
    return Phrases(pairs, count)


def count_text(rows: Iterable[str], fold: dict[int, str]) -> Running:
    """Pairs of running text, each row between two `START`."""
    pairs: dict[str, Counts] = collections.defaultdict(collections.Counter)
    seen: Counts = collections.Counter()
    for row in rows:
        text = START + row.translate(fold) + START
        seen.update(text[1:])
        for a, b in itertools.pairwise(text):
            pairs[a][b] += 1
    return Running(pairs, seen)


def estimate(words: Words, text: Running, phrases: Phrases, most: int) -> Model:
    """The model, with the pairs that are worth most; its vocabulary is in order of frequency."""
    char, start = estimate_characters(words, text)
    back, candidates = estimate_pairs(words, text, phrases, char, start)
    pairs: Table = collections.defaultdict(dict)
    for _, a, b, p in candidates[:most]:
        pairs[a][b] = p
    for a in char:  # what is left for the back-off
        rest = 1 - sum(pairs[a].values())
        free = 1 - sum(start[b] for b in pairs[a])
        back[a] = max(0.005, rest) / max(0.02, free)
    return Model(char, start, back, pairs)


def estimate_characters(words: Words, text: Running) -> tuple[dict[str, float], dict[str, float]]:
    """How likely each character is, and how likely it is to begin a word."""
    tokens, total = sum(text.seen.values()), sum(words.count.values())
    first: Counts = collections.Counter()  # running text's own idea of what stands at a word's beginning
    for a, row in text.pairs.items():
        for b, n in row.items():
            if b not in words.inside[a]:
                first[b] += n
    total_first, total_begins = sum(first.values()), sum(words.begins.values())
    vocabulary = sorted(
        {c for c, n in words.count.items() if n / total > 2e-8}
        | {c for c, n in text.seen.items() if n > 1}
        | {START},
        key=lambda c: (-(words.count[c] / total + text.seen[c] / tokens), c),
    )
    char = {c: max(FLOOR, 0.5 * words.count[c] / total + 0.5 * text.seen[c] / tokens) for c in vocabulary}
    start = {
        c: max(FLOOR, 0.4 * words.begins[c] / total_begins + 0.5 * first[c] / total_first + 0.1 * char[c])
        for c in vocabulary
    }
    return char, start


def estimate_pairs(
    words: Words, text: Running, phrases: Phrases, char: dict[str, float], start: dict[str, float]
) -> tuple[dict[str, float], list[tuple[float, str, str, float]]]:
    """The back-off of each character, and all pairs with their probability, led by what each is worth."""
    back: dict[str, float] = {}
    candidates: list[tuple[float, str, str, float]] = []
    for a, alone in char.items():
        count, seen = words.count[a], text.pairs[a]
        ending = min(1.0, max(0.02, words.ends[a] / count)) if count else 1.0
        observed = sum(seen.values())
        scale = (PRIOR + DISCOUNT * len(seen)) / (PRIOR + observed)
        listed = words.inside[a] if count else {}
        often = phrases.count[a]
        joined = {b: p / often for b, p in phrases.pairs[a].items()} if often else {}
        weight = PHRASES * often / (often + RARE)
        kept = 1 - weight * min(1.0, sum(joined.values()))
        back[a] = kept * (scale * ending + 0.002)
        for b in {*listed, *seen, *joined} & start.keys():
            prior = (listed.get(b, 0.0) / count if listed else 0.0) + ending * start[b]
            p = scale * prior + max(0.0, seen[b] - DISCOUNT) / (PRIOR + observed)
            p = kept * p + weight * joined.get(b, 0.0)
            candidates.append((alone * p * math.log(p / (back[a] * start[b])), a, b, p))
    candidates.sort(reverse=True)
    return back, candidates


def share_forms(lines: dict[str, list[str]], fold: dict[str, str], known: Container[str]) -> list[Share]:
    """The shares that the forms of each character have in text of either script."""
    use = {name: collections.Counter("".join(rows)) for name, rows in lines.items()}
    to_hant = opencc.OpenCC("s2t").convert
    forms: dict[str, list[str]] = collections.defaultdict(list)
    for form, folded in fold.items():
        forms[folded].append(form)
    shares: list[Share] = []
    for folded in sorted(forms):
        if folded not in known:
            continue
        both = [folded, *forms[folded]]
        hans = {c: use["hans"][c] + (50 if c == folded else 0.01) for c in both}
        hant = {c: use["hant"][c] + (20 if c == to_hant(folded) else 0.05) for c in both}
        shares += [
            Share(c, folded, math.log(hans[c] / sum(hans.values())), math.log(hant[c] / sum(hant.values())))
            for c in both
        ]
    return shares


def quantise(value: float) -> int:
    """A logarithm of a probability as a byte, in units of `STEP`."""
    return max(0, min(255, round(-value / STEP)))


def pack(model: Model, shares: list[Share]) -> bytes:
    """The table in the form that `newsclean.charmodel` reads."""
    place = {c: i for i, c in enumerate(model.char)}
    gaps, values, lengths = array("H"), bytearray(), array("H")
    for a in model.char:
        row = sorted((place[b], p) for b, p in model.pairs[a].items())
        lengths.append(len(row))
        before = 0
        for index, p in row:
            gaps.append(index - before)
            before = index
            values.append(quantise(math.log(p)))
    parts = [
        "".join(model.char).encode("utf-16-le"),
        *(bytes(quantise(math.log(p)) for p in some.values()) for some in (model.char, model.start)),
        bytes(quantise(math.log(model.back[c])) for c in model.char),
        bytes(x >> 8 for x in lengths), bytes(x & 255 for x in lengths),
        bytes(x >> 8 for x in gaps), bytes(x & 255 for x in gaps),
        bytes(values),
        "".join(share.form for share in shares).encode("utf-16-le"),
        "".join(share.folded for share in shares).encode("utf-16-le"),
        bytes(quantise(share.hans) for share in shares),
        bytes(quantise(share.hant) for share in shares),
    ]  # fmt: skip
    raw = struct.pack(f"<{len(parts)}I", *map(len, parts)) + b"".join(parts)
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "lp": 0, "pb": 0}]
    return lzma.compress(raw, format=lzma.FORMAT_XZ, filters=filters)


def main() -> None:
    """Count, estimate, prune, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True, help="folder of hans.txt and hant.txt")
    parser.add_argument("--jionlp", type=Path, required=True, help="the wheel, as pip download gets it")
    parser.add_argument("--open-gram", type=Path, required=True, help="folder of pydict_sc.bin and lm_sc.txt")
    parser.add_argument("--pairs", type=int, default=105_000)
    parser.add_argument("--hold-out", type=int, default=0, help="leave every n-th line out, and score it")
    options = parser.parse_args()
    lines = {
        name: (options.corpora / f"{name}.txt").read_text("utf-8").splitlines() for name in ("hans", "hant")
    }
    held: dict[str, list[str]] = {}
    if options.hold_out:
        held = {name: rows[:: options.hold_out] for name, rows in lines.items()}
        lines = {
            name: [r for i, r in enumerate(rows) if i % options.hold_out] for name, rows in lines.items()
        }
    fold = folding()
    table = {ord(c): s for c, s in fold.items()}
    words = count_words(read_lists(options.jionlp), table)
    text = count_text(itertools.chain.from_iterable(lines.values()), table)
    model = estimate(words, text, read_phrases(options.open_gram), options.pairs)
    shares = share_forms(lines, fold, model.char)
    packed = pack(model, shares)
    DATA.mkdir(exist_ok=True)
    (DATA / "charmodel.bin").write_bytes(packed)
    print(f"{len(model.char)} characters, {len(shares)} forms; {len(packed)} bytes")
    for name, rows in held.items():
        left_out = "".join(rows)
        score = CharModel(packed).score(left_out)
        print(f"{name}: {score:.3f} nats a character over {len(left_out)} that were left out")


if __name__ == "__main__":
    main()
