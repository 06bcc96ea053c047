"""What each stage finds in a file, one stage after another, each on what the one before has made of the text.

Only finders are asked; a file is never taken apart and put together again. An edit
counts only if the markup of the source is, to the byte, what it was before.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from newsclean.characters import has_han, is_foreign
from newsclean.check import frontmatter
from newsclean.check.neutral import are_neutral
from newsclean.check.scan import scan
from newsclean.check.spans import Format, Span
from newsclean.check.view import View
from newsclean.edits import Edit, applied
from newsclean.lazy import regex

PASSES = 4
"""So often the stages are run at most, to find nothing more; twice is the rule, the second time in vain."""
TRIALS = 48
"""So many ways of leaving out edits that disturb the markup are tried on one layer."""


_SENTENCE = regex("(?:[\u4e00-\u9fff][^\u4e00-\u9fff]{0,2}){16}")
_TEXT, _FIRST = "\ufdd0", "\ufdd1"  # noncharacters: no file has them
_TAG_FIRST = regex(r"(?:^|(?<=[\r\n]))[ \t>*+#0-9.)-]*(?=<)")
_LEFT_OUT = dict.fromkeys(map(ord, f"{_TEXT}\r\n"))


class Text:
    """A source at one moment: its spans and what is read of it, each found when first asked for.

    Attributes:
        source: The source.
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
        """The source as its reader reads it."""
        return View(self.source, self.spans) if self._model is None else self._model.view.over(self.source)

    @cached_property
    def values(self) -> list[Span]:
        """The spans of text in front matter."""
        if self._model is not None:
            return self._model.values
        return [span for span in self.spans if span.kind == "text" and span.note]

    @cached_property
    def is_chinese(self) -> bool:
        """Whether what is read of it, or a paragraph of it, is Chinese, and not Japanese."""
        shown = self.view.text
        if not has_han(shown, 0, len(shown)):
            return False
        return not is_foreign(shown) or any(
            _SENTENCE.search(line) and not is_foreign(line) for line in shown.split("\n")
        )

    @cached_property
    def markup(self) -> str:
        """All that has to stay, in one string: two sources with the same have the same markup.

        Line breaks are left out, as a line separator in the text may become one. In Markdown it
        matters whether a tag begins its line: what follows is HTML then.
        """
        if self._model is not None:
            return self._model.markup
        source = self.source
        marked = "".join(_TEXT if kind == "text" else source[start:end] for start, end, kind, _ in self.spans)
        if self.form == "markdown":
            marked = _TAG_FIRST.sub(_FIRST, marked)
        return marked.translate(_LEFT_OUT)

    def edited(self, edits: Sequence[Edit]) -> Text:
        """The source with edits applied."""
        key = tuple(edits)
        if not key:
            return self
        if self._edited is None or self._edited[0] != key:
            source = applied(self.source, edits)
            self._edited = key, Text(source, self.form, self if are_neutral(self.source, edits) else None)
        return self._edited[1]


Verdict = Literal["do", "hold", "name"]
"""What becomes of an edit: it is done; it is held back until `--unsafe` is given; it is only named."""

WHOLE = frozenset({"boilerplate", "script"})
"""Stages that judge a line by the text around it: they wait until all of that is legible."""

Finder = Callable[[Text], list[Edit]]
"""What a stage finds in a source: edits of the source, in order, that leave the markup as it is."""


class Found(NamedTuple):
    """Something that a stage found.

    Attributes:
        stage: Name of the stage.
        edit: What to do, in offsets of the source as it was when the stage ran.
        before: What it would replace, of that source.
        start: Offset in the source as the file has it.
        end: Offset after it.
        verdict: Whether it was done.
    """

    stage: str
    edit: Edit
    before: str
    start: int
    end: int
    verdict: Verdict


