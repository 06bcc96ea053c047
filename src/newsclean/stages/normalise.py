"""The normalise stage: regular spaces, widths and punctuation.

Its rules, in order:

- `line-break`: CR, CR LF, U+2028 and the like become LF.
- `invisible-character`: control, zero-width and bidi characters, byte order marks, soft hyphens and what sets
  colours on a terminal are removed.
- `full-width-letter`: full-width ASCII letters and digits become ASCII.
- `compatibility-ideograph`: Kangxi radicals and compatibility ideographs become the plain character.
- `lone-surrogate`: half a surrogate pair, which is not valid in any text, becomes the replacement character.
- `composition`: canonical composition (NFC).
- `bracket`: a pair of ASCII brackets around or beside Han becomes full-width.
- `punctuation`: `, : ; ! ?` become full-width beside Han, full-width punctuation or a Chinese quotation mark.
- `space`: runs of spaces become one ordinary space; at the ends and beside full-width punctuation they go.

Numbers, times, URLs, addresses, file names, code and tags are left alone, and so are `.`, `<` and `>`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from newsclean.choices import Punctuation
from newsclean.document import Document
from newsclean.edits import APART, Edit, applied, composed, share_out
from newsclean.lazy import regex
from newsclean.normal.characters import find_characters
from newsclean.normal.neighbours import find_neighbours, is_regular

_CELLS: Final = regex(r"[^\t\n]+")
_IN_CODE: Final = frozenset({"line-break", "invisible-character", "lone-surrogate"})


def find_irregularities(text: str, punctuation: Punctuation = "zh") -> list[Edit]:
    """The edits that make a text regular: one kind of space, one width, plain characters.

    Args:
        text: Running text; each line is treated separately.
        punctuation: `zh` makes ASCII punctuation beside Chinese full-width, `keep` leaves it unchanged.

    Returns:
        Edits in order. The text they result in needs no more edits.

    >>> [(edit.start, edit.new) for edit in find_irregularities("今年以来,全县(含乡镇) 增长1,000人")]
    [(4, '，'), (7, '（'), (11, '）'), (12, '')]
    """
    edits = find_characters(text)
    plain = applied(text, edits) if edits else text
    neighbours = find_neighbours(plain, chinese=punctuation == "zh")
    return composed(edits, plain, neighbours, named_after="second")


@dataclass(frozen=True)
class Normalise:
    """Makes spaces, widths and punctuation regular.

    Attributes:
        punctuation: `zh` makes ASCII punctuation beside Chinese full-width, `keep` leaves it unchanged.
    """

    punctuation: Punctuation = "zh"
    name: ClassVar[str] = "normalise"

    def __call__(self, doc: Document) -> Document:
        """The document with regular paragraphs and facts."""
        if doc.paragraphs is None:  # without the markup stage the text is the source as it stands
            edits_of_source = find_irregularities(doc.source, self.punctuation)
            return doc.edit_source(self.name, edits_of_source).map_facts(self._clean)
        texts: dict[int, str] = {}
        edits: dict[int, Sequence[Edit]] = {}
        for index, p in enumerate(doc.paragraphs):
            if p.removed is not None or is_regular(p.text):
                continue
            if p.kind == "code":
                edits[index] = _find_in_code(p.text)
            elif p.kind == "table":
                edits[index] = self._find_in_table(p.text)
            else:
                texts[index] = p.text
        found = find_irregularities(APART.join(texts.values()), self.punctuation)
        shares, origins = share_out(found, texts)
        return doc.edit_paragraphs(self.name, edits | shares, origins).map_facts(self._clean)

    def _clean(self, value: str) -> str:
        edits = find_irregularities(value, self.punctuation)
        return applied(value, edits) if edits else value

    def _find_in_table(self, text: str) -> list[Edit]:
        return [
            edit.moved(cell.start())
            for cell in _CELLS.finditer(text)
            for edit in find_irregularities(cell[0], self.punctuation)
        ]


def _find_in_code(text: str) -> list[Edit]:
    return [edit for edit in find_characters(text) if edit.rule in _IN_CODE]
