"""Which encoding bytes are in, by how likely they read as Chinese."""

from __future__ import annotations

import re
from typing import NamedTuple

from newsclean.decoding.readers import HOLE, left_to_right, read_strictly, read_tolerantly

LIKELY = -9.3
"""Nats a character; what reads worse is not Chinese in this encoding.

In samples of 20 characters Chinese has -7.2 and better, misread Chinese -11 and worse.
"""

CERTAIN = -8.0
"""What reads at least so well needs no comparison."""

_DAMAGED = -13.0
"""What a hole counts, in nats."""
_MOST_HOLES = 0.3
"""With more holes than this share the search for a better alignment is not worth its time."""
_AHEAD = 2.5
"""A text of rare words may read worse than `LIKELY`, if no other reading comes within this."""
_UNLIKELY = -11.0

_SAMPLE = 1200
"""So many bytes tell encodings apart as surely as all."""
_SEARCHED = 1 << 16
"""So many bytes are searched for those at first; a page may start with more script than this."""
_ENOUGH = 200

_HIDDEN = re.compile(rb"<(?:(script|style)\b|!--)", re.IGNORECASE)
_HIDDEN_END = {
    True: re.compile(rb"</(?:script|style)", re.IGNORECASE),
    False: re.compile(rb"-->"),
}
_TAG = re.compile(rb"<[^<>]{0,2000}+>")
_PIECE = re.compile(rb"[\x80-\xff][\x30-\x39\x40-\x7e]?(?:[\x20-\x7e]{0,2}[\x80-\xff][\x30-\x39\x40-\x7e]?)*")
_ASCII = re.compile("[\x00-\x7f]+")
_HAN = re.compile("[\u3400-\u9fff]")
_KANA = re.compile("[\u3041-\u30fe]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_FOREIGN_PAIR = re.compile(rb"[\x80-\xff][\x40-\x7e]")
_BETWEEN_ASCII = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_HIGH = re.compile(rb"[\x80-\xff]")


class Reading(NamedTuple):
    """What a sample is in an encoding, and how likely that is in nats a character."""

    score: float
    name: str
    text: str


def score(text: str) -> float:
    """How likely a text is as Chinese, in nats a character; ASCII left out; 0.0 if nothing else is there."""
    from newsclean.charmodel import START, load  # noqa: PLC0415 - files in plain UTF-8 need no model

    rest = _ASCII.sub(START, text.removesuffix(HOLE)).strip(START)  # a character cut off says nothing
    size = len(rest) - rest.count(START)
    if not size:
        return 0.0
    holes = rest.count(HOLE)
    return (load().total(rest.replace(HOLE, START)) + holes * _DAMAGED) / size


def sample(data: bytes) -> bytes:
    """The first bytes that tell something: what is not ASCII, tags and scripts left out."""
    found = b""
    for size in (_SEARCHED, 1 << 24):
        head = data[:size]
        if b"<" in head:
            shown = _TAG.sub(b"\n", _shown(head))
            head = shown if len(_HIGH.findall(shown[:_SEARCHED])) > _ENOUGH else head  # all in scripts
        pieces: list[bytes] = []
        left = _SAMPLE
        for match in _PIECE.finditer(head):
            pieces.append(match[0][:left])
            left -= len(pieces[-1])
            if left <= 0:
                break
        found = b"\n".join(pieces)
        if len(found) > _ENOUGH or len(data) <= size:
            break
    return found


def _shown(head: bytes) -> bytes:
    """A page without scripts, styles and comments."""
    parts: list[bytes] = []
    done = 0
    for match in _HIDDEN.finditer(head):
        if match.start() < done:
            continue
        end = _HIDDEN_END[match[1] is not None].search(head, match.end())
        parts.append(head[done : match.start()])
        done = end.end() if end else len(head)
    return b"".join(parts) + head[done:]


def detect(data: bytes, declared: str | None = None) -> str | None:
    """The encoding of bytes that are not UTF-8.

    Args:
        data: The bytes.
        declared: Canonical name of the encoding that the text says it has; it wins if that reads as likely.

    Returns:
        Name of the encoding; None if nothing fits.
    """
    some = sample(data)
    if not some:
        return declared
    isolated = len(_BETWEEN_ASCII.findall(some)) > 0.8 * len(_HIGH.findall(some))
    candidates = dict.fromkeys(("gb18030", "big5-hkscs", "shift_jis", "euc-jp"))
    if declared in candidates:
        candidates = {declared: None} | candidates
    readings: list[Reading] = []
    for name in candidates:
        reading = _read(some, name)
        if reading.score >= CERTAIN and HOLE not in reading.text[:-1]:  # the sample ends where it ends
            return name
        readings.append(reading)
    wide = [Reading(score(text), name, text) for name in WIDE if (text := _wide_text(data, name))]
    best = max([*readings, *wide], key=_by_score)
    if best.score < LIKELY:
        aligned = [_align(some, reading) for reading in readings]
        best = max([*aligned, *wide], key=_by_score)
    if best.score >= LIKELY and not isolated:
        return best.name
    if not isolated:
        others = [r.score for r in (*readings, *wide) if r.name != best.name]
        if best.score >= max(_UNLIKELY, _AHEAD + max(others)):
            return best.name
        by_script = _by_script(some)
        if by_script and (by_script.name == "euc-kr" or by_script.score >= best.score):
            return by_script.name
    return _other(data, declared, isolated=isolated)


WIDE = ("utf-16-le", "utf-16-be")


def detect_wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark, told by its zero bytes or how it reads; None if neither."""
    head = data[:4000]
    zeros = [head[i::4].count(0) * 4 / len(head) for i in range(4)]
    for name, empty, full in (("utf-32-le", zeros[2:], zeros[0]), ("utf-32-be", zeros[:2], zeros[3])):
        if min(empty) > 0.9 > full:  # noqa: PLR2004 - nearly all, but for characters beyond U+FFFF
            return name
    for name in WIDE:
        text = _wide_text(data, name)
        if text and (_is_plain(text) or (_HAN.search(text) and score(text) >= LIKELY)):
            return name
    return None


def _is_plain(text: str) -> bool:
    """Whether it looks like a text in any script: with spaces, digits, and no rubbish."""
    return sum(c.isascii() for c in text) > 0.1 * len(text) and all(
        c.isprintable() or c.isspace() for c in text
    )


def detect_short(data: bytes, utf8: str) -> str:
    """UTF-8 or gb18030, for bytes that are valid UTF-8 but hold its two-byte characters only.

    Some words of GBK are such: to UTF-8 they are a few letters of Greek, Cyrillic or Arabic.
    """
    text = left_to_right(data[:_SEARCHED], "gb18030")
    chinese = HOLE not in text and score(text) >= CERTAIN and len(_HAN.findall(text)) > 1
    isolated = len(_ASCII.findall(utf8)) > len(_HAN.findall(text))
    return "gb18030" if chinese and not isolated else "utf-8"


def _wide_text(data: bytes, name: str) -> str:
    """The start of the bytes as UTF-16, or nothing if it has what no text has."""
    head = data[: _SAMPLE & ~1]
    text = head[: len(head) & ~1].decode(name, "replace")
    return "" if "\0" in text or text.count(HOLE) > 1 + len(text) // 20 else text


def _by_score(reading: Reading) -> float:
    return reading.score


def _read(data: bytes, name: str) -> Reading:
    """The reading from left to right."""
    text = left_to_right(data, name)
    return Reading(score(text), name, text)


def _align(data: bytes, reading: Reading) -> Reading:
    """The likeliest reading if some bytes are damaged."""
    if reading.text.count(HOLE) > _MOST_HOLES * len(reading.text):
        return reading
    text, _ = read_tolerantly(data, reading.name)
    return Reading(score(text), reading.name, text)


def _by_script(data: bytes) -> Reading | None:
    """Japanese and Korean, told by their scripts: the model knows Chinese only."""
    found: list[Reading] = []
    for name, letters, least in (
        ("shift_jis", _KANA, 0.15),
        ("euc-jp", _KANA, 0.15),
        ("euc-kr", _HANGUL, 0.6),
    ):
        text = left_to_right(data, name)
        size = len(_ASCII.sub("", text)) or 1
        if text.count(HOLE) <= 1 + size // 20 and len(letters.findall(text)) >= least * size:
            found.append(Reading(score(text), name, text))
    return max(found, key=_by_score, default=None)


def _other(data: bytes, declared: str | None, *, isolated: bool) -> str | None:
    """Alphabets: what is declared, Western European where accented letters stand alone, or a good guess."""
    if declared and declared not in ("utf-8", "gb18030", "big5-hkscs") and _is_lettered(data, declared):
        return declared
    if isolated and _is_lettered(data, "cp1252"):
        return "cp1252"
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import, and few files come this far

    guess = from_bytes(data[:_SEARCHED]).best()
    if guess is None:
        return None
    name = guess.encoding.replace("_", "-")
    return name if _is_lettered(data, name) else None


def _is_lettered(data: bytes, name: str) -> bool:
    """Whether the bytes decode, and what is not ASCII is mostly letters."""
    try:
        text = _ASCII.sub("", read_strictly(sample(data), name))
    except (UnicodeDecodeError, LookupError):
        return False
    return sum(c.isalpha() for c in text) >= 0.6 * len(text) > 0  # quotes and dashes are not
