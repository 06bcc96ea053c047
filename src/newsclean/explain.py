"""An account of a run, stage by stage: each change before and after, each fact, each warning."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator

from newsclean.document import Document, counted
from newsclean.edits import Change
from newsclean.pipeline import Stage

AROUND = 6
"""Characters of the text shown on either side of a change."""
LONGEST = 80
"""Characters of the longest text that is shown in full; of a longer one the middle is left out."""


def explain(steps: Iterable[tuple[Stage, Document]]) -> Iterator[str]:
    r"""An account of a run, for people to read.

    Stages that found nothing are left out, and `~` marks a change that was chosen by its context. Lines and
    paragraphs count from 1, in the text as it was before the stage.

    Args:
        steps: Each stage with the document after it, as `Pipeline.steps` yields them.

    Yields:
        Lines, without line breaks.

    >>> from newsclean.pipeline import build_pipeline
    >>> pipeline = build_pipeline(only=["mojibake", "markup", "normalise"])
    >>> print("\n".join(explain(pipeline.steps("當(dāng)前,大橋試(shì)通車"))))
    mojibake: 2 changes
      pinyin, line 1: 當(dāng)前,大橋試( → 當前,大橋試(
      pinyin, line 1: )前,大橋試(shì)通車 → )前,大橋試通車
    normalise: 1 change
      punctuation, paragraph 1: 當前,大橋試通車 → 當前，大橋試通車
    """
    old = None
    for stage, doc in steps:
        if old is None:
            old = Document(doc.data)
        changes = doc.changes[len(old.changes) :]
        lines = [
            *_learnt(old, doc),
            *_shown(changes, old),
            *(f"warning, {one.code}: {one.message}" for one in doc.warnings[len(old.warnings) :]),
        ]
        if lines:
            count = f": {counted(len(changes), 'change')}" if changes else ""
            yield f"{stage.name}{count}"
            yield from (f"  {line}" for line in lines)
        old = doc


def _learnt(old: Document, doc: Document) -> Iterator[str]:
    """What a stage found out about the document."""
    for what in ("encoding", "page_type", "script"):
        if getattr(doc, what) != getattr(old, what):
            yield f"{what.replace('_', ' ')}: {getattr(doc, what)}"
    known = {(fact.field, fact.origin) for fact in old.all_facts}
    for fact in dict.fromkeys(doc.all_facts):
        if (fact.field, fact.origin) not in known:
            yield f"{fact.field}, {fact.origin}: {fact.value}"


def _shown(changes: Iterable[Change], old: Document) -> Iterator[str]:
    """A line for each change, with the text around it where that can be determined."""
    breaks = [at for at, char in enumerate(old.source) if char == "\n"]
    paragraphs = old.paragraphs or ()
    for change in changes:
        _, rule, before, after, paragraph, start, certain = change
        if paragraph is None:
            place, text = f"line {bisect(breaks, start - 1) + 1}", old.source
        else:
            place = f"paragraph {paragraph + 1}"
            text = paragraphs[paragraph].text if paragraph < len(paragraphs) else ""
        left = right = ""
        end = start + len(before)
        # A stage that edits text it has edited before counts from an intermediate text.
        if text[start:end] == before:
            left, right = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        mark = "" if certain else "~"
        was = _line(left + before + right)
        if after or left or right:
            yield f"{mark}{rule}, {place}: {was} → {_line(left + after + right)}"
        else:
            yield f"{mark}{rule}, {place}, taken out: {was}"


def _line(text: str) -> str:
    """The text on one line, shortened in the middle."""
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}"
    return text.replace("\r\n", "\n").replace("\n", "⏎").replace("\r", "⏎")
