"""The kinds of mojibake, read from `rules/mojibake.toml`, and which of them a passage may be."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from newsclean import charmodel
from newsclean.mojibake.readers import Reader, reader

READABLE = -8.6
"""Nats a character that a passage must reach when it is read another way."""
GAIN = 1.0
"""Nats a character by which that must be better than the passage as it stands."""
VALID = 0.6
"""Share of the bytes from 0x80 that must be well-formed UTF-8."""
SAMPLE = 160
"""Characters that are looked at."""

_HIRAGANA = re.compile("[\u3041-\u309f]{2,}")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_USUAL = "이다는을의에가은로하고를한지도기사서해"
"""The most frequent syllables of Korean: about a third of all, and a fiftieth of mojibake."""
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of mojibake.

    Attributes:
        id: Rule id of its repairs.
        name: What happened, in words.
        read_as: The wrong reader.
        was: The right encoding.
        losses: What the reader does with bytes it cannot read, the usual first.
        why: Where such text comes from.
        before: A damaged example.
        after: The example repaired.
    """

    id: str
    name: str
    read_as: str
    was: str
    losses: tuple[str, ...]
    why: str
    before: str
    after: str


SHIFT = Kind(
    "byte-shift", "GBK with a byte lost, so that all pairs after it are off by one", "gb18030", "gb18030",
    ("swallow",), "A filter replaced or deleted one byte of a two-byte text.", "", "",
)  # fmt: skip


@cache
def kinds() -> tuple[Kind, ...]:
    """All kinds, in the order of the file."""
    rows = tomllib.loads((files("newsclean") / "rules" / "mojibake.toml").read_text("utf-8"))["kind"]
    return tuple(Kind(**{**row, "losses": tuple(row["losses"])}) for row in rows)


@dataclass(frozen=True, slots=True, order=True)
class Guess:
    """How a passage may have been damaged.

    Attributes:
        gain: Nats a character by which it reads better that way; the more the likelier.
        kind: The kind.
        script: Which script it is in then: 0 simplified, 1 traditional.
    """

    gain: float
    kind: Kind
    script: int


def screen(passage: str) -> list[Guess]:
    """The kinds that make sense of a passage, best first.

    Args:
        passage: Damaged text, without context; only its first and last characters are looked at.
    """
    if len(passage) > SAMPLE:
        passage = passage[:SAMPLE]
    if _is_foreign(passage):
        return []
    model = charmodel.load()
    literal = model.score(passage)
    found: list[Guess] = []
    for kind in kinds():
        wrong = reader(kind.read_as)
        raw = wrong.rough(passage)
        if raw is None:
            continue
        text = _reading(raw, kind.was, wrong)
        if not text:
            continue
        score = model.score(text)
        if score < READABLE or (score < literal + GAIN and kind.was != "utf-8"):
            continue
        found.append(Guess(score - literal, kind, script_of(text)))
    found.sort(key=lambda guess: -guess.gain)
    return found


def _is_foreign(passage: str) -> bool:
    """Whether a passage is Japanese or Korean: runs of kana, or hangul with its usual syllables."""
    kana = sum(len(run) for run in _HIRAGANA.findall(passage))
    hangul = len(_HANGUL.findall(passage))
    if max(kana, hangul) * 4 < len(passage):
        return False
    usual = sum(passage.count(syllable) for syllable in _USUAL)
    return kana * 4 > len(passage) or (
        usual > 0.1 * hangul or hangul > 0.95 * sum(1 for c in passage if c > "\u2fff")
    )


def _reading(raw: bytes, codec: str, wrong: Reader) -> str:
    """The bytes read as `codec`, without what is broken; empty when they can't be that."""
    if codec == "utf-8":
        high = len(raw) - len(raw.translate(None, bytes(range(128, 256))))
        valid = b"".join(m for m in _UTF8.findall(raw) if len(m) > 1)
        if high < 4 or len(valid) < VALID * high or (wrong.single and len(valid) < 0.5 * high):
            return ""
        return raw.decode("utf-8", "ignore")
    model = charmodel.load()
    spelled = "big5hkscs" if codec == "big5" else codec
    ways = [raw.decode(spelled, "replace"), raw[1:].decode(spelled, "replace")]
    ways = [
        way.replace("\N{REPLACEMENT CHARACTER}", "")
        for way in ways
        if way.count("\N{REPLACEMENT CHARACTER}") * 3 < len(way)
    ]
    return max(ways, key=model.score, default="")


def script_of(text: str) -> int:
    """Which script Chinese is in: 0 simplified (or both would do), 1 traditional."""
    share = charmodel.load().share
    both = [share[c] for c in text if c in share]
    return int(sum(hant for _, hant in both) > sum(hans for hans, _ in both))


def shifted(passage: str) -> bool:
    """Whether a passage reads better with its bytes paired off by one."""
    model = charmodel.load()
    core = passage.strip("?")
    raw = core.encode("gb18030", "ignore")
    return model.score(raw[1:].decode("gb18030", "replace")) > model.score(core) + GAIN / 2
