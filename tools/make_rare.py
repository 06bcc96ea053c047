"""Write src/newsclean/data/rare.txt: the Chinese characters that ordinary text hardly has.

    python tools/make_rare.py

One line, the inside of a character class. Made of the model of characters (`tools/make_charmodel.py`),
which takes a twentieth of a small run to load; a text without any of them needs no model.
"""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

from newsclean import charmodel

TABLE = Path(__file__).resolve().parent.parent / "src/newsclean/data/rare.txt"
RARE = -12.1
"""Log-probability below which a character is rare, in nats: about 8 of a thousand in news."""
CANTONESE = (
    "嘅唔喺咗嚟佢啲咁嗰冇哋乜嘢畀俾攞噉喎咩啱喇囉嘞噃揾搵啫嗌嘥嗱睇諗谂仔攰靚靓嘈瞓㗎冚唓孖煲嘟閂闩擺摆鍾钟"
)
"""Characters that Hong Kong dialogue is full of and news is not."""


def make_table() -> str:
    """The content of the file."""
    model = charmodel.load()
    common = {char for char, value in model.chars.items() if value > RARE}
    common.update(CANTONESE)
    common |= {char for char, fold in model.folded.items() if fold in common}
    return _ranges([code for code in range(0x3400, 0xA000) if chr(code) not in common]) + "\n"


def _ranges(codes: list[int]) -> str:
    """Code points as the inside of a character class."""
    bounds = [0, *(i for i, (a, b) in enumerate(pairwise(codes), 1) if b != a + 1), len(codes)]
    return "".join(f"{chr(codes[a])}-{chr(codes[b - 1])}" for a, b in pairwise(bounds))


if __name__ == "__main__":
    TABLE.write_text(make_table(), encoding="utf-8")
    sys.exit(0)
