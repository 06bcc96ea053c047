"""Which kinds of mojibake a passage may be."""

from __future__ import annotations

import codecs
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from newsclean import charmodel
from newsclean.characters import REPLACEMENT
from newsclean.lazy import regex
from newsclean.mojibake.kinds import Kind, kinds
from newsclean.mojibake.readers import FOREIGN, reader
from newsclean.mojibake.samples import is_alphabetic, script_of

READABLE = -8.6
"""Nats a character that a passage must reach when it is read another way."""
READABLE_PROVED = -11.0
"""The same where the bytes are UTF-8 without a flaw, which hardly happens by chance: names are rare."""
HOPELESS = -12.5
"""Nats a character below which no other pairing of the bytes will help."""
GAIN = 1.0
"""Nats a character by which that must be better than the passage as it stands."""
CLEAR = 6.0
"""The same above which it is not asked whether it was decoded wrongly twice."""
RARE = 0.3
"""Nats a character that are taken off for a rare reader."""
UNKNOWN = 14.0
"""Nats that it costs a reader of single bytes if there is a character that it never gives."""
VALID = 0.6
"""Share of the bytes from 0x80 that must be well-formed UTF-8."""
LEFT = 0.2
"""The same for a passage most of whose bytes are gone."""
LEFT_UNMARKED = 0.4
"""The same where no marks stand for what is gone."""
HAN = 0.7
"""Share of Chinese characters among those that are left there, or it is another language by chance."""
FEW = 12
"""Bytes from 0x80 below which a passage is too short to be called beyond repair."""
NARROW = 6
"""Characters that readers of single bytes must have written at least."""
CHUNK = 16
"""Bytes in which pairs may be off by one once, where a byte in between was dropped."""
HEAD = 64
"""Bytes of pairs by which it is told whether more of them are worth a look."""
COMMON = -10.6
"""Nats that a character of those must have at least, without its neighbours."""
SAMPLE = 160
"""Characters that are looked at."""

_BEYOND_LATIN = regex("[^\x00-\xff]")
_WIDE = regex("[\u2e80-\ufffc]+")
_UNREAD = regex(f"[\x00-~{REPLACEMENT}]+")
_LEADS = regex(rb"[\xe2-\xef]")
_TRAILS = regex(rb"[\x80-\xbf]")
_STRIPPED = frozenset({"latin-1", "cp1252"})
"""Readers whose C1 controls may have been stripped, so that no marks need stand."""
_HIGH = bytes(range(128, 256))
_WHOLE = rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}"
_UTF8 = regex(_WHOLE)
_UTF8_OR_TORN = regex(_WHOLE + rb"|[\xe0-\xef][\x80-\xbf]?(?=\?)|(?<=\?)[\x80-\xbf]{1,2}")
"""Characters of UTF-8, also what is left of one beside a mark."""


@cache
def _western() -> tuple[Kind, ...]:
    """The kinds of the two readers that no other one is taken for where every character is one of Latin-1."""
    return tuple(kind for kind in kinds() if kind.read_as in _STRIPPED)


@dataclass(frozen=True, slots=True, order=True)
class Guess:
    """How a passage may have been damaged.

    Attributes:
        gain: Nats a character by which it reads better that way; the more the likelier.
        kind: The kind.
        script: Which script it is in then: 0 simplified, 1 traditional.
        inner: The kind of damage under this one, when the text was decoded wrongly twice.
        converted: Whether the damaged text was converted to another script.
    """

    gain: float
    kind: Kind
    script: int
    inner: Kind | None = None
    converted: bool = False


def screen(passage: str, among: Iterable[Kind] = (), *, under: int = 2) -> list[Guess]:
    """The kinds that make sense of a passage, best first.

    Args:
        passage: Damaged text, without context; only its beginning is looked at.
        among: The kinds that come into question; all if none are given.
        under: How many more kinds of damage may be under each.
    """
    passage = passage[:SAMPLE]
    if not among and not _BEYOND_LATIN.search(passage):
        guesses = _sensible(passage, _western(), under=under)
        if guesses and guesses[0].gain > CLEAR:
            return guesses
    return _sensible(passage, among or kinds(), under=under)


