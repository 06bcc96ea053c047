"""Write src/newsclean/data/common.txt: the Chinese characters of ordinary text.

    python tools/make_common.py

One line. Made of the model of characters (`tools/make_charmodel.py`),
which takes a twentieth of a small run to load; a text that has no others needs no model.
"""

from __future__ import annotations

from pathlib import Path

from newsclean import charmodel

TABLE = Path(__file__).resolve().parent.parent / "src/newsclean/data/common.txt"
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
    return "".join(sorted(char for char in common if "\u3400" <= char < "\ua000")) + "\n"


if __name__ == "__main__":
    TABLE.write_text(make_table(), encoding="utf-8")
