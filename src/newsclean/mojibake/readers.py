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
from typing import Literal

Policy = Literal["each", "pair", "swallow", "drop"]

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

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

_PLAIN = {" ": "\N{NO-BREAK SPACE}", "'": "‘’", '"': "“”", "-": "–—\N{SOFT HYPHEN}"}
"""What a character of ASCII often stands for."""

_STRICT = frozenset({"shift_jis"})
"""Readers with a larger relative that is more usual: a character they do not know is one of that one's."""

FOREIGN = 0.12
"""Share of the characters of a passage that its reader need not know: marks, and what stands around."""


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
    def _bytes_of(self) -> dict[str, tuple[bytes, ...]]:
        """The bytes of every character of one or two bytes: some have several in Big5 and Shift_JIS.

        A single byte without a character passed through, as a C1 control or what it is in Latin-1.
        """
        found: dict[str, tuple[bytes, ...]] = {}
        singles = [bytes([code]) for code in range(256)]
        codes = singles
        if not self.single:
            leads = [one for one in singles[128:] if self.read(one) is None]
            codes = singles + [lead + trail for lead in leads for trail in singles[0x40:]]
        for codec in self._codecs:
            for raw in codes:
                char = raw.decode(codec, "replace")
                known = found.get(char, ())
                if (
                    len(char) == 1
                    and char != REPLACEMENT
                    and raw not in known
                    and not (self.single and known)
                ):
                    found[char] = (*known, raw)
        for raw in singles[128:]:
            if not self.single or raw[0] < 0xA0 or raw[0] in self.holes:
                found.setdefault(chr(raw[0]), (raw,))
        if self.name in {"gbk", "gb18030"}:
            found["\N{EURO SIGN}"] = (b"\x80", b"\xa2\xe3")  # cp936 has it in one byte
        return found

    @cached_property
    def holes(self) -> frozenset[int]:
        """The bytes that this reader of single bytes cannot read."""
        return frozenset(code for code in range(128, 256) if not bytes([code]).decode(self.name, "ignore"))

    @cached_property
    def unseen(self) -> frozenset[int]:
        """The bytes of which this reader may leave nothing to be seen, so that they get lost."""
        if not self.single:
            return self.unreadable
        text = bytes(range(128, 256)).decode(self.name, "replace")
        invisible = {code for code, char in enumerate(text, 128) if char < "\xa0" or char == "\xad"}
        return self.holes | invisible

    def made_plain(self, char: str) -> frozenset[int]:
        """The bytes that this reader of single bytes takes for what cleaners replace by an ASCII character.

        >>> sorted(reader("cp1252").made_plain("'"))
        [145, 146]
        """
        return frozenset(way[0] for one in _PLAIN.get(char, "") if self.single for way in self.ways(one))

    def ways(self, char: str) -> tuple[bytes, ...]:
        """The bytes that this reader can have read as `char`; none when it never gives that character."""
        known = self._bytes_of.get(char)
        if known is None and self.name == "gb18030":
            return (char.encode("gb18030", "ignore"),)  # four bytes
        return known or ()

    @cache  # noqa: B019 - readers live as long as the process, and there are only so many characters
    def known(self, char: str) -> bytes | None:
        r"""The bytes of a character of one or two bytes if it can have come from no others; else None.

        >>> reader("cp1252").known("é"), reader("cp1252").known("'")
        (b'\xe9', None)
        """
        ways = self._bytes_of.get(char, ())
        return ways[0] if len(ways) == 1 and not self.made_plain(char) else None

    def rough(self, text: str) -> bytes | None:
        """Roughly the bytes of a text: marks and foreign characters become `?`; None when those are many."""
        marks = text.count("?") + text.count(REPLACEMENT)
        if self.single:
            raw = text.translate(self._to_latin).encode("latin-1", "replace")
        else:
            # cp936 has the euro sign in one byte, other codecs elsewhere or not at all
            parts = text.split("\N{EURO SIGN}") if self.name in {"gbk", "gb18030"} else [text]
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
        table = {ord(char): ways[0][0] for char, ways in self._bytes_of.items()}
        return dict.fromkeys(range(128, 256), 65535) | table

    def exact(self, text: str) -> bytes | None:
        """The bytes of a text if there is no doubt about one of them; else None."""
        if not self.doubtful.isdisjoint(text):
            return None
        try:
            if self.single:
                return text.translate(self._to_latin).encode("latin-1")
            return text.encode(self._codecs[0])
        except UnicodeEncodeError:
            return None

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """Characters that can have come from several bytes, and the replacement character."""
        several = {char for char, ways in self._bytes_of.items() if len(ways) > 1}
        return frozenset(several | {REPLACEMENT})

    def read(self, raw: bytes) -> str | None:
        """What the reader makes of these bytes; None when it can't read them."""
        for codec in self._codecs[:1]:
            try:
                return raw.decode(codec)
            except UnicodeDecodeError:
                continue
        return None

    @cache  # noqa: B019 - readers live as long as the process, there are about a dozen
    def unreadable_before(self, follower: int) -> frozenset[int]:
        """Bytes from 0x80 that this reader cannot read when `follower` comes next."""
        if self.single:
            return self.holes
        return frozenset(x for x in range(128, 256) if follower in self.unreadable_after(x))

    @cache  # noqa: B019 - see above
    def unreadable_after(self, lead: int) -> frozenset[int]:
        """Followers (all 256) with which this reader cannot read the byte `lead`."""
        if self.single:
            return frozenset(range(256)) if lead in self.holes else frozenset()
        first = bytes([lead])
        if self.read(first) is not None:
            return frozenset()
        return frozenset(y for y in range(256) if self.read(first + bytes([y])) is None)

    @cached_property
    def leads(self) -> frozenset[int]:
        """Bytes from 0x80 that this reader cannot read alone."""
        return frozenset(x for x in range(128, 256) if self.read(bytes([x])) is None)

    @cached_property
    def unreadable(self) -> frozenset[int]:
        """Bytes from 0x80 that this reader cannot read in some company."""
        if self.single:
            return self.holes
        return frozenset(x for x in range(128, 256) if self.unreadable_after(x))


@cache
def reader(name: str) -> Reader:
    """The reader of that name."""
    return Reader(name)
