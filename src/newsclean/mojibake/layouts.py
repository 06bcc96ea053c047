"""How bytes make up characters in UTF-8, GB18030 and Big5, when some of the bytes are lost."""

from __future__ import annotations

from newsclean.mojibake.candidates import MOST, SETS, ByteSets, Candidates, Choice, Specs, is_known

TRAILS = {
    "gb18030": frozenset((*range(0x40, 0x7F), *range(0x80, 0xFF))),
    "big5": frozenset((*range(0x40, 0x7F), *range(0xA1, 0xFF))),
}
"""The second bytes of pairs in encodings of two bytes a character."""

HIGH = frozenset(range(128, 256))
PRINTABLE = frozenset(range(32, 127))

LEADS = {
    "utf-8": PRINTABLE | frozenset(range(0xC2, 0xF5)),
    "gb18030": PRINTABLE | frozenset(range(0x81, 0xFF)),
    "big5": PRINTABLE | frozenset(range(0x81, 0xFF)),
}
"""The bytes that a character can begin with."""

Cut = tuple[list[Choice], Specs]
"""Bytes cut into characters, and what is left over for the next one."""


class Layout:
    """The layout of one encoding.

    Args:
        codec: `utf-8`, `gb18030` or `big5`.
        script: Which script the text is in: 0 simplified, 1 traditional.
        sets: The sets of bytes that specs refer to.

    Attributes:
        candidates: The characters that bytes can be.
        sets: As given.
    """

    def __init__(self, codec: str, script: int, sets: ByteSets) -> None:
        self.candidates = Candidates(codec, script, sets)
        self.sets = sets
        self._codec = codec
        self._cuts: dict[tuple[Specs, Specs], list[Cut]] = {}
        self._beginnings: dict[tuple[int, int], list[int]] = {}

    def cuts(self, pending: Specs, specs: Specs) -> list[Cut]:
        """All ways to cut bytes into characters that there are.

        Args:
            pending: What is left over of earlier bytes.
            specs: The bytes that come next.
        """
        cuts = self._cuts.get((pending, specs))
        if cuts is None:
            cuts = self._cut(pending + specs)
            if len(self._cuts) < MOST:
                self._cuts[pending, specs] = cuts
        return cuts

    def cuts_of(self, pending: Specs, ways: tuple[Specs, ...]) -> list[Cut]:
        """The same for bytes of which there are several versions."""
        if len(ways) == 1:
            return self.cuts(pending, ways[0])
        return [cut for specs in ways for cut in self.cuts(pending, specs)]

    def beginnings(self, half: int, lead: int) -> list[int]:
        """The specs of the second half of a lost pair, if a character begins with it: of one byte, of more.

        Args:
            half: The second half, as given by `ByteSets.half`.
            lead: The first half.
        """
        found = self._beginnings.get((half, lead))
        if found is None:
            members = self.sets.members(self.sets.second(half, lead)) & LEADS[self._codec]
            parts = members & PRINTABLE, members - PRINTABLE
            found = self._beginnings[half, lead] = [self.sets.spec(part) for part in parts if part]
        return found

    def _cut(self, specs: Specs) -> list[Cut]:
        """The same, when nobody has asked before."""
        if is_known(specs):
            read = self.candidates.read(bytes(specs))
            return [read] if read else []
        cuts = [([self.candidates.of(cell) for cell in cells], rest) for cells, rest in self.split(specs)]
        return [cut for cut in cuts if all(choice.found for choice in cut[0])]

    def split(self, specs: Specs) -> list[tuple[list[Specs], Specs]]:
        """All ways to cut bytes into characters; none when they cannot be that."""
        if not specs:
            return [([], ())]
        cuts: list[tuple[list[Specs], Specs]] = []
        for size in self._sizes(specs):
            if size > len(specs):
                cuts.append(([], specs))
            else:
                cuts += [([specs[:size], *cells], rest) for cells, rest in self.split(specs[size:])]
        return cuts

    def _sizes(self, specs: Specs) -> list[int]:
        """How many bytes the first character can have."""
        first = specs[0]
        if 0 <= first < SETS:
            size = self._size(first, specs)
            return [size] if size and self._fits(specs[1:size]) else []
        if first >= SETS and not self.sets.holds_high(first):
            return [1]
        sizes = [size for size in ((2, 3) if self._codec == "utf-8" else (2,)) if self._fits(specs[1:size])]
        if len(sizes) > 1 and len(specs) == 1:
            del sizes[0]  # decided when the next byte is known
        if first >= SETS and self.sets.holds_ascii(first):
            sizes.append(1)
        return sizes

    def _size(self, first: int, specs: Specs) -> int:
        """How many bytes a character has whose first byte is known; 0 when none begins with it."""
        if first < 0x80:
            return 1
        if self._codec == "utf-8":
            if first < 0xC2 or first > 0xF4:
                return 0
            return 2 if first < 0xE0 else 3 if first < 0xF0 else 4
        if not 0x81 <= first <= 0xFE:
            return 0
        return 4 if self._codec == "gb18030" and len(specs) > 1 and 0x30 <= specs[1] <= 0x39 else 2

    def _fits(self, rest: Specs) -> bool:
        """Whether the known ones among them can be the second and later bytes of a character."""
        known = [byte for byte in rest if 0 <= byte < SETS]
        if self._codec == "utf-8":
            return all(0x80 <= byte < 0xC0 for byte in known)
        if self._codec == "gb18030":
            return all(0x30 <= byte < 0xFF and byte != 0x7F for byte in known)
        return all(0x40 <= byte < 0x7F or 0xA1 <= byte < 0xFF for byte in known)
