"""Bytes of a known encoding to text, where a damaged byte costs no more than its own character."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from functools import cache
from math import inf
from typing import TypeAlias

from newsclean.characters import REPLACEMENT, united
from newsclean.lazy import regex

_CODECS = {"big5-hkscs": "big5hkscs", "shift_jis": "cp932", "euc-kr": "cp949"}
"""Codecs that read more than what their encodings' names say, as web pages need."""

_DOUBLE = frozenset({"gb18030", "big5-hkscs", "shift_jis", "euc-kr", "euc-jp"})
"""Encodings in which one damaged byte may set all that follow off by one."""

_SEGMENT = regex(rb"[\x80-\xff][^\x00-\x2f\x3a-\x3f]*")
"""From a byte that is not ASCII to one that can only be ASCII: no damage reaches further."""

_LOSS = -20.0
"""What a damaged byte costs, in nats: four or five misread characters are needed to assume one.

With -14 the rare names in a list were taken for damage.
"""
CUT = -8.0
"""The same for half a character at the end: texts are cut off more often than they are damaged."""

CHINESE = ("gb18030", "big5-hkscs")
"""Those of Chinese, whose text the model knows: only how it reads tells which of them it is in."""

_STRANGERS = 5
"""So many pairs in a row of which the model knows none: Chinese has them in rare names only."""
_RARE = -9.2
"""Nats a character on its own; of misread runs nine in ten are rarer, of names three in ten."""
_ASCII = "".join(map(chr, range(128)))
_ASCII_RUN = regex("[\x00-\x7f]{2,}")
_WINDOW = 60
"""So many characters of such a run tell whether its pairs are off by one."""

_LONGEST = 1 << 18
"""So many bytes of damaged lines are searched for the likeliest reading; the rest is read left to right."""

