#!/usr/bin/env python3
"""Build src/newsclean/data/readings.txt.xz: the pinyin readings of characters only traditional text has.

    python tools/make_readings.py

Source: PyPI `pypinyin` (MIT), whose table is that of mozillazg/pinyin-data (MIT), drawn from the Unihan
database (Unicode licence). One line a syllable with its tone: the syllable, a tab,
the characters whose usual reading it is, a tab, those it is another reading of.
Characters are those that `newsclean.charmodel` folds to another: the ones a broken conversion annotates.
"""

from __future__ import annotations

import collections
import lzma
from pathlib import Path

from pypinyin.pinyin_dict import pinyin_dict

from newsclean import charmodel

TARGET = Path(__file__).resolve().parent.parent / "src" / "newsclean" / "data" / "readings.txt.xz"


def main() -> None:
    """Group the characters by reading and write them."""
    usual: dict[str, list[str]] = collections.defaultdict(list)
    other: dict[str, list[str]] = collections.defaultdict(list)
    for char in sorted(charmodel.load().folded):
        for rank, reading in enumerate(filter(None, pinyin_dict.get(ord(char), "").split(","))):
            (other if rank else usual)[reading].append(char)
    syllables = sorted({*usual, *other})
    text = "".join(f"{s}\t{''.join(usual[s])}\t{''.join(other[s])}\n" for s in syllables)
    packed = lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)
    TARGET.write_bytes(packed)
    print(f"{len(syllables)} readings, {len(text)} characters, {len(packed)} bytes")


if __name__ == "__main__":
    main()
