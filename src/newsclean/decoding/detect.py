"""Which encoding bytes are in, by how likely they read as Chinese."""

from __future__ import annotations

import re
from typing import NamedTuple

from newsclean.characters import REPLACEMENT, count_han, without_ascii
from newsclean.decoding.labels import canonical
from newsclean.decoding.readers import CHINESE, left_to_right, read_strictly, read_tolerantly
from newsclean.lazy import regex

LIKELY = -9.3
"""Nats a character; what reads worse is not Chinese in this encoding.

In samples of 20 characters Chinese has -7.2 and better, misread Chinese -11 and worse.
"""

CERTAIN = -8.0
"""What reads at least so well needs no comparison."""

NOTHING = -100.0
"""Score of a text in which there is nothing to score."""

_DAMAGED = -13.0
"""What a hole counts, in nats."""
_MOST_HOLES = 0.3
"""With more holes than this share the search for a better alignment is not worth its time."""
_AHEAD = 2.5
"""A text of rare words may read worse than `LIKELY`, if no other reading comes within this."""
_UNLIKELY = -11.0
"""What reads worse than this is no text of rare words either."""
_FEW = 16
"""So few bytes tell nothing about rare characters."""
_MOST_ISOLATED = 0.4
"""If more of the bytes that are not ASCII stand alone, they are accented letters, quotes, dashes."""
_COMPARED = (*CHINESE, "shift_jis", "euc-jp")
_BROKEN = regex(f"[{REPLACEMENT}\ue000-\uf8ff]")

SAMPLE = 1200
"""So many bytes tell encodings apart as surely as all."""
_SEARCHED = 1 << 16
"""So many bytes are searched for those at first; a page may start with more script than this."""
_ENOUGH = 200
"""With more bytes that are not ASCII than this, what was found is a sample."""

