"""The script stage: traditional to simplified characters, and the reverse.

Whether to convert is decided for each paragraph by the characters in it that only one script has, so that
text already in the wanted script never changes: 乾安县, 著名 and 瞭望 are right in simplified text, which a
converter does not know. A paragraph without such characters is treated like the document as a whole. A
sentence, a quotation or a title in the other script is converted by itself. Japanese, Korean, URLs, code and
protected words are left alone.

The rule ids are the names of OpenCC's conversions: `t2s`; `tw2s` if the text writes 著 for 着, as in Taiwan;
`hk2s` if it has characters of Hong Kong; and `s2tw` for the reverse, since `zh-Hant` without a region means
Taiwan's characters (Unicode CLDR, likely subtags).
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Literal, NamedTuple

from newsclean.characters import FOREIGN_PATTERN, is_foreign, protected_spans
from newsclean.choices import TargetScript
from newsclean.document import Document
from newsclean.edits import APART, Edit, applied
from newsclean.facts import Fact
from newsclean.hanscript import (
    Evidence,
    convert,
    detect,
    evidence_in,
    has_evidence,
    is_ambiguous,
    is_plainly_simplified,
    spellings,
    weigh,
)
from newsclean.hanscript import Script as ScriptName
from newsclean.lazy import regex
from newsclean.tables import load_table

Target = Literal["hans", "hant"]

_HONG_KONG: Final = regex("[衞敍枱糭粧]")  # what hk2s converts and t2s does not
_PIECES: Final = regex("[^。！？!?；;“”‘’「」『』《》〈〉（）()\n]+")
_IRI: Final = regex("(?<=[/=_#%-])[^\\s，。！？；：、,;!?）)」』”’》]+")
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
    work, seen = _Conversion.plan(lines, target, frozenset(protected))
    edits: list[Edit] = []
    start = 0
    for line, found in zip(lines, work.find(seen), strict=False):  # nothing is seen where nothing is to do
        edits += [edit.moved(start) for edit in found]
        start += len(line) + 1
    return edits


@dataclass(frozen=True)
class Script:
    """Converts traditional to simplified characters, or the reverse.

    Attributes:
        target: `hans` or `hant`; with `keep` the script is detected and nothing is converted.
        protected: Words to leave alone, besides those listed in the package.
    """

    target: TargetScript = "hans"
    protected: frozenset[str] = frozenset()
    name: ClassVar[str] = "script"

    def __call__(self, doc: Document) -> Document:
        """The document in one script, with the script it was in and the language it is in now."""
        if doc.paragraphs is None:  # without the markup stage the text is the source as it stands
            chosen = list(enumerate(doc.source.split("\n")))
        else:
            chosen = [
                (index, p.text)
                for index, p in enumerate(doc.paragraphs)
                if p.removed is None and p.kind != "code"
            ]
        texts = [text for _, text in chosen] or [f.value for f in doc.facts if f.field == "title"]
        target: Target = "hans" if self.target == "keep" else self.target
        work, seen = _Conversion.plan(texts, target, self.protected)
        if self.target != "keep":
            if seen and doc.paragraphs is None:
                doc = doc.edit_source(self.name, find_conversions(doc.source, target, self.protected))
            elif seen:
                edits = {index: some for (index, _), some in zip(chosen, work.find(seen), strict=False)}
                doc = doc.edit_paragraphs(self.name, edits)
            doc = doc.map_facts(work.convert)
        language = _language(work.script, self.target)
        facts = (*doc.facts, Fact("language", language, "text")) if language else doc.facts
        return doc.evolve(script=work.script, facts=facts)


def _language(script: ScriptName | None, target: str) -> str | None:
    """BCP 47 tag of the resulting text."""
    if script in {"Jpan", "Kore"}:
        return {"Jpan": "ja", "Kore": "ko"}[script]
    if script is None:
        return None
    if target != "keep":
        return f"zh-{target.capitalize()}"
    return "zh" if script == "Hani" else f"zh-{script}"


class _Kept(NamedTuple):
    """Words to leave as they are: where they stand, in either script, and how they are written.

    Attributes:
        anchor: Finds the characters to look at: of each word one that a conversion would change.
        words: The words, and the place of that character in each, by it and the one before it in all their
            spellings; by it, a NUL and the one after it where it comes first.
    """

    anchor: re.Pattern[str]
    words: dict[str, list[tuple[str, int]]]

    @classmethod
    def of(cls, words: frozenset[str]) -> _Kept | None:
        found: dict[str, list[tuple[str, int]]] = {}
        anchors: set[str] = set()
        for word in sorted(filter(None, words), key=lambda word: (-len(word), word)):
            at = next((at for at, char in enumerate(word) if is_ambiguous(char)), 0)
            anchors.update(spellings(word[at]))
            for char in spellings(word[at]):
                beside = spellings(word[at - 1]) if at else spellings(word[1]) if len(word) > 1 else [""]
                for other in beside:
                    found.setdefault(other + char if at else f"{char}\0{other}", []).append((word, at))
        return cls(re.compile(f"[{re.escape(''.join(sorted(anchors)))}]"), found) if found else None

    def places(self, text: str) -> Iterator[int]:
        """Where a character stands as it does in its word."""
        for match in self.anchor.finditer(text):
            at, char = match.start(), match[0]
            keys = text[max(0, at - 1) : at + 1], f"{char}\0{text[at + 1 : at + 2]}", f"{char}\0"
            for word, offset in (entry for key in keys for entry in self.words.get(key, ())):
                start = at - offset
                stands = text[start : start + len(word)] if start >= 0 else ""
                if len(stands) == len(word) and all(
                    a in spellings(b) for a, b in zip(stands, word, strict=True)
                ):
                    yield from (k for k, own in enumerate(word, start) if text[k] == own)
                    break


@functools.cache
def _packaged() -> frozenset[str]:
    return frozenset(word for entry in load_table("protected")["protected"] for word in entry["words"])


@functools.lru_cache(maxsize=8)
def _kept(protected: frozenset[str], target: Target) -> _Kept | None:
    return _Kept.of(protected | _packaged() if target == "hans" else protected)


def _choose(seen: Sequence[_Seen]) -> str:
    """The OpenCC conversion for traditional texts, by the regional characters in them."""
    texts = [one.text for one in seen if one.found.traditional]
    if any("著" in text for text in texts) and not any("着" in text for text in texts):
        return "tw2s"
    return "hk2s" if any(_HONG_KONG.search(text) for text in texts) else "t2s"


def _stays(text: str, kept: _Kept | None) -> list[int]:
    """Places whose characters stay: protected words, URLs, code."""
    places = list(kept.places(text)) if kept else []
    for start, end in protected_spans(text):
        tail = _IRI.match(text, end)
        places += range(start, tail.end() if tail else end)
    return places


def _blank(text: str, places: Collection[int]) -> str:
    """The text with spaces in the places that are neither evidence nor converted."""
    if not places:
        return text
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


class _Conversion(NamedTuple):
    """How the text of one document is converted.

    Attributes:
        config: Name of OpenCC's conversion.
        target: The script wanted.
        script: Script of the document.
        protected: Words to leave as they are, besides those that come with the package.
    """

    config: str
    target: Target
    script: ScriptName | None
    protected: frozenset[str]

    @classmethod
    def plan(
        cls, texts: Sequence[str], target: Target, protected: frozenset[str]
    ) -> tuple[_Conversion, list[_Seen]]:
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
    stays = sorted(set(_stays(joined, _kept(protected, target))))
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
