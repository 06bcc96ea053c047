"""What a damaged text says about the bytes that the wrong reader had before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from newsclean.characters import REPLACEMENT
from newsclean.hanscript.variants import simpler, spellings
from newsclean.lazy import regex
from newsclean.mojibake.candidates import MOST, SETS, ByteSets, Specs
from newsclean.mojibake.layouts import HIGH, PRINTABLE, TRAILS
from newsclean.mojibake.readers import Policy, Reader, reader
from newsclean.mojibake.readings import TONED
from newsclean.mojibake.slips import INSIDE, START, slipping, vanishing

UNMARKED = {"gb18030": 11.0, "big5": 4.0}
"""Price of a byte that was lost without leaving a mark, in nats; in Big5 a letter is left over."""
DROPPED = 6.0
"""The same where the reader drops what it cannot read."""
DROPPED_UTF8 = 3.0
"""The same for UTF-8, where what is left of a character shows that something is missing."""
PLAIN = 2.0
"""Price of a character of ASCII for what it often stands for, such as a curly quotation mark, in nats."""
CONFIRMED = 14.0
"""What it is worth that a lost character has the reading given for it, or a tag is whole again, in nats."""
GIVEN_BACK = 4.0
"""Price of a reader that writes `?` giving a digit back that it met in the middle of a pair, in nats."""
ASCII_FOR_WIDE = 4.0
"""Price of an ASCII mark standing for its full-width form, in nats."""
UNLIKELY = 5.0
"""Price of a reader that swallows the next byte not having done so, or only where a line ends, in nats."""
TAG = 160
"""Characters of a tag that are looked at."""

_STRICT = "gbk"
"""The reader of GBK that does not know all pairs; web browsers read those for private use, too."""
_LOW = frozenset(range(32, 64))
_READING = regex(rf"\(?([a-zü{TONED}]{{1,6}})\)")
_TAG_REST = regex(
    r"/[a-z][a-z0-9]{0,9}\s?>|(?:p|br|b|a|i|em|div|span|strong|img|li|td|tr|h[1-6])(?:\s[^<>\n]{0,150})?/?>"
)
_REST_OF_YEAR = "[06789][0-9]{2}"
"""What is left of a year of which the first digit is lost: of 1600 to 1999, or of this century."""
_CENTURY = regex(_REST_OF_YEAR)
_YEAR = regex(rf"([12][0-9]{{3}}年)|{_REST_OF_YEAR}年")

MARKS = REPLACEMENT + "?"
"""The characters that stand for lost bytes, as a rule."""

Options = list[tuple[float, Specs]]
"""Bytes that may have stood at a place, each with its price in nats."""


@dataclass(frozen=True, slots=True)
class Channel:
    """How the text was damaged.

    Attributes:
        wrong: Name of the wrong reader.
        right: The encoding the bytes were in: `utf-8`, `gb18030`, `big5`.
        policy: What the reader did with bytes it could not read.
        script: Which script the text is in: 0 simplified, 1 traditional.
        marks: The characters that stand for lost bytes.
        converted: Whether somebody made the damaged text simplified, or traditional.
    """

    wrong: str
    right: str
    policy: Policy = "each"
    script: int = 0
    marks: str = MARKS
    converted: bool = False

    @property
    def shift(self) -> bool:
        """Whether this is a byte shift: right encoding, wrong alignment."""
        return self.wrong == self.right


class Place(NamedTuple):
    """What one place of a damaged text says.

    Attributes:
        char: The character that stands there; several where the text is a choice, none where it can be any.
        start: The bytes that may have stood there if a character begins with the first of them.
        inside: The same if that one belongs to the character before.
        edge: Half a pair at the end of what was decoded wrongly, if that may be all that is left there.
        said: The reading that the text gives for a lost character; empty if none.
    """

    char: str
    start: Options
    inside: Options
    edge: Specs = ()
    said: str = ""


class Evidence:
    """What the characters of a damaged text, marks above all, say about bytes.

    Args:
        channel: How the text was damaged.
        sets: The sets of bytes that specs refer to.
    """

    def __init__(self, channel: Channel, sets: ByteSets) -> None:
        self._channel = channel
        self._reader = reader(channel.wrong)
        self._sets = sets
        self._dropped = DROPPED_UTF8 if channel.right == "utf-8" else DROPPED
        self._blank = (PLAIN, (sets.spec(HIGH),))
        self._unmarked = UNMARKED.get(channel.right, 0.0)
        self._lead = sets.spec(HIGH)
        self._trail = sets.spec(TRAILS.get(channel.right, HIGH))
        self._some = sets.spec(self._reader.unreadable)
        self._before: dict[str, Options] = {}
        self._plain: dict[tuple[str, int, bool], Place] = {}

    def known(self, text: Sequence[str], slips: bytes) -> list[tuple[Specs, ...]]:
        """The bytes at each place of a damaged text, in all ways that there are; none if bytes may be lost.

        Args:
            text: The text; or, place by place, the characters that may stand there (none: any).
            slips: The `slips` of the text.
        """
        if self._channel.shift:
            return [()] * len(text)
        known, doubtful = self._reader.known, set(self._channel.marks)
        if self._channel.converted:
            doubtful.update(filter(other_spellings, set(text)))
        return [
            known(char) if len(char) == 1 and char not in doubtful and not slip else ()
            for char, slip in zip(text, slips, strict=False)
        ]

    def place(self, text: Sequence[str], at: int, slips: bytes) -> Place:
        """What one place of a damaged text says.

        Args:
            text: As for `known`.
            at: The place.
            slips: The `slips` of the text.
        """
        char = text[at]
        if char and char in self._channel.marks:
            return self._marked(text, at, slips[at])
        blank = self._channel.shift and char == " " and bool(slips[at + 1] & START)
        key = char, slips[at], blank
        place = self._plain.get(key)
        if place is None:
            options = self._options(char)
            start = [*options, self._blank] if blank else options
            place = self._place(char, options, start, self._wide(char, options), slips[at])
            if len(self._plain) < MOST:
                self._plain[key] = place
        return place

    def slips(self, text: Sequence[str]) -> bytes:
        """Where a byte can have vanished without a mark: flags, a byte a place, and one for the end.

        Args:
            text: As for `known`.
        """
        channel, size = self._channel, len(text)
        if channel.shift:
            return slipping("".join(text), channel.right) + b"\0"
        if channel.policy != "drop":
            return bytes(size + 1)
        apart = channel.right in TRAILS and not self._reader.single and not channel.converted
        if not apart or max(map(len, text), default=0) > 1:
            return bytes([START | INSIDE]) * size + b"\0"
        known = map(self._reader.known, text)
        raws = [bytes(ways[0]) if ways else b"" for ways in known]
        return vanishing(raws, channel.right) + b"\0"

    def _marked(self, text: Sequence[str], at: int, slips: int) -> Place:
        """What a place with a mark says."""
        options = self._options(text[at])
        if self._channel.shift:
            start, inside = self._lost_in_shift(text, at)
            inside = self._wide(text[at], options) + inside
            place = self._place(text[at], options, options + start, inside, slips)
            return place._replace(said=reading_at(text, at))
        options = options + self._lost(text, at)
        return self._place(text[at], options, options, options, slips)._replace(edge=self._cut_off(text, at))

    def _place(self, char: str, options: Options, start: Options, inside: Options, slips: int) -> Place:
        """A place with the bytes that may have vanished there, too."""
        if slips & START:
            start = start + self._vanished(options, inside=False)
        if slips & INSIDE:
            inside = inside + self._vanished(options, inside=True)
        return Place(char, start, inside)

    def _options(self, char: str) -> Options:
        """The bytes that the wrong reader may have read as a character, with their price."""
        if not char:  # any character of two bytes
            return [(0.0, (self._lead, self._trail))]
        found: Options = [(0.0, tuple(raw)) for one in char for raw in self._reader.ways(one)]
        if plain := self._reader.made_plain(char):
            found.append((PLAIN, tuple(plain) if len(plain) == 1 else (self._sets.spec(plain),)))
        if self._channel.converted:
            found += [(PLAIN, tuple(raw)) for one in other_spellings(char) for raw in self._reader.ways(one)]
        return found

    def _lost(self, text: Sequence[str], at: int) -> Options:
        """What a mark can stand for."""
        follower = text[at + 1][:1] if at + 1 < len(text) else ""
        if self._channel.policy == "swallow" and not self._reader.single:
            if _lacks_bracket(text, at):
                return [(-CONFIRMED, (self._some, 0x3C))]
            if self._lacks_century(text, at):
                return [(-CONFIRMED, (self._some, _first_of_year(follower)))]
        options = self._before.get(follower)
        if options is None:
            options = self._lost_before(follower)
            if len(self._before) < MOST:
                self._before[follower] = options
        return options

    def _lacks_century(self, text: Sequence[str], at: int) -> bool:
        """Whether the last three digits of a year follow: of 2017年 the first was swallowed."""
        century = _CENTURY.match("".join(text[at + 1 : at + 4]))
        if century is None or at + 4 >= len(text):
            return False
        year = "年".encode(self._channel.right)[:2]
        return any(raw[:2] == year for raw in self._reader.ways(text[at + 4][:1]))

    def _lost_before(self, follower: str) -> Options:
        """What a mark can stand for before a character; before none at the end."""
        wrong, policy = self._reader, self._channel.policy
        before = self._unreadable(wrong, follower)
        one = self._sets.spec(before)
        if wrong.single or policy == "each":
            return [(0.0, (one,))] if before else []
        if policy == "pair":
            pair = self._some, self._sets.half(wrong, HIGH)
            ascii_next = follower < "\x80" and (not follower or follower not in self._channel.marks)
            return [(0.0, pair), *([(0.0, (one,))] if ascii_next and before else [])]
        # what ends a line is there still: nothing was swallowed with the last byte before it
        two, alone = (UNLIKELY, 0.0) if follower in {"", "\n"} else (0.0, UNLIKELY)
        return [(two, (self._some, self._sets.half(wrong, HIGH | PRINTABLE))), (alone, (one,))]

    def _unreadable(self, wrong: Reader, follower: str) -> frozenset[int]:
        """The bytes from 0x80 that a reader cannot read before a character; before none at the end."""
        if not follower or follower in self._channel.marks:
            return wrong.unreadable
        nexts = {raw[0] for raw in wrong.ways(follower)}
        return frozenset[int]().union(*map(wrong.unreadable_before, nexts)) if nexts else HIGH

    def _cut_off(self, text: Sequence[str], at: int) -> Specs:
        """What a mark can stand for at the end of what was decoded wrongly: half of a pair, cut off."""
        follower = text[at + 1][:1] if at + 1 < len(text) else ""
        if (
            text[at] != REPLACEMENT
            or self._reader.single
            or follower < "\x80"
            or follower in self._channel.marks
        ):
            return ()
        return (self._sets.spec(self._reader.holes),)

    def _wide(self, char: str, options: Options) -> Options:
        """The options inside of a character: in shifted GBK ASCII marks stand for wide ones."""
        of_gbk = self._channel.shift and self._channel.right == "gb18030"
        if not of_gbk or not "!" <= char <= "~" or char.isalnum():
            return options
        return [*options, (ASCII_FOR_WIDE, (0xA3, ord(char) + 0x80))]

    def _lost_in_shift(self, text: Sequence[str], at: int) -> tuple[Options, Options]:
        """What a mark can stand for in a byte shift: where one may begin, and inside of one.

        It begins with a byte that somebody replaced. Inside, the reader met a trail byte and an ASCII
        character; it swallowed both, or gave the character back. What follows may tell which. Or it met a
        pair that it does not know, marked the first byte, and read on with the second: pairs fit again.
        """
        trail = self._trail
        start: Options = [(0.0, (self._lead,))]
        rest = "".join(text[at + 1 : at + 10])
        if _lacks_bracket(text, at):
            inside: Options = [(-CONFIRMED, (trail, 0x3C))]
        elif _READING.match(rest):  # 經(jīng) became ?jīng) or ?(jīng)
            inside = [(-CONFIRMED, (trail,) if rest[0] == "(" else (trail, 0x28))]
        elif year := _YEAR.match(rest):  # 2017年 became ?017年 or ?2017年
            inside = [(0.0, (trail,) if year[1] else (trail, _first_of_year(rest)))]
        else:
            inside = [
                (0.0, (trail, self._sets.spec(_LOW))),
                (3.0 if rest[:1] in self._channel.marks else 6.0, (trail, self._lead)),
            ]
            if rest[:1] < "@":
                inside.append((GIVEN_BACK if text[at] == "?" and rest[:1].isdigit() else 0.0, (trail,)))
            else:
                inside.append((0.0, (self._sets.spec(self._unreadable(reader(_STRICT), rest[:1])),)))
        return start, inside

    def _vanished(self, options: Options, *, inside: bool) -> Options:
        """The same bytes with one that was lost without a mark before or between them.

        Args:
            options: The bytes that may have stood there.
            inside: Whether the first of them belongs to the character before.
        """
        if self._channel.shift:
            first, second = (self._trail, self._lead) if inside else (self._lead, self._trail)
            return [
                (price + self._unmarked, more)
                for price, specs in options
                if price == 0.0 and specs and 0x80 <= specs[0] < SETS
                for more in _unmarked_for(specs, first, second)
            ]
        found: Options = []
        for price, specs in options:
            if specs and 0 <= specs[0] < SETS and (dropped := self._dropped_before(specs[0])):
                wild = self._sets.spec(dropped)
                found.append((price + self._dropped, (wild, *specs)))
                if self._reader.single or (inside and self._channel.right == "utf-8"):
                    first = wild if self._reader.single else self._some
                    found.append((price + 2 * self._dropped, (first, wild, *specs)))
        return found

    def at_end(self) -> Options:
        """What may have been lost at the end of a text, without a mark."""
        dropped = self._dropped_before(0x0A) if self._channel.policy == "drop" else frozenset()
        wild = self._sets.spec(dropped)
        return [(n * self._dropped, (wild,) * n) for n in (1, 2)] if dropped else []

    def _dropped_before(self, follower: int) -> frozenset[int]:
        """The bytes that this reader drops when `follower` comes next."""
        return self._reader.unseen if self._reader.single else self._reader.unreadable_before(follower)


def _lacks_bracket(text: Sequence[str], at: int) -> bool:
    """Whether a mark swallowed the first character of a tag: `/p>` is left of `</p>`."""
    follower = text[at + 1] if at + 1 < len(text) else ""
    if follower != "/" and not "a" <= follower <= "z":
        return False
    return _TAG_REST.match("".join(text[at + 1 : at + 1 + TAG])) is not None


def _first_of_year(rest: str) -> int:
    """The first digit of a year, as a byte, told from what is left: 1 of 1986, 2 of 2017."""
    return 0x32 if rest[0] == "0" else 0x31


def other_spellings(char: str) -> str:
    """The characters that somebody may have converted to this one, from the other script."""
    return spellings(char.translate(simpler())).replace(char, "")


def _unmarked_for(specs: Specs, first: int, second: int) -> list[Specs]:
    return [(first, *specs), (specs[0], second, *specs[1:])] if len(specs) == 2 else [(first, *specs)]


def reading_at(text: Sequence[str], at: int) -> str:
    """The reading in parentheses after a mark, if one is there; the first parenthesis may be lost."""
    m = _READING.match("".join(text[at + 1 : at + 10]))
    return m[1] if m else ""
