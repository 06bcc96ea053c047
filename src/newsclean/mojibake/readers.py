"""Wrong readers: programs that took bytes for another encoding than they were in.

A reader is known by its codec and by what it did with bytes that it could not read:

- `each`: one mark (U+FFFD or `?`) for every byte, reading goes on with the next one (Python's codecs);
- `pair`: one mark for a lead and a trail byte, but an ASCII character is given back (web browsers, ICU);
- `swallow`: one mark for a lead byte and whatever follows, ASCII too (old Windows and PHP converters);
- `drop`: nothing at all (Python's `ignore`, filters that strip control characters and soft hyphens).

What a mark can stand for is narrow: only bytes that the reader could *not* read. In cp1252 that are five
bytes; in GB18030 before a Chinese byte hardly any. `unreadable` says which.
"""

from __future__ import annotations

from functools import cache, cached_property
from itertools import accumulate
from typing import Literal
from unicodedata import normalize

from newsclean.characters import REPLACEMENT, SOFT_HYPHEN

Policy = Literal["each", "pair", "swallow", "drop"]

_CODECS = {  # how the readers' codec is spelled, and which relatives wrote some characters otherwise
    "gb18030": ("gb18030",),
    "gbk": ("gbk", "gb18030"),
    "big5": ("cp950", "big5hkscs", "big5"),
    "big5hkscs": ("big5hkscs", "cp950", "big5"),
    "cp932": ("cp932", "shift_jis"),
    "euc_jp": ("euc_jp", "euc_jis_2004"),
    "cp850": ("cp850", "cp858"),
    "cp1251": ("cp1251", "kz1048"),
    "cp1255": ("cp1255", "iso8859-8"),
    "mac_roman": ("mac_roman", "mac_iceland", "mac_turkish"),
}

_EURO = "\N{EURO SIGN}"

_PLAIN = {" ": "\N{NO-BREAK SPACE}\x85", "'": "‘’", '"': "“”", "-": f"–—{SOFT_HYPHEN}"}
_PLAIN |= {"a": "ª", "o": "º", "1": "¹", "2": "²", "3": "³"}
"""What a character often stands for: programs make plain what is white space to them (a line break, U+0085,
among it), quotation marks and dashes, and what Unicode's NFKC takes for the same."""

_MICRO = "\N{MICRO SIGN}"
"""A letter with two codes: NFKC knows only the Greek one, and readers hardly give that."""

_STRICT = frozenset({"shift_jis"})
"""Readers with a larger relative that is more usual: a character they do not know is one of that one's."""

FEW = 10
"""Pairs of bytes in which the tables of two readers may differ although one is a part of the other."""

FOREIGN = 0.12
"""Share of the characters of a passage that its reader need not know: marks, and what stands around."""

_PAIRS = b"\n".join(bytes((0, trail)) for trail in range(0x40, 256))
"""All pairs with a lead byte, which goes where zero is; no trail byte is below."""