def _sensible(passage: str, among: Iterable[Kind], *, under: int) -> list[Guess]:
    """Those of some kinds that make sense of a passage, best first; see `screen`."""
    model = charmodel.load()
    wide = sum(map("\u2e80".__le__, passage)) - passage.count(REPLACEMENT) > FOREIGN * len(passage)
    narrow = max(_WIDE.split(passage), key=len) if wide else passage  # sound Chinese stands around it
    literal = model.score(passage)
    literals = {False: literal, True: literal if narrow is passage else model.score(narrow)}
    readings = _Readings(passage, narrow)
    found: list[Guess] = []
    alphabetic = is_alphabetic(passage)
    unread: dict[_Reading, list[Kind]] = {}
    for kind in among:
        wrong = reader(kind.read_as)
        if len(narrow) < NARROW if wrong.single else alphabetic:
            continue
        reading = readings.of(kind)
        if not reading or not reading.text:  # nothing of it is a character, such as halves of pairs
            continue
        score = reading.score - RARE * kind.rare
        literal = literals[wrong.single]
        proved = reading.whole and not kind.rare and _is_mostly_han(reading.text)
        if score >= (READABLE_PROVED if proved else READABLE) and score >= literal + GAIN:
            score -= UNKNOWN * readings.unknown(kind) / len(reading.text)
            found.append(Guess(score - literal, kind, script_of(reading.text)))
        elif kind.was == "utf-8":
            unread.setdefault(reading, []).append(kind)
    if under and all(guess.gain < CLEAR for guess in found):
        for reading, some in unread.items():
            # of what lost bytes twice nothing more is left to be read
            for inner in screen(reading.text, under=under - 1 if reading.whole else 0)[:1]:
                found += [Guess(inner.gain - 1.0, kind, inner.script, inner.kind) for kind in some]
    found.sort(key=lambda guess: -guess.gain)
    return found


class _Reading:
    """What a passage says when its bytes are read another way.

    Attributes:
        text: The passage, without what is broken.
        score: How likely it is, in nats a character.
        whole: Whether the bytes are UTF-8 and nothing is missing.
    """

    def __init__(self, text: str, *, whole: bool) -> None:
        self.text = text
        self.score = charmodel.load().score(text)
        self.whole = whole


class _Readings:
    """The readings of a passage; each is made once, however many readers give the same bytes.

    Args:
        passage: The passage.
        narrow: The part of it that readers of single bytes can have written.
    """

    def __init__(self, passage: str, narrow: str) -> None:
        self._passage = passage
        self._narrow = narrow
        self._raws: dict[str, bytes | None] = {}
        self._hopeful: dict[tuple[bytes, str], bool] = {}
        self._made: dict[tuple[bytes, str, bool], _Reading | None] = {}

    def of(self, kind: Kind) -> _Reading | None:
        """The passage as it was before it became one of this kind; None when it can't be that."""
        wrong = reader(kind.read_as)
        if kind.read_as not in self._raws:
            self._raws[kind.read_as] = wrong.rough(self._narrow if wrong.single else self._passage)
        raw = self._raws[kind.read_as]
        if raw is None:
            return None
        straight = self._read(raw, kind.was, torn=False)
        if kind.was == "utf-8" or not wrong.holes or (straight and straight.score >= READABLE):
            return straight
        return self._read(raw, kind.was, torn=True)

    def _read(self, raw: bytes, codec: str, *, torn: bool) -> _Reading | None:
        """The bytes read as `codec`, unless they are hopeless."""
        key = raw, codec
        if key not in self._hopeful:
            self._hopeful[key] = codec == "utf-8" or _is_hopeful(raw, codec)
        if not self._hopeful[key]:
            return None
        if (*key, torn) not in self._made:
            self._made[*key, torn] = _read(raw, codec, torn=torn)
        return self._made[*key, torn]

    def unknown(self, kind: Kind) -> int:
        """How many characters there are, marks apart, that a kind's reader of single bytes never gives."""
        raw = self._raws[kind.read_as] if reader(kind.read_as).single else None
        return raw.count(b"?") - self._narrow.count("?") - self._narrow.count(REPLACEMENT) if raw else 0


