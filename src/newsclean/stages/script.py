"""Traditional to simplified, and back.

What is converted is decided paragraph by paragraph, on the evidence of characters that only one of the
scripts has, so that text already in the wanted script never changes: 乾安县, 著名 and 瞭望 are right as they
stand in simplified text, and a converter would not know. A paragraph without evidence follows its document.
A sentence, a quotation or a title in the other script is found inside its paragraph. Japanese and Korean,
URLs, code and protected words are left alone.

The rule ids are the names of OpenCC's conversions: `t2s`, `tw2s` where the text writes 著 for 着 as Taiwan
does, `hk2s` where it has characters of Hong Kong; `s2tw` for the way back, Taiwan's characters being what
`zh-Hant` means where nothing is said of a region (Unicode CLDR, likely subtags).
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import ClassVar, Final, Literal, NamedTuple

from newsclean.characters import PROTECTED, is_foreign
from newsclean.document import Document, Edit, apply_edits
from newsclean.facts import Fact
from newsclean.hanscript import Script as ScriptName
from newsclean.hanscript import converter, detect, evidence_in, spellings, weigh

Target = Literal["hans", "hant"]

_HONG_KONG: Final = re.compile("[衞敍枱糭粧]")  # what hk2s converts and t2s does not
_SENTENCES: Final = re.compile("[^。！？!?；;\n]+[。！？!?；;\n]*")
_PIECES: Final = re.compile("[^。！？!?；;“”‘’「」『』《》〈〉（）()\n]+")
_SPECIAL: Final = re.compile("://|www\\.|[`<@&]")
_IRI: Final = re.compile("(?<=[/=_#%-])[^\\s，。！？；：、,;!?）)」』”’》]+")
_PAIR: Final = 2  # one character of the other script may be the spelling of a name
_SHARE: Final = 4  # a piece with a traditional character to every four simplified ones is a mixture


def find_conversions(
    text: str, target: Target = "hans", protected: Iterable[str] = frozenset()
) -> list[Edit]:
    """What to change so that a text is in one script; each line of it is decided for itself.

    Args:
        text: Running text.
        target: `hans` for simplified, `hant` for traditional.
        protected: Words to leave as they are, besides those that come with the package.

    Returns:
        Edits in order, at most one a sentence; none where the text is in that script already.

    >>> [(edit.start, edit.end, edit.new, edit.rule) for edit in find_conversions("後來，乾安縣長說。")]
    [(0, 8, '后来，乾安县长说', 't2s')]
    >>> find_conversions("乾隆年间，瞭望塔覆盖全县。")
    []
    """
    lines = text.split("\n")
    work = _Conversion.plan(lines, target, frozenset(protected))
    edits: list[Edit] = []
    start = 0
    for line in lines:
        edits += [e._replace(start=e.start + start, end=e.end + start) for e in work.find(line)]
        start += len(line) + 1
    return edits


@dataclass(frozen=True, slots=True)
class Script:
    """Traditional to simplified, and back.

    Attributes:
        target: `hans` or `hant`; `keep` finds out the script and converts nothing.
        protected: Words to leave as they are, besides those that come with the package.
    """

    target: Literal["hans", "hant", "keep"] = "hans"
    protected: frozenset[str] = frozenset()
    name: ClassVar[str] = "script"

    def __call__(self, doc: Document) -> Document:
        """The document in one script, with the script it came in and the language it is in now."""
        paragraphs = doc.paragraphs or ()
        texts = [p.text for p in paragraphs if p.removed is None and p.kind != "code"]
        if not texts:
            texts = [fact.value for fact in doc.facts if fact.field == "title"]
        work = None if self.target == "keep" else _Conversion.plan(texts, self.target, self.protected)
        found = work.script if work else detect(texts)
        language = _language(found, self.target)
        facts = doc.facts + ((Fact("language", language, "text"),) if language else ())
        doc = doc.evolve(script=found, facts=facts)
        if work is None:
            return doc
        edits = {
            index: some
            for index, p in enumerate(paragraphs)
            if p.kind != "code" and p.removed is None and (some := work.find(p.text))
        }
        return doc.edit_paragraphs(self.name, edits).map_facts(work.convert)


def _language(script: ScriptName | None, target: str) -> str | None:
    """BCP 47 tag of the text as it leaves the stage."""
    if script in {"Jpan", "Kore"}:
        return {"Jpan": "ja", "Kore": "ko"}[script]
    if script is None:
        return None
    if target != "keep":
        return f"zh-{target.capitalize()}"
    return "zh" if script == "Hani" else f"zh-{script}"


class _Kept(NamedTuple):
    """Words to leave as they are: where they stand, in either script, and how they are written."""

    pattern: re.Pattern[str]
    words: tuple[str, ...]

    @classmethod
    def of(cls, words: frozenset[str]) -> _Kept | None:
        if not words:
            return None
        ordered = tuple(sorted(words, key=lambda word: (-len(word), word)))
        parts = ("".join(f"[{re.escape(spellings(char))}]" for char in word) for word in ordered)
        return cls(re.compile("|".join(f"({part})" for part in parts)), ordered)

    def places(self, text: str) -> Iterator[int]:
        """Where a character stands as it does in its word."""
        for match in self.pattern.finditer(text):
            word = self.words[(match.lastindex or 1) - 1]
            yield from (at for at, char in enumerate(word, match.start()) if text[at] == char)


@functools.cache
def _packaged() -> frozenset[str]:
    table = resources.files("newsclean.rules").joinpath("protected.toml").read_text("utf-8")
    return frozenset(word for entry in tomllib.loads(table)["protected"] for word in entry["words"])


@functools.lru_cache(maxsize=8)
def _kept(protected: frozenset[str], target: Target) -> _Kept | None:
    return _Kept.of(protected | _packaged() if target == "hans" else protected)


def _choose(texts: Sequence[str]) -> str:
    """OpenCC's conversion for traditional texts, by the characters of their region."""
    if any("著" in text for text in texts) and not any(
        "着" in text and weigh(text).traditional for text in texts
    ):
        return "tw2s"
    return "hk2s" if any(_HONG_KONG.search(text) for text in texts) else "t2s"


