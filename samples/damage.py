"""Make `raw/` out of clean articles, by really doing to them what scraping does.

    python samples/damage.py [FOLDER]

An article is the text of `expected/NAME.txt`; where the truth is not what was scraped
(because it was traditional, or cannot be brought back) it is `articles/NAME.txt`, with the
same paragraphs. It is set into `templates/NAME.*`, the page it stood on, and damaged:
encoded and decoded wrongly, cut into columns, escaped twice. So the truth is known, and not
taken from what newsclean makes of it. People, places and media are made up.
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
Damage = Callable[[str], str]

FULL_TO_ASCII = str.maketrans("，：；！？（）", ",:;!?()")
HANGING = "，。、；：！？”’）》"
"""Marks that stand at the end of a full line rather than begin the next one."""
SWITCH = "\N{INFORMATION SEPARATOR ONE}"
"""Stands, between damage and writing, where the encoding of a mixed file changes."""


def fold_punctuation(text: str) -> str:
    """Punctuation as a program for European text writes it."""
    return text.translate(FULL_TO_ASCII)


def insert_readings(text: str) -> str:
    """The reading after each character of `readings.tsv`, as a broken conversion leaves it."""
    lines = (HERE / "readings.tsv").read_text(encoding="utf-8").splitlines()
    readings = dict(line.split("\t") for line in lines)
    return "".join(f"{char}({readings[char]})" if char in readings else char for char in text)


def lose_lead_bytes(text: str, before: tuple[str, ...]) -> str:
    """GB18030 text in which single lead bytes became `?`, read on from there as pairs.

    Args:
        text: The text as it was.
        before: Where: each passage stands once in the text, and the lead byte of its first character is lost.
    """
    losses = set()
    for passage in before:
        assert text.count(passage) == 1, passage
        losses.add(len(text[: text.index(passage)].encode("gb18030")))
    data = bytes(ord("?") if place in losses else byte for place, byte in enumerate(text.encode("gb18030")))
    return read_pairs(data)


def read_pairs(data: bytes) -> str:
    """GB18030 bytes as a reader of pairs sees them: a pair that is none becomes one `?`, both bytes gone."""
    read, place = [], 0
    while place < len(data):
        width = 1 if chr(data[place]).isascii() else 2
        try:
            read.append(data[place : place + width].decode("gb18030"))
        except UnicodeDecodeError:
            read.append("?")
        place += width
    return "".join(read)


def misread(text: str, written: str, read: str, errors: str = "strict") -> str:
    """The text written in one encoding and read in another, line by line."""
    return "\n".join(line.encode(written).decode(read, errors) for line in text.split("\n"))


def lose(text: str) -> str:
    """What becomes of GBK text that is read as UTF-8, saved, and read as GBK again."""
    return text.encode("gbk").decode("utf-8", "replace").encode().decode("gbk", "replace")


def only_paragraph(text: str, damage: Damage, number: int) -> str:
    """The text with damage to one paragraph, counted from 0."""
    parts = text.split("\n\n")
    parts[number] = damage(parts[number])
    return "\n\n".join(parts)


def escape_twice(text: str) -> str:
    """Quotation marks, dashes and signs as entities, whose `&` was escaped once more."""
    names = {"“": "ldquo", "”": "rdquo", "—": "mdash", "℃": "#8451", "%": "#37"}
    escaped = "".join(f"&{names[char]};" if char in names else char for char in text)
    return html.escape(escaped, quote=False)


def set_columns(text: str, width: int, height: int) -> str:
    """The paragraphs set into columns; one that a column breaks off is two paragraphs afterwards.

    Args:
        text: Paragraphs, a blank line between two.
        width: Characters in a line, marks that may not begin the next one left out; the first is indented.
        height: Lines in a column.
    """
    set_paragraphs, row = [], 0
    for paragraph in text.split("\n\n"):
        lines = re.findall(f".{{1,{width}}}[{HANGING}]*", "　　" + paragraph)
        piece = ""
        for line in lines:
            if row == height:
                row = 0
                if piece:
                    set_paragraphs.append(piece)
                piece = ""
            piece += line
            row += 1
        set_paragraphs.append(piece)
    return "\n\n".join(piece.strip("　") for piece in set_paragraphs)


def mark_up(text: str, marks: dict[str, str]) -> str:
    """Passages that each stand once, in Markdown."""
    for passage, marked in marks.items():
        assert text.count(passage) == 1, passage
        text = text.replace(passage, marked)
    return text


def switch_before(text: str, paragraphs: tuple[int, ...]) -> str:
    """A mark before the paragraphs, counted from 0, where another program with another encoding went on."""
    parts = text.split("\n\n")
    return "\n\n".join(SWITCH * (number in paragraphs) + part for number, part in enumerate(parts))


def write(text: str, encoding: str, other: str = "") -> bytes:
    """The file's bytes; from each `SWITCH` on in the other of two encodings."""
    parts = text.split(SWITCH)
    return b"".join(part.encode((encoding, other)[number % 2]) for number, part in enumerate(parts))