def beyond_repair(passage: str) -> Kind | None:
    """The kind that a passage looks like although most of its bytes are gone; None if like none."""
    passage = passage[:SAMPLE]
    marks = passage.count(REPLACEMENT) + passage.count("?")
    best: tuple[float, Kind] | None = None
    for kind in kinds():
        wrong = reader(kind.read_as)
        unmarked = kind.read_as not in _STRIPPED and marks < LEFT * len(passage)
        if kind.was != "utf-8" or (unmarked and not (wrong.single and wrong.holes)):
            continue
        raw = wrong.rough(passage) or b""
        high = len(raw) - len(raw.translate(None, _HIGH))
        if high < FEW:
            continue
        share = sum(map(len, _UTF8.findall(raw))) / high
        if wrong.single and not unmarked:  # its C1 controls may have been stripped
            leads, trails = len(_LEADS.findall(raw)), len(_TRAILS.findall(raw))
            if leads + trails > 0.95 * high and 0.2 * high < trails < 0.8 * high:
                share += LEFT
        if not _is_mostly_han(raw.decode("utf-8", "ignore")):
            continue
        if share >= (LEFT_UNMARKED if unmarked else LEFT) and (best is None or share > best[0]):
            best = share, kind
    return best[1] if best else None


def _is_mostly_han(text: str) -> bool:
    high = [char for char in text if char > "~"]
    return sum("\u4e00" <= char <= "\u9fff" for char in high) > HAN * len(high)


def _is_hopeful(raw: bytes, codec: str) -> bool:
    """Whether the first bytes make common characters, paired off as suits them, so that all are worth a look.

    Args:
        raw: The bytes.
        codec: Their encoding, of two bytes a character.
    """
    model = charmodel.load()
    likely: list[float] = []
    for part in raw[:HEAD].split(b"?"):
        for chunk in _chunks(part):
            wide = [_UNREAD.sub("", text) for text in _pairings(chunk, codec)]
            ways = [[model.chars[c] for c in model.fold(chars)] for chars in wide]
            best = max(ways, key=_mean)
            likely += best
    return len(likely) < NARROW or sum(likely) > COMMON * len(likely)


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else -math.inf


def _read(raw: bytes, codec: str, *, torn: bool) -> _Reading | None:
    """The bytes read as `codec`; None when they can't be that.

    Args:
        raw: The bytes.
        codec: Their encoding.
        torn: Whether the reader may have dropped some of them.
    """
    high = len(raw) - len(raw.translate(None, _HIGH))
    if codec == "utf-8":
        valid = sum(map(len, _UTF8_OR_TORN.findall(raw)))
        if high < 6 or valid < VALID * high:
            return None
        return _Reading(raw.decode("utf-8", "ignore"), whole=_is_whole(raw))
    # behind every mark the pairs may be off by one
    text = "".join(_best_pairing(part, codec, torn=torn) for part in raw.split(b"?") if part)
    return _Reading(text, whole=False) if text and 2 * len(text) >= VALID * high else None


def _is_whole(raw: bytes) -> bool:
    """Whether bytes are UTF-8 and nothing is missing, but for a last character that may be cut off."""
    try:
        return bool(codecs.utf_8_decode(raw)[0])
    except UnicodeDecodeError:
        return False


def _best_pairing(raw: bytes, codec: str, *, torn: bool) -> str:
    """Two-byte characters, paired off as they read best: all the same way, or anew behind every few.

    Args:
        raw: Their bytes.
        codec: Their encoding.
        torn: Whether the reader may have dropped some of them.
    """
    score = charmodel.load().score

    def paired(part: bytes) -> tuple[float, str]:
        return max((score(text), text) for text in _pairings(part, codec))

    likely, best = paired(raw)
    if (torn or likely > HOPELESS) and likely < READABLE:
        anew = "".join(paired(chunk)[1].removesuffix(REPLACEMENT) for chunk in _chunks(raw))
        best = max((likely, best), (score(anew), anew))[1]
    return best.replace(REPLACEMENT, "") if best.count(REPLACEMENT) * 3 < len(best) else ""


def _pairings(raw: bytes, codec: str) -> tuple[str, str]:
    """Bytes of two-byte characters, read from the first one on and from the second."""
    spelled = "big5hkscs" if codec == "big5" else codec
    return raw.decode(spelled, "replace"), raw[1:].decode(spelled, "replace")


def _chunks(raw: bytes) -> Iterator[bytes]:
    """Bytes in stretches in which pairs may be off by one once."""
    return (raw[at : at + CHUNK] for at in range(0, len(raw), CHUNK))