class Reader:
    """One wrong reader.

    Attributes:
        name: Its encoding.
        single: Whether it reads one byte a character.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.single = len(bytes(range(256)).decode(name, "replace")) == 256
        self._codecs = _CODECS.get(name, (name,))

    @cached_property
    def holes(self) -> frozenset[int]:
        """The bytes from 0x80 that this reader cannot read alone; of pairs these are lead bytes."""
        return _holes(self._codecs[0])

    @cached_property
    def unseen(self) -> frozenset[int]:
        """The bytes of which this reader may leave nothing to be seen, so that they get lost."""
        if not self.single:
            return self.unreadable
        text = bytes(range(128, 256)).decode(self.name, "replace")
        invisible = {code for code, char in enumerate(text, 128) if char < "\xa0" or char == SOFT_HYPHEN}
        return self.holes | invisible

    def made_plain(self, char: str) -> frozenset[int]:
        """The bytes that this reader of single bytes takes for what cleaners replace by a plainer character.

        >>> sorted(reader("cp1252").made_plain("'")), sorted(reader("latin-1").made_plain(" "))
        ([145, 146], [133, 160])
        """
        ways = (way for one in _PLAIN.get(char, "") if self.single for way in self.ways(one))
        return frozenset(way[0] for way in ways if way.decode(self.name, "ignore") in _PLAIN[char])

    @cache  # noqa: B019 - readers live as long as the process, and there are only so many characters
    def ways(self, char: str) -> tuple[bytes, ...]:
        """The bytes that this reader can have read as `char`; none when it never gives that character.

        Some characters have several in Big5 and Shift_JIS. A single byte without a character passed
        through, as a C1 control or what it is in Latin-1.
        """
        if self.single:
            code = self._codes.get(ord(char))
            return () if code is None else (bytes([code]),)
        if char == _EURO and self.name in {"gbk", "gb18030"}:
            return (b"\x80", b"\xa2\xe3")  # cp936 has it in one byte
        spellings = [raw for codec in self._codecs for raw in _spellings(codec, char)]
        found = tuple(dict.fromkeys(raw for raw in spellings if len(raw) == 1 or raw[0] in self.holes))
        if not found and "\x80" <= char <= "\xff":
            found = (char.encode("latin-1"),)
        if not found and self.name == "gb18030":
            four = char.encode("gb18030", "ignore")
            found = (four,) if four else ()
        return found

    @cached_property
    def _codes(self) -> dict[int, int]:
        """The bytes that this reader of single bytes can have read as the characters that it gives."""
        codes = {code: code for code in range(128, 256) if code < 0xA0 or code in self.holes}
        for codec in reversed(self._codecs):
            read = bytes(range(256)).decode(codec, "replace")
            codes |= {ord(char): code for code, char in enumerate(read) if char != REPLACEMENT}
        if ord(_MICRO) in codes:
            codes.setdefault(ord(normalize("NFKC", _MICRO)), codes[ord(_MICRO)])
        return codes

    @cache  # noqa: B019 - see above
    def known(self, char: str) -> tuple[tuple[int, ...], ...]:
        """The one or two bytes of a character, in all ways that it can be spelled; none if it can be others.

        >>> reader("cp1252").known("é"), reader("cp1252").known("'")
        (((233,),), ())
        """
        ways = self.ways(char)
        if max(map(len, ways), default=0) > 2 or self.made_plain(char):
            return ()
        return tuple(map(tuple, ways))

    def rough(self, text: str) -> bytes | None:
        """Roughly the bytes of a text: marks and foreign characters become `?`; None when those are many."""
        marks = text.count("?") + text.count(REPLACEMENT)
        if self.single:
            raw = text.translate(self._to_latin).encode("latin-1", "replace")
        else:
            # cp936 has the euro sign in one byte, other codecs elsewhere or not at all
            parts = text.split(_EURO) if self.name in {"gbk", "gb18030"} else [text]
            raw = b"\x80".join(part.encode(self._codecs[0], "replace") for part in parts)
            if self.name == "big5" and raw.count(b"?") - marks > FOREIGN * len(text):
                return None
            if self.name == "gb18030":
                usual = 2 * len(text) - len(text.encode("ascii", "ignore"))
                if len(raw) - usual > 2 * FOREIGN * len(text):  # much in four bytes, which is rare
                    return None
            if self.name in {"gbk", "gb18030"}:
                raw = raw.replace(b"\x84\x31\xa4\x37", b"?")
        foreign = 0.0 if self.name in _STRICT else FOREIGN
        return raw if raw.count(b"?") - marks <= foreign * len(text) else None

    @cached_property
    def _to_latin(self) -> dict[int, int]:
        """The characters of a reader of single bytes to those of Latin-1; others to none."""
        return dict.fromkeys(range(128, 256), 65535) | self._codes

    def exact(self, text: str) -> bytes | None:
        """The bytes of a text if there is no doubt about one of them; else None."""
        if any(char == REPLACEMENT or len(self.ways(char)) > 1 for char in set(text)):
            return None
        try:
            if self.single:
                return text.translate(self._to_latin).encode("latin-1")
            return text.encode(self._codecs[0])
        except UnicodeEncodeError:
            return None

    @cache  # noqa: B019 - readers live as long as the process, there are about a dozen
    def unreadable_before(self, follower: int) -> frozenset[int]:
        """Bytes from 0x80 that this reader cannot read when `follower` comes next."""
        return frozenset(x for x in self.holes if follower in self.unreadable_after(x))

    @cache  # noqa: B019 - see above
    def unreadable_after(self, lead: int) -> frozenset[int]:
        """Followers (all 256) with which this reader cannot read the byte `lead`."""
        if lead not in self.holes:
            return frozenset()
        return frozenset(range(256)).difference(raw[1] for raw, _ in _row(self._codecs[0], lead))

    @cache  # noqa: B019 - see above
    def loses_all(self, other: Reader) -> bool:
        """Whether this reader cannot read what another cannot, apart from a few pairs.

        One of single bytes must give the other's characters, too.

        >>> reader("big5").loses_all(reader("big5hkscs")), reader("big5hkscs").loses_all(reader("big5"))
        (True, False)
        >>> reader("cp1252").loses_all(reader("latin-1")), reader("cp1254").loses_all(reader("latin-1"))
        (True, False)
        """
        if self.single and not other._codes.items() <= self._codes.items():
            return False
        more = (len(other.unreadable_after(lead) - self.unreadable_after(lead)) for lead in other.holes)
        return all(total < FEW for total in accumulate(more))

    @cached_property
    def unreadable(self) -> frozenset[int]:
        """Bytes from 0x80 that this reader cannot read in some company."""
        return frozenset(x for x in self.holes if self.unreadable_after(x))


def _holes(codec: str) -> frozenset[int]:
    """The bytes from 0x80 that a codec cannot read alone."""
    return frozenset(x for x in range(128, 256) if not bytes([x]).decode(codec, "ignore"))


def _row(codec: str, lead: int) -> list[tuple[bytes, str]]:
    """The pairs with a lead byte that a codec can read, and what it makes of them."""
    pairs = _PAIRS.replace(b"\0", bytes((lead,)))
    # all are decoded in one go: at a line break a codec begins anew, whatever it could not read
    read = zip(pairs.split(b"\n"), pairs.decode(codec, "replace").split("\n"), strict=True)
    return [(raw, text) for raw, text in read if REPLACEMENT not in text]


@cache
def _spares(codec: str) -> dict[str, list[bytes]]:
    """The pairs that a codec reads as a character but does not write for it."""
    found: dict[str, list[bytes]] = {}
    for lead in sorted(_holes(codec)):
        row = _row(codec, lead)
        if b"".join(raw for raw, _ in row) != "".join(text for _, text in row).encode(codec, "replace"):
            for raw, text in row:
                if text.encode(codec, "replace") != raw:
                    found.setdefault(text, []).append(raw)
    return found


def _spellings(codec: str, char: str) -> list[bytes]:
    """The one or two bytes that a codec reads as a character, in order, single ones first."""
    raw = char.encode(codec, "ignore")
    written = [raw] if len(raw) in {1, 2} and raw.decode(codec, "ignore") == char else []
    return sorted([*written, *_spares(codec).get(char, ())], key=lambda raw: (len(raw), raw))


@cache
def reader(name: str) -> Reader:
    """The reader of that name."""
    return Reader(name)