ARTICLE: dict[str, Damage] = {
    "double-entities": escape_twice,
    "lost": partial(only_paragraph, damage=lose, number=1),
    "markdown-post": partial(
        mark_up,
        marks={
            "废弃的采石场": "[废弃的采石场](https://map.beiyan.example/quarry)",
            "只在日落后开放": "**只在日落后开放**",
            "是耐心。": "是*耐心*。",
        },
    ),
}
"""What happens to an article before it stands on its page."""

PAGE: dict[str, tuple[Damage, ...]] = {
    "gbk-as-latin1": (partial(misread, written="gb18030", read="latin-1"),),
    "jekyll-post": (),
    "mixed-encoding": (partial(switch_before, paragraphs=(1, 3, 4)),),
    "newspaper-page": (partial(set_columns, width=19, height=7), fold_punctuation),
    "night-market": (
        insert_readings,
        partial(lose_lead_bytes, before=("。”攤",)),
        fold_punctuation,
    ),
    "pinyin-slips": (
        insert_readings,
        partial(lose_lead_bytes, before=("。”住在", "。“有的", "。”車主")),
        fold_punctuation,
    ),
    "utf8-as-gbk": (partial(misread, written="utf-8", read="gb18030", errors="replace"),),
    "utf8-as-gbk-lossy": (partial(misread, written="utf-8", read="gb18030", errors="replace"),),
}
"""What happens to the page, or to the bare article where it stands on none."""

WRITTEN: dict[str, tuple[str, ...]] = {
    "big5-page": ("big5",),
    "gbk-wire": ("gb18030",),
    "mixed-encoding": ("utf-8", "gb18030"),
    "wrong-charset": ("gb18030",),
}
"""The file's encoding, or encodings, where it is not UTF-8."""


def make(name: str) -> tuple[str, bytes]:
    """File name and bytes of a sample."""
    own = HERE / "articles" / f"{name}.txt"
    source = own if own.exists() else HERE / "expected" / f"{name}.txt"
    text = source.read_text(encoding="utf-8")
    templates = list((HERE / "templates").glob(f"{name}.*"))
    if name in ARTICLE:
        text = ARTICLE[name](text)
    suffix = ".txt"
    if templates:
        suffix = templates[0].suffix
        text = fill(templates[0].read_text(encoding="utf-8"), text.strip("\n").split("\n\n"))
    for damage in PAGE.get(name, ()):
        text = damage(text)
    return name + suffix, write(text, *WRITTEN.get(name, ("utf-8",)))


def fill(template: str, paragraphs: list[str]) -> str:
    """The template with paragraph 1 for `{{1}}` and so on; each is used once, in order."""
    numbers = re.findall(r"\{\{(\d+)\}\}", template)
    assert numbers == [str(number + 1) for number in range(len(paragraphs))], (numbers, len(paragraphs))
    return re.sub(r"\{\{(\d+)\}\}", lambda found: paragraphs[int(found[1]) - 1], template)


def main(argv: list[str]) -> int:
    """Write all samples into the folder, `raw` by default."""
    folder = Path(argv[0]) if argv else HERE / "raw"
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted((HERE / "expected").glob("*.txt")):
        name, data = make(path.stem)
        (folder / name).write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