@dataclass
class Trail:
    """The way back from a source that has been edited to the source as the file has it."""

    layers: list[list[tuple[int, int, int, int]]] = field(default_factory=list)

    def add(self, edits: Sequence[Edit]) -> None:
        """Remember that edits were applied."""
        layer = []
        shift = 0
        for edit in edits:
            start = edit.start + shift
            layer.append((start, start + len(edit.new), edit.start, edit.end))
            shift += len(edit.new) - (edit.end - edit.start)
        self.layers.append(layer)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The range of the file that a range of the source was made from.

        >>> trail = Trail()
        >>> trail.add([Edit(2, 5, "当", "pinyin")])
        >>> trail.back(3, 4), trail.back(2, 3), trail.back(0, 2)
        ((5, 6), (2, 5), (0, 2))
        """
        for layer in reversed(self.layers):
            empty = start == end
            start = _back(layer, start, last=False)
            end = start if empty else max(_back(layer, end, last=True), start)
        return start, end


def _back(layer: list[tuple[int, int, int, int]], pos: int, *, last: bool) -> int:
    """One step back, of the start of a range or of its end."""
    index = bisect_right(layer, (pos, len(layer) and layer[-1][1] + pos + 1, 0, 0)) - 1
    if last and index >= 0 and layer[index][0] == pos:
        index -= 1  # what was put in, or taken out, from here on lies behind the end
    if index < 0:
        return pos
    new_start, new_end, old_start, old_end = layer[index]
    if pos < new_end or (last and pos == new_end and new_start < new_end):
        return old_end if last else old_start
    return pos - new_end + old_end


def run_layers(
    text: Text,
    finders: Sequence[tuple[str, Finder]],
    wanted: Callable[[str, Edit], Verdict | None],
    once: Container[str] = (),
) -> tuple[list[Found], Text]:
    """Run the stages until they find no more.

    Args:
        text: The source as the file has it.
        finders: The stages in their order, each with its name.
        wanted: What is to become of a stage's edit; None for nothing, not even a word.
        once: Stages that are not asked again about what later ones have made of the text.

    Returns:
        What was found, in the order of the file, and the source with what was to be done.
    """
    run = _Run(text, wanted)
    for number in range(PASSES):
        before = run.text
        # Damage that is named and not repaired: what stands there means nothing to later stages. Where it
        # could be repaired, all else in its paragraph waits: one repair may be what another is known by.
        run.barred, run.waiting = _Ranges(), _Ranges()
        for stage, find in finders:
            if number == 0 or stage not in once:
                run.stage(stage, find)
        if run.text is before:
            break
    run.found.sort(key=lambda one: (one.start, one.end))
    return run.found, run.text


class _Run:
    """The source on its way, and what was found in it so far."""

    def __init__(self, text: Text, wanted: Callable[[str, Edit], Verdict | None]) -> None:
        self.text = text
        self.found: list[Found] = []
        self.barred = _Ranges()
        self.waiting = _Ranges()
        self._wanted = wanted
        self._trail = Trail()
        self._named: set[tuple[str, str, int, int]] = set()
        self._damage = _Ranges()  # named and not repaired, in the file as it is

    def stage(self, name: str, find: Finder) -> None:
        """Run one stage."""
        wanted = self._wanted
        found = [(edit, verdict) for edit in find(self.text) if (verdict := wanted(name, edit)) is not None]
        if name == "mojibake":
            self.waiting.add(
                self._trail.back(*self.text.view.paragraph(edit.start, edit.end))
                for edit, verdict in found
                if verdict == "hold"
            )
        source, back = self.text.source, self._trail.back
        waits = name in WHOLE and bool(self.waiting)
        edits: list[Edit] = []
        barred: list[tuple[int, int]] = []
        for edit, verdict in found:
            start, end = back(edit.start, edit.end)
            if self.barred.meet(start, end):
                continue
            before = source[edit.start : edit.end]
            if before == edit.new:
                verdict = "name"  # noqa: PLW2901 - there is nothing to be done about it
            elif verdict == "do" and (waits or self.waiting.meet(start, end)):
                verdict = "hold"  # noqa: PLW2901 - until what stands near it is repaired
            if verdict == "do":
                edits.append(edit)
            else:
                if name == "mojibake":
                    barred.append((start, end))
                if self._was_named(name, edit, start, end):
                    continue
            self.found.append(Found(name, edit, before, start, end, verdict))
        self.barred.add(barred)
        self._damage.add(barred)
        if edits:
            self._trail.add(edits)
            self.text = self.text.edited(edits)

    def _was_named(self, name: str, edit: Edit, start: int, end: int) -> bool:
        """Whether what was found, and is not repaired, was found by an earlier pass as well."""
        if name == "mojibake" and self._damage.meet(start, end):
            return True  # with less damage around it, it may look a little different
        key = name, edit.rule, start, end
        known = key in self._named
        self._named.add(key)
        return known


class _Ranges:
    """Ranges of a source, asked whether another one meets them."""

    def __init__(self) -> None:
        self._ranges: list[tuple[int, int]] = []

    def __bool__(self) -> bool:
        return bool(self._ranges)

    def add(self, ranges: Iterable[tuple[int, int]]) -> None:
        """More ranges; those that overlap become one."""
        merged: list[tuple[int, int]] = []
        for start, end in sorted([*self._ranges, *ranges]):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        self._ranges = merged

    def meet(self, start: int, end: int) -> bool:
        """Whether any of the ranges shares a character with this one, or holds it if it is empty."""
        if not self._ranges:
            return False
        index = bisect_left(self._ranges, (max(end, start + 1), -1)) - 1
        return index >= 0 and self._ranges[index][1] > start


def admit(text: Text, edits: Sequence[Edit]) -> list[Edit]:
    """Those of the edits of text that leave the markup as it is.

    Args:
        text: The source.
        edits: Edits within its text spans, in order.

    Returns:
        All of them, as a rule. An edit is left out when a value of the front matter could not stand in its
        quotes any more, or when what it makes would be read as markup (`１) 甲` is no list, `1) 甲` is one).
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
    """Leaves out the edits of values of the front matter that could not stand as they are quoted."""
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
        local = [edit._replace(start=edit.start - start, end=edit.end - start) for edit in some]
        if frontmatter.may_stand(applied(text.source[start:end], local), note):
            kept += some
    return sorted(kept)