_SURROGATES = regex(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
"""One character in CESU-8 (Unicode Technical Report 26), which databases and Java write for UTF-8."""

# GB 18030-2005 and -2022 give these characters code points of their own; Python's codec has the year 2000's
_PRIVATE = str.maketrans(
    "\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864"
    "\ue816\ue817\ue818\ue831\ue83b\ue855",
    "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb"
    "\U00020087\U00020089\U000200cc\U000215d7\U0002298f\U000241fe",
)
_HAS_PRIVATE = regex("[\ue78d-\ue864]")
# big5 A1E3, A14E, A244 as Windows and browsers have them
_BIG5_SIGNS = str.maketrans("∼､¥", "～﹑￥")


def codec_of(name: str) -> str:
    """The codec by which an encoding is read."""
    return _CODECS.get(name, name)


def read_strictly(data: bytes, name: str) -> str:
    """Decode, or fail.

    Raises:
        UnicodeDecodeError: Some byte fits no character.
    """
    if name == "big5-hkscs":
        try:
            text = data.decode("big5hkscs")
        except UnicodeDecodeError:
            text = data.decode("big5hkscs", _handler("cp950"))
        return text.translate(_BIG5_SIGNS) if "∼" in text or "､" in text or "¥" in text else text
    text = data.decode(codec_of(name))
    if name == "gb18030" and _HAS_PRIVATE.search(text):
        text = text.translate(_PRIVATE)
    return text


def read_tolerantly(data: bytes, name: str) -> tuple[str, int]:
    """Decode with U+FFFD where bytes are damaged.

    In encodings of two bytes a character a lost byte may leave the rest of a line valid, but off by one.
    Where gb18030 or big5 reads as if so, it is looked whether leaving a byte out reads far better.

    Args:
        data: Bytes that are this encoding.
        name: The encoding.

    Returns:
        The text and the number of U+FFFD put in.
    """
    try:
        text = read_strictly(data, name)
    except UnicodeDecodeError:
        if name not in _DOUBLE:
            text = left_to_right(data, name)
            return text, _count_lost(text, data, name)
    else:
        if name not in CHINESE or not _is_shifted(text, name):
            return text, 0
    parts: list[str] = []
    budget = _LONGEST
    for line in data.splitlines(keepends=True):
        sound = _sound(line, name)
        if sound is None:
            budget -= len(line)
            sound = _realigned(line, name) if budget > 0 else left_to_right(line, name)
        parts.append(sound)
    text = "".join(parts)
    return text, _count_lost(text, data, name)


def _count_lost(text: str, data: bytes, name: str) -> int:
    """How many U+FFFD were put in; those that the text had already do not count."""
    mark = REPLACEMENT.encode(codec_of(name), "ignore")
    return text.count(REPLACEMENT) - (data.count(mark) if mark else 0)


def _sound(data: bytes, name: str) -> str | None:
    """The text, if no byte is lost in it and no pairs are off by one."""
    try:
        text = read_strictly(data, name)
    except UnicodeDecodeError:
        return None
    return None if name in CHINESE and _is_shifted(text, name) else text


def _realigned(line: bytes, name: str) -> str:
    """A line with the likeliest reading of those segments that are damaged."""
    parts: list[str] = []
    done = 0
    for match in _SEGMENT.finditer(line):
        sound = _sound(match[0], name)
        parts += (
            line[done : match.start()].decode("ascii"),
            likeliest(match[0], name) if sound is None else sound,
        )
        done = match.end()
    return "".join(parts) + line[done:].decode("ascii")


def _is_shifted(text: str, name: str) -> bool:
    """Whether there are places that read far better with a byte left out.

    Only those are looked at where several characters in a row hardly ever stand beside each other.
    """
    from newsclean.charmodel import START, load  # noqa: PLC0415 - clean files need no model

    model = load()
    text = _ASCII_RUN.sub(START, text)  # the rest of a page is script and markup
    for start, end in _runs_of_strangers(model.fold(text), model.pairs, START):
        strangers = text[start : end + 1].lstrip(_ASCII)
        if sum(map(model.char, strangers)) > _RARE * len(strangers):
            continue  # ordinary characters, such as names have
        window = text[max(0, start - 1) : min(end, start + _WINDOW) + 4]
        if REPLACEMENT in likeliest(window.encode(codec_of(name), "ignore"), name):
            return True
    return False


def _runs_of_strangers(
    text: str, pairs: Mapping[str, Mapping[str, float]], start: str
) -> Iterator[tuple[int, int]]:
    """Where so many pairs in a row are unknown: the first of them, and the one after the last.

    Every such run has a pair at a multiple of its least length: others are looked at where that is unknown.
    """
    size = len(text) - 1

    def is_known(at: int) -> bool:
        a, b = text[at], text[at + 1]
        return b in pairs[a] or start in (a, b)

    at = _STRANGERS - 1
    while at < size:
        if is_known(at):
            at += _STRANGERS
            continue
        first, end = at, at + 1
        while first and not is_known(first - 1):
            first -= 1
        while end < size and not is_known(end):
            end += 1
        if end - first >= _STRANGERS:
            yield first, end
        at = end + _STRANGERS


_Way: TypeAlias = "tuple[float, str, str, _Way | None]"
"""A reading up to some offset: its score, its last character, the same folded, the reading before that."""


def likeliest(data: bytes, name: str) -> str:
    """The likeliest reading of damaged bytes: each is part of a character or lost.

    A Viterbi search over the offsets; what competes at each offset are the characters that may end there.
    """
    from newsclean.charmodel import START, load  # noqa: PLC0415 - clean files need no model

    model = load()
    pairs, backs, starts, share, folded = model.pairs, model.backs, model.starts, model.share, model.folded
    characters = _characters(name)
    lengths = {"gb18030": (1, 2, 4), "euc-jp": (1, 2, 3)}.get(name, (1, 2))
    size = len(data)
    # at each offset: score, last character, the same folded, and the way there
    at: list[list[_Way]] = [[] for _ in range(size + 4)]
    at[0] = [(0.0, "", START, None)]
    for offset in range(size):
        ways = at[offset]
        for length in lengths if data[offset] >= 0x80 else (1,):  # noqa: PLR2004 - ASCII starts no longer one
            char = characters[data[offset : offset + length]]
            if not char:
                if length == 1:
                    way = max(ways, key=_score)
                    loss = CUT if offset == size - 1 else _LOSS
                    at[offset + 1].append((way[0] + loss, REPLACEMENT, START, way))
                continue
            b = folded.get(char, char)
            score, best = -inf, ways[0]
            for way in ways:
                value = pairs[way[2]].get(b)
                total = way[0] + (backs.get(way[2], 0.0) + starts[b] if value is None else value)
                if total > score:
                    score, best = total, way
            own = max(share[char]) if char in share else 0.0
            at[offset + length].append((score + own, char, b, best))
    last: _Way | None = max(at[size], key=_score)
    chars: list[str] = []
    while last is not None:
        chars.append(last[1])
        last = last[3]
    return "".join(reversed(chars))


def _score(way: _Way) -> float:
    return way[0]


class _Characters(dict[bytes, str]):
    """What bytes read as in an encoding; empty for those that are no one character."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def __missing__(self, piece: bytes) -> str:
        try:
            text = read_strictly(piece, self._name)
        except UnicodeDecodeError:
            # the euro sign of Windows' GBK, which gb18030 has elsewhere
            text = "€" if piece == b"\x80" and self._name == "gb18030" else ""
        # one character of one piece: not two of one byte each
        text = text if len(text) == 1 else ""
        if len(self) < 1 << 17:
            self[piece] = text
        return text


@cache
def _characters(name: str) -> _Characters:
    return _Characters(name)


def left_to_right(data: bytes, name: str) -> str:
    """Decode with U+FFFD where no character fits, and start again behind it."""
    return data.decode(codec_of(name), _handler("utf-8" if name == "utf-8" else "mark"))


@cache
def _handler(kind: str) -> str:
    """Register an error handler of our own with Python's codecs, and give its name."""
    name = f"newsclean-{kind}"
    codecs.register_error(name, {"mark": _mark, "utf-8": _mark_utf8, "cp950": _from_cp950}[kind])
    return name


def _mark(error: UnicodeError) -> tuple[str, int]:
    """One U+FFFD for what fits no character."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return REPLACEMENT, error.end


def _mark_utf8(error: UnicodeError) -> tuple[str, int]:
    """One U+FFFD for what is left of a character of UTF-8, its stray continuation bytes included.

    Two halves of a character of UTF-16, each written as if it were a character, are put together.
    """
    if not isinstance(error, UnicodeDecodeError):
        raise error
    data, end = error.object, error.end
    if pair := _SURROGATES.match(data, error.start):
        return united(pair[0].decode("utf-8", "surrogatepass")), pair.end()
    last = min(len(data), error.start + 4)
    while end < last and 0x80 <= data[end] < 0xC0:  # noqa: PLR2004 - continuation bytes
        end += 1
    return REPLACEMENT, end


def _from_cp950(error: UnicodeError) -> tuple[str, int]:
    """A character that only Windows' Big5 has."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.start + 2].decode("cp950"), error.start + 2
