"""The source of a file at one point of a run, and which edits of it leave its markup untouched."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from operator import itemgetter

from newsclean.characters import has_han, is_foreign
from newsclean.check import frontmatter
from newsclean.check.neutral import are_neutral
from newsclean.check.scan import scan
from newsclean.check.spans import Format, Span
from newsclean.check.view import View
from newsclean.edits import Edit, applied
from newsclean.lazy import regex

TRIALS = 48
"""Most attempts, for each stage, to single out the edits that would change the markup."""

_SENTENCE = regex("(?:[\u4e00-\u9fff][^\u4e00-\u9fff]{0,2}){16}")
_TEXT, _FIRST, _ALONE = "\ufdd0", "\ufdd1", "\ufdd2"  # noncharacters: no file has them
_TAG_FIRST = regex(r"(?:^|(?<=[\r\n]))[ \t>*+#0-9.)-]*(?=<)")
_TAG_ALONE = regex(rf"{_FIRST}<[^<>\r\n]*>(?=[ \t]*(?:[\r\n]|\Z))")
_LEFT_OUT = dict.fromkeys(map(ord, f"{_TEXT}\r\n"))


class Text:
    """The source of a file at one point of a run, with its spans and its view, which are made on demand.

    Attributes:
        source: The source text.
        form: Its format.
    """

    def __init__(self, source: str, form: Format, model: Text | None = None) -> None:
        self.source = source
        self.form = form
        self._model = model  # a source of the same length that is known to have the same spans
        self._edited: tuple[tuple[Edit, ...], Text] | None = None

    @cached_property
    def spans(self) -> list[Span]:
        """The spans of the source."""
        return scan(self.source, self.form) if self._model is None else self._model.spans

    @cached_property
    def view(self) -> View:
        """The source as a reader sees it."""
        return View(self.source, self.spans) if self._model is None else self._model.view.over(self.source)

    @cached_property
    def values(self) -> list[Span]:
        """The spans of text in front matter."""
        if self._model is not None:
            return self._model.values
        return [span for span in self.spans if span.kind == "text" and span.note]

    @cached_property
    def is_chinese(self) -> bool:
        """Whether its visible text, or a paragraph of it, is Chinese and not another language."""
        shown = self.view.text
        if not has_han(shown, 0, len(shown)):
            return False
        return not is_foreign(shown) or any(
            _SENTENCE.search(line) and not is_foreign(line) for line in shown.split("\n")
        )

    @cached_property
    def markup(self) -> str:
        """Everything that has to stay, as one string: sources with equal strings have the same markup.

        Line breaks are left out, since a line separator in the text may become one. In Markdown a tag
        at the start of a line is marked, since an HTML block may begin there, and one alone in its line,
        since with any tag one does.
        """
        if self._model is not None:
            return self._model.markup
        source = self.source
        marked = "".join(_TEXT if kind == "text" else source[start:end] for start, end, kind, _ in self.spans)
        if self.form == "markdown":
            marked = _TAG_ALONE.sub(rf"\g<0>{_ALONE}", _TAG_FIRST.sub(_FIRST, marked))
        return marked.translate(_LEFT_OUT)

    def span_at(self, offset: int) -> int:
        """Index of the span that contains an offset of the source; -1 if the source is empty."""
        return bisect_right(self.spans, offset, key=itemgetter(0)) - 1

    def edited(self, edits: Sequence[Edit]) -> Text:
        """The source with edits applied."""
        key = tuple(edits)
        if not key:
            return self
        if self._edited is None or self._edited[0] != key:
            source = applied(self.source, edits)
            self._edited = key, Text(source, self.form, self if are_neutral(self.source, edits) else None)
        return self._edited[1]


def admit(text: Text, edits: Sequence[Edit]) -> list[Edit]:
    """Those of some edits that leave the markup as it is.

    Args:
        text: The source.
        edits: Edits within its text spans, in order.

    Returns:
        Usually all of them. An edit is left out if a value of the front matter would no longer fit its
        quotes, or if its result would be read as markup (`１) 甲` is not a list item, `1) 甲` is).
    """
    edits = _may_stand(text, edits)
    if text.edited(edits).markup == text.markup:
        return edits
    admitted: list[Edit] = []
    waiting = [edits]
    trials = 0
    while waiting and trials < TRIALS:
        some = waiting.pop()
        trials += 1
        if text.edited(sorted(admitted + some)).markup == text.markup:
            admitted += some
        elif len(some) > 1:
            waiting += (some[len(some) // 2 :], some[: len(some) // 2])
    return sorted(admitted)


def _may_stand(text: Text, edits: Sequence[Edit]) -> list[Edit]:
    """The edits without those after which a value of the front matter would no longer fit its quotes."""
    values = text.values
    if not values or not edits or edits[0].start >= values[-1].end:
        return list(edits)
    inside: dict[int, list[Edit]] = {}
    kept = []
    starts = [span.start for span in values]
    for edit in edits:
        index = bisect_right(starts, edit.start) - 1
        if index >= 0 and edit.end <= values[index].end:
            inside.setdefault(index, []).append(edit)
        else:
            kept.append(edit)
    for index, some in inside.items():
        start, end, _, note = values[index]
        local = [edit.moved(-start) for edit in some]
        if frontmatter.may_stand(applied(text.source[start:end], local), note):
            kept += some
    return sorted(kept)
