"""Write src/newsclean/data/scripts.txt: the characters that only one of the two scripts has.

    python tools/make_scripts.py

Three lines: characters that no simplified text has, characters that no traditional text has, and each
traditional character followed by its simplified one. Asked of OpenCC's dictionaries (Apache-2.0) and of
Python's codecs for GB 2312 and Big5.
"""

from __future__ import annotations

from pathlib import Path

from opencc import OpenCC

TABLE = Path(__file__).resolve().parent.parent / "src/newsclean/data/scripts.txt"


def make_table() -> str:
    """The content of the file."""
    characters = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    lines = "\n".join(characters)  # each on a line of its own, or they would be converted as words
    to_simplified = dict(zip(characters, OpenCC("t2s").convert(lines).split("\n"), strict=True))
    to_traditional = dict(zip(characters, OpenCC("s2t").convert(lines).split("\n"), strict=True))
    # 後 and 麽 are in GB 2312, but for dictionaries of old texts: news writes 后 and 么.
    in_gb2312 = set(_repertoire("gb2312", 0xB0, 0xF7, 0xA1)) - set("後麽")
    in_big5 = set(_repertoire("big5", 0xA4, 0xC6, 0x40))  # level 1; 体 and 万 are in level 2
    plain = {char: new for char, new in to_simplified.items() if new != char}
    traditional = sorted(set(plain) - in_gb2312)
    simplified = sorted({char for char, new in to_traditional.items() if new != char} - in_big5)
    pairs = (old + new for old, new in plain.items())
    return "".join("".join(part) + "\n" for part in (traditional, simplified, pairs))


def _repertoire(encoding: str, first: int, last: int, trail: int) -> str:
    """All Chinese characters of a double-byte character set, by its rows of lead bytes."""
    rows = (bytes([lead, low]) for lead in range(first, last + 1) for low in range(trail, 0xFF))
    return b"\n".join(rows).decode(encoding, "ignore")


if __name__ == "__main__":
    TABLE.write_text(make_table(), encoding="utf-8")