def _stays(text: str, kept: _Kept | None) -> list[int]:
    """Places whose characters stay: protected words, URLs, code."""
    places = list(kept.places(text)) if kept else []
    if _SPECIAL.search(text):
        for match in PROTECTED.finditer(text):
            tail = _IRI.match(text, match.end())
            places += range(match.start(), tail.end() if tail else match.end())
    return places


def _blank(text: str, places: list[int]) -> str:
    """The text with spaces for what stays, which neither weighs nor is converted."""
    if not places:
        return text
    characters = list(text)
    for at in places:
        characters[at] = " "
    return "".join(characters)


@dataclass(frozen=True, slots=True)
class _Conversion:
    """How the text of one document is converted.

    Attributes:
        config: Name of OpenCC's conversion.
        target: The script wanted.
        script: Script of the document.
        kept: Words to leave as they are.
    """

    config: str
    target: Target
    script: ScriptName | None
    kept: _Kept | None

    @classmethod
    def plan(cls, texts: Sequence[str], target: Target, protected: frozenset[str]) -> _Conversion:
        kept = _kept(protected, target)
        script = detect(_blank(text, _stays(text, kept)) for text in texts)
        return cls("s2tw" if target == "hant" else _choose(texts), target, script, kept)

    def convert(self, text: str) -> str:
        edits = self.find(text)
        return apply_edits(text, edits)[0] if edits else text

    def find(self, text: str) -> list[Edit]:
        if self.script in {"Jpan", "Kore"}:
            return []
        against, towards = self._weigh(text)
        if not against and (towards or not self._follows()):
            return []
        places = _stays(text, self.kept)
        if not places:
            return self._find(text)
        stays = set(places)
        return [
            edit._replace(
                new="".join(text[at] if at in stays else char for at, char in enumerate(edit.new, edit.start))
            )
            for edit in self._find(_blank(text, places))
        ]

    def _find(self, text: str) -> list[Edit]:
        if is_foreign(text):
            return []
        against, towards = self._weigh(text)
        if self._follows():
            whole = against * _SHARE >= towards
        else:
            whole = against > max(towards, 0 if self.script in {"Hani", None} else _PAIR - 1)
        if whole:
            return self._edits(text, 0, len(text))
        return [edit for piece in _PIECES.finditer(text) for edit in self._find_within(text, *piece.span())]

    def _follows(self) -> bool:
        """Whether the document as a whole is to be converted."""
        return self.script == ("Hant" if self.target == "hans" else "Hans")

    def _find_within(self, text: str, start: int, end: int) -> list[Edit]:
        """Edits of a piece of a paragraph that is as a whole in the wanted script."""
        piece = text[start:end]
        against, towards = self._weigh(piece)
        if against < _PAIR or len(set(evidence_in(piece, self.target))) < _PAIR:
            return []
        if against > towards:
            return self._edits(text, start, end)
        return self._edits(text, start, end, sure=True) if against * _SHARE >= towards else []

    def _weigh(self, text: str) -> tuple[int, int]:
        """Evidence that a text is to be converted, and that it is not."""
        found = weigh(text)
        return found if self.target == "hans" else (found.simplified, found.traditional)

    def _edits(self, text: str, start: int, end: int, *, sure: bool = False) -> list[Edit]:
        """Edits of a place, one for each of its sentences that changes.

        Args:
            text: The paragraph.
            start: Where to begin.
            end: Where to end.
            sure: Convert those characters alone that text in the wanted script never has.
        """
        old = text[start:end]
        new = converter(self.config)(old)
        if new == old:
            return []
        if sure:
            evidence = set(evidence_in(old, self.target))
            new = "".join(b if a in evidence else a for a, b in zip(old, new, strict=True))
        return [
            Edit(start + place[0], start + place[1], new[slice(*place)], self.config)
            for sentence in _SENTENCES.finditer(old)
            if (place := _difference(old, new, *sentence.span()))
        ]


def _difference(old: str, new: str, start: int, end: int) -> tuple[int, int] | None:
    """From the first to after the last character that differs.

    The two are of one length: every entry of the dictionaries behind these conversions maps a word to one as
    long as itself (all 62,000 of OpenCC 1.4.2 looked at).
    """
    if old[start:end] == new[start:end]:
        return None
    while old[start] == new[start]:
        start += 1
    while old[end - 1] == new[end - 1]:
        end -= 1
    return start, end
