"""How the text of a document is brought into one script: whole, in parts, or not at all, as edits."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

from newsclean.characters import FOREIGN_PATTERN, is_foreign
from newsclean.edits import APART, Edit, applied
from newsclean.hanscript.evidence import (
    Evidence,
    Script,
    Target,
    detect,
    evidence_in,
    has_evidence,
    is_plainly_simplified,
    weigh,
)
from newsclean.hanscript.opencc import convert
from newsclean.hanscript.protected import places_that_stay
from newsclean.lazy import regex

_HONG_KONG: Final = regex("[衞敍枱糭粧]")  # what hk2s converts and t2s does not
_PIECES: Final = regex("[^。！？!?；;“”‘’「」『』《》〈〉（）()\n]+")
_PAIR: Final = 2  # one character of the other script may be the spelling of a name
_SHARE: Final = 4  # a piece with a traditional character to every four simplified ones is a mixture


def find_conversions(
    text: str, target: Target = "hans", protected: Iterable[str] = frozenset()
) -> list[Edit]:
    """The edits that bring a text into one script; each line is decided separately.

    Args:
        text: Running text.
        target: `hans` for simplified, `hant` for traditional.
        protected: Words to leave alone, besides those listed in the package.

    Returns:
        Edits in order, at most one per line, or per sentence or quotation if only parts of a line are
        converted; none if the text is in that script already.

    >>> [(edit.start, edit.end, edit.new, edit.rule) for edit in find_conversions("後來，乾安縣長說。")]
    [(0, 8, '后来，乾安县长说', 't2s')]
    >>> find_conversions("乾隆年间，瞭望塔覆盖全县。")
    []
    """
    lines = text.split("\n")
    work, seen = Conversion.plan(lines, target, frozenset(protected))
    edits: list[Edit] = []
    start = 0
    for line, found in zip(lines, work.find(seen), strict=False):  # nothing is seen where nothing is to do
        edits += [edit.moved(start) for edit in found]
        start += len(line) + 1
    return edits


def _choose(seen: Sequence[_Seen]) -> str:
    """The OpenCC conversion for traditional texts, by the regional characters in them."""
    texts = [one.text for one in seen if one.found.traditional]
    if any("著" in text for text in texts) and not any("着" in text for text in texts):
        return "tw2s"
    return "hk2s" if any(_HONG_KONG.search(text) for text in texts) else "t2s"


def _blank(text: str, places: Collection[int]) -> str:
    """The text with spaces in the places that are neither evidence nor converted."""
    characters = list(text)
    for at in places:
        characters[at] = " "
    return "".join(characters)


class _Seen(NamedTuple):
    """A text and the evidence in it.

    Attributes:
        text: The text, blank where characters stay.
        stays: The characters that stay, by place.
        found: The evidence.
        is_foreign: Whether it is Japanese or Korean.
    """

    text: str
    stays: dict[int, str]
    found: Evidence
    is_foreign: bool = False


class Conversion(NamedTuple):
    """How the text of one document is converted.

    Attributes:
        config: Name of OpenCC's conversion.
        target: The script wanted.
        script: Script of the document.
        protected: Words to leave as they are, besides those that come with the package.
    """

    config: str
    target: Target
    script: Script | None
    protected: frozenset[str]

    @classmethod
    def plan(
        cls, texts: Sequence[str], target: Target, protected: frozenset[str]
    ) -> tuple[Conversion, list[_Seen]]:
        """How to convert the texts of a document, and what was seen in each; nothing if none needs it."""
        if target == "hans" and is_plainly_simplified("\n".join(texts)):  # as most documents are
            return cls("t2s", target, "Hans", protected), []
        seen = _look(texts, target, protected)
        script = detect((one.text, one.found, one.is_foreign) for one in seen)
        return cls("s2tw" if target == "hant" else _choose(seen), target, script, protected), seen

    def convert(self, text: str) -> str:
        """A text that stands beside the others, such as a headline."""
        if not self._follows() and not has_evidence(text, self.target):
            return text  # nothing in it asks to be converted
        edits = self.find(_look([text], self.target, self.protected))[0]
        return applied(text, edits) if edits else text

    def find(self, seen: Sequence[_Seen]) -> list[list[Edit]]:
        """Edits of each text, at most one a sentence or quotation where only parts of it are converted."""
        scopes = [self._scope(one) for one in seen]
        converted = self._convert(
            [one.text for one, scope in zip(seen, scopes, strict=True) if scope == "whole"]
        )
        found: list[list[Edit]] = []
        for one, scope in zip(seen, scopes, strict=True):
            if scope == "whole":
                edits = self._edits(one.text, next(converted))
            elif scope == "parts":
                pieces = _PIECES.finditer(one.text)
                edits = [edit for piece in pieces for edit in self._find_within(one.text, *piece.span())]
            else:
                edits = []
            found.append([_restore(edit, one.stays) for edit in edits] if one.stays else edits)
        return found

    def _scope(self, seen: _Seen) -> Literal["whole", "parts", "nothing"]:
        """What of a text is to be converted."""
        if seen.is_foreign or self.script in {"Jpan", "Kore"}:
            return "nothing"
        against, towards = self._weigh(seen.found)
        follows = self._follows()
        if not against and (towards or not follows):
            return "nothing"
        if follows:
            return "whole" if against * _SHARE >= towards else "parts"
        least = 0 if self.script in {"Hani", None} else _PAIR - 1
        return "whole" if against > max(towards, least) else "parts"

    def _convert(self, texts: Sequence[str]) -> Iterator[str]:
        """The texts converted, at once: calling OpenCC costs as much as a sentence."""
        new = convert("\n".join(texts), self.config)
        end = -1
        for text in texts:
            start = end + 1
            end = start + len(text)
            yield new[start:end]

    def _follows(self) -> bool:
        """Whether the document as a whole is to be converted."""
        return self.script == ("Hant" if self.target == "hans" else "Hans")

    def _find_within(self, text: str, start: int, end: int) -> list[Edit]:
        """Edits of a piece of a paragraph that is as a whole in the wanted script."""
        piece = text[start:end]
        against, towards = self._weigh(weigh(piece))
        if against < _PAIR or len(set(evidence_in(piece, self.target))) < _PAIR:
            return []
        if against <= towards and against * _SHARE < towards:
            return []
        new = convert(piece, self.config)
        if against <= towards:  # those characters alone that text in the wanted script never has
            evidence = set(evidence_in(piece, self.target))
            new = "".join(b if a in evidence else a for a, b in zip(piece, new, strict=True))
        return self._edits(piece, new, start)

    def _weigh(self, found: Evidence) -> tuple[int, int]:
        """Evidence that a text is to be converted, and that it is not."""
        return found if self.target == "hans" else (found.simplified, found.traditional)

    def _edits(self, old: str, new: str, start: int = 0) -> list[Edit]:
        """The edit of a place, from the first character that changes to the last, if any does.

        Args:
            old: What stands there.
            new: What it is converted to; of the same length, as every entry of the dictionaries behind these
                conversions maps a word to one as long as itself (all 62,000 of OpenCC 1.4.2 looked at).
            start: Where it stands.
        """
        return [] if new == old else [Edit(start, start + len(old), new, self.config).trimmed(old)]


def _restore(edit: Edit, stays: dict[int, str]) -> Edit:
    """The edit with the characters that stay where the text was blank for it."""
    new = list(edit.new)
    for at, char in stays.items():
        if edit.start <= at < edit.end:
            new[at - edit.start] = char
    return edit._replace(new="".join(new))


def _look(texts: Sequence[str], target: Target, protected: frozenset[str]) -> list[_Seen]:
    """What is in texts; where nothing speaks for a conversion, and something against it, no closer look."""
    seen = [_Seen(text, {}, weigh(text)) for text in texts]
    against = 0 if target == "hans" else 1
    closer = [number for number, one in enumerate(seen) if one.found[against] or one.found == (0, 0)]
    if not closer:
        return seen
    joined = APART.join([texts[number] for number in closer])
    stays = places_that_stay(joined, target, protected)
    may_be_foreign = FOREIGN_PATTERN.search(joined) is not None
    start = first = 0
    for number in closer if stays or may_be_foreign else ():
        text = texts[number]
        last = bisect_left(stays, start + len(text))
        places = {at - start: text[at - start] for at in stays[first:last]}
        if places or may_be_foreign:
            blank = _blank(text, places)
            seen[number] = _Seen(blank, places, weigh(blank), may_be_foreign and is_foreign(blank))
        start += len(text) + len(APART)
        first = last
    return seen