_HIDDEN = regex(rb"<(?:(script|style)\b|!--)", re.IGNORECASE)
_HIDDEN_END = {
    True: regex(rb"</(?:script|style)", re.IGNORECASE),
    False: regex(rb"-->"),
}
_TAG = regex(rb"<[^<>]{0,2000}+>")
_PIECE = regex(rb"[\x80-\xff][\x30-\x39\x40-\x7e]?(?:[\x20-\x7e]{0,2}[\x80-\xff][\x30-\x39\x40-\x7e]?)*")
_ASCII = regex("[\x00-\x7f]+")
_FEW_BLOCKS = 4
"""Blocks of 256 code points at most from which the letters of a text in an alphabet come."""
_LEAST_KANA, _LEAST_HANGUL = 0.15, 0.6
"""Least share of what is not ASCII in Japanese, which has Chinese characters, too, and in Korean."""
_KANA = regex("[\u3041-\u30fe]")
_HANGUL = regex("[\uac00-\ud7a3]")
_BETWEEN_ASCII = regex(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_NOT_ASCII = bytes(range(0x80, 0x100))
_IN_A_WORD = regex(rb"[A-Za-z]{2}[\x80-\xff](?=[A-Za-z]{2})")
"""A letter with an accent. No character of a double-byte encoding of Chinese has two ASCII bytes in a row."""


class Reading(NamedTuple):
    """What a sample is in an encoding, and how likely that is in nats a character."""

    score: float
    name: str
    text: str


def score(text: str) -> float:
    """How likely a text is as Chinese, in nats a character; ASCII left out. `NOTHING` if that is all."""
    from newsclean.charmodel import START, load  # noqa: PLC0415 - files in plain UTF-8 need no model

    rest = _ASCII.sub(START, text.removesuffix(REPLACEMENT)).strip(START)  # a character cut off says nothing
    size = len(rest) - rest.count(START)
    if not size:
        return NOTHING
    holes = rest.count(REPLACEMENT)
    return (load().total(rest.replace(REPLACEMENT, START)) + holes * _DAMAGED) / size


def sample(data: bytes) -> bytes:
    """The first bytes that tell something: what is not ASCII, tags and scripts left out."""
    found = b""
    for size in (_SEARCHED, 1 << 24):
        head = data[:size]
        if b"<" in head:
            shown = _TAG.sub(b"\n", _shown(head))
            head = shown if count_high(shown) > _ENOUGH else head  # all in scripts
        pieces: list[bytes] = []
        left = SAMPLE
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


def detect_likely(data: bytes, declared: str | None = None) -> str | None:
    """The encoding of bytes that are not UTF-8, if they read as text with it.

    Args:
        data: The bytes.
        declared: Canonical name of the encoding that the text says it has; it wins if that reads as likely.

    Returns:
        Name of the encoding; None if nothing reads as likely Chinese, Japanese, Korean, or as declared.
    """
    if _is_accented(data):
        return None
    some = sample(data)
    readings: list[Reading] = []
    for name in dict.fromkeys((declared, *_COMPARED) if declared in _COMPARED else _COMPARED):
        reading = _read(some, name)
        if reading.score >= CERTAIN and REPLACEMENT not in reading.text[:-1]:  # the sample ends where it ends
            return name
        readings.append(reading)
    readings += [Reading(score(text), name, text) for name in WIDE if (text := _wide_text(data, name))]
    best = max(readings, key=_by_score)
    if best.score < LIKELY:
        best = max((_align(some, reading) for reading in readings), key=_by_score)
    if best.score >= LIKELY:
        return best.name
    if _is_isolated(some) or _is_lettered(data, declared):
        return None
    others = [reading.score for reading in readings if reading.name != best.name]
    if best.score >= max(_UNLIKELY, _AHEAD + max(others)):
        return best.name
    by_script = _by_script(some)
    better = by_script and (by_script.name == "euc-kr" or by_script.score >= best.score)
    return by_script.name if by_script and better else None


def detect_any(data: bytes, declared: str | None = None) -> str | None:
    """The encoding of bytes that read as likely in none: Western letters, rare characters, or a guess.

    Args:
        data: The bytes.
        declared: Canonical name of the encoding that the text says it has.

    Returns:
        Name of the encoding; None if nothing fits.
    """
    some = sample(data)
    if _is_lettered(data, declared):
        return declared
    if is_western(data):
        known = [name for name in (declared, "cp1252") if name and name not in CHINESE]
        return next((name for name in known if _decodes(data, name)), None) or _guess(data)
    # nothing but rare characters, or too few to tell: what is whole may stand
    whole = next((name for name in CHINESE if not _BROKEN.search(left_to_right(some, name))), None)
    return (whole if len(some) <= _FEW else None) or _guess(data) or whole


def is_western(data: bytes) -> bool:
    """Whether bytes that read as likely in no encoding look like Latin letters, quotes and dashes."""
    return _is_accented(data) or _is_isolated(sample(data))


def _is_accented(data: bytes) -> bool:
    """Whether every second byte that is not ASCII stands alone in a word of Latin letters: für, président."""
    head = data[:_SEARCHED]
    accented = len(_IN_A_WORD.findall(head))
    return accented > 0 and 2 * accented >= count_high(head)


def count_high(data: bytes) -> int:
    """How many bytes are not ASCII."""
    return len(data) - len(data.translate(None, _NOT_ASCII))


def _is_isolated(some: bytes) -> bool:
    """Whether the bytes that are not ASCII stand mostly alone."""
    return len(_BETWEEN_ASCII.findall(some)) > _MOST_ISOLATED * count_high(some)


WIDE = ("utf-16-le", "utf-16-be")


def detect_wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark, told by its zero bytes or how it reads; None if neither."""
    head = data[:4000]
    zeros = [head[i::4].count(0) * 4 / len(head) for i in range(4)]
    wider = [
        name
        for name, empty, full in (("utf-32-le", zeros[2:], zeros[0]), ("utf-32-be", zeros[:2], zeros[3]))
        if min(empty) > 0.9 > full  # noqa: PLR2004 - nearly all, but for characters beyond U+FFFF
    ]
    for name in (*wider, *WIDE):  # programs have tables of numbers of four bytes, so it must read as text
        text = _wide_text(data, name)
        if text and (_is_plain(text) or score(text) >= LIKELY or _share(_KANA, text) > _LEAST_KANA):
            return name
    return None


def _is_plain(text: str) -> bool:
    """Whether it looks like a text in an alphabet: ASCII, and letters of few blocks."""
    ascii_only = sum(c.isascii() for c in text)
    blocks = {0xAC if _HANGUL.match(c) else ord(c) >> 8 for c in text if not c.isascii()}
    return (
        ascii_only > len(text) // 2 or (ascii_only > len(text) // 10 and len(blocks) <= _FEW_BLOCKS)
    ) and all(c.isprintable() or c.isspace() for c in text)


def _share(letters: re.Pattern[str], text: str) -> float:
    """Share of such letters in what is not ASCII."""
    rest = without_ascii(text)
    return len(letters.findall(rest)) / len(rest) if rest else 0.0


def detect_short(data: bytes, utf8: str) -> str:
    """UTF-8 or gb18030, for bytes that are valid UTF-8 but hold its two-byte characters only.

    Some words of GBK are such: to UTF-8 they are a few letters of Greek, Cyrillic or Arabic.
    """
    text = left_to_right(data[:_SEARCHED], "gb18030")
    chinese = REPLACEMENT not in text and score(text) >= CERTAIN and count_han(text) > 1
    isolated = len(_ASCII.findall(utf8)) > count_han(text)
    return "gb18030" if chinese and not isolated else "utf-8"


def _wide_text(data: bytes, name: str) -> str:
    """The start of the bytes as UTF-16 or UTF-32, or nothing if it has what no text has.

    Zeros at the end fill up a field of fixed length.
    """
    head = data[:SAMPLE]
    text = head[: len(head) & ~3 if "32" in name else len(head) & ~1].decode(name, "replace").rstrip("\0")
    return "" if "\0" in text or text.count(REPLACEMENT) > 1 + len(text) // 20 else text


def _by_score(reading: Reading) -> float:
    return reading.score


def _read(data: bytes, name: str) -> Reading:
    """The reading from left to right."""
    text = left_to_right(data, name)
    return Reading(score(text), name, text)


def _align(data: bytes, reading: Reading) -> Reading:
    """The likeliest reading if some bytes are damaged."""
    if reading.name in WIDE or reading.text.count(REPLACEMENT) > _MOST_HOLES * len(reading.text):
        return reading
    text, _ = read_tolerantly(data, reading.name)
    return Reading(score(text), reading.name, text)


def _by_script(data: bytes) -> Reading | None:
    """Japanese and Korean, told by their scripts: the model knows Chinese only."""
    found: list[Reading] = []
    for name, letters, least in (
        ("shift_jis", _KANA, _LEAST_KANA),
        ("euc-jp", _KANA, _LEAST_KANA),
        ("euc-kr", _HANGUL, _LEAST_HANGUL),
    ):
        text = left_to_right(data, name)
        holes = text.count(REPLACEMENT) > 1 + len(without_ascii(text)) // 20
        if not holes and _share(letters, text) >= least:
            found.append(Reading(score(text), name, text))
    return max(found, key=_by_score, default=None)


def _guess(data: bytes) -> str | None:
    """What charset-normalizer thinks, if that is nothing compared already, and reads as letters."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import, and few files come this far

    guess = from_bytes(data[:_SEARCHED]).best()
    name = canonical(guess.encoding) if guess else None
    return name if _is_lettered(data, name) else None


def _decodes(data: bytes, name: str) -> bool:
    try:
        read_strictly(data, name)
    except UnicodeDecodeError:
        return False
    return True


def _is_lettered(data: bytes, name: str | None) -> bool:
    """Whether an encoding that was not compared decodes the bytes, and mostly to letters."""
    if name is None or name in ("utf-8", *_COMPARED):
        return False
    try:
        text = without_ascii(read_strictly(sample(data), name))
    except UnicodeDecodeError:
        return False
    return sum(c.isalpha() for c in text) >= 0.6 * len(text) > 0  # quotes and dashes are not
