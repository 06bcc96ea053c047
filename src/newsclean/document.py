"""What flows through the pipeline: a document, its paragraphs, and the list of changes made to it.

Everything here is a value: immutable, comparable and picklable. A stage takes a document and returns a new
one. The methods of `Document` that change text take edits and make both the new text and the record of its
changes from them, so there is never one without the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

from newsclean.edits import Change, Edit, apply_edits
from newsclean.facts import Fact, Meta, resolve

_SHOWN = 8
"""How many characters on either side of a join its record shows."""

Kind = Literal["text", "heading", "list", "quote", "table", "caption", "code"]


class Removed(NamedTuple):
    """A piece of text removed because it is not part of the story, and the rule that removed it."""

    rule: str
    text: str


class Notice(NamedTuple):
    """A piece of text that is not part of the story, found but not yet removed.

    Attributes:
        paragraph: Index of the paragraph it stands in.
        start: Offset of its first character in the paragraph, in code points.
        end: Offset after its last character; a notice may span the whole paragraph.
        rule: Id of the rule that found it.
        facts: What it says about the document.
    """

    paragraph: int
    start: int
    end: int
    rule: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Caution:
    """Something a reader of the text should know; one of the record's `warnings`.

    Attributes:
        code: Stable id, kebab-case, such as `irrecoverable`.
        message: What was found, where, and what it means.
        count: Number of occurrences.
    """

    code: str
    message: str
    count: int = 1


def counted(number: int, noun: str) -> str:
    """A number with its noun in singular or plural, for messages.

    >>> counted(1, "place"), counted(2, "place")
    ('1 place', '2 places')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


class Rejected(ValueError):  # noqa: N818 - it is a verdict on the input, not a failure of the program
    """Raised for input that cannot be turned into text.

    Attributes:
        code: Stable id: `empty`, `binary` or `undecodable`.
        reason: What is wrong with the input.
        advice: What the user can do about it.
    """

    def __init__(self, code: str, reason: str, advice: str) -> None:
        super().__init__(reason, advice)
        self.code = code
        self.reason = reason
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.reason}; {self.advice}"

    def __reduce__(self) -> tuple[type[Rejected], tuple[str, str, str]]:
        return type(self), (self.code, self.reason, self.advice)


class Paragraph(NamedTuple):
    """One paragraph, and what is known about it.

    A removed paragraph keeps its place, so that later stages can see, for instance, that a credit stood
    between two articles. Only `Document.text` leaves it out.

    Attributes:
        text: Its text, without line breaks except in tables and code.
        kind: What kind of paragraph the markup says it is.
        links: Share of its characters that stood inside links, 0 to 1.
        facts: What it says about the document (who, where from, when).
        cuts: Pieces of text removed from it.
        removed: Id of the rule that removed the whole paragraph, or None.
        article: On a page with several articles, the index of the one it belongs to; otherwise None.
        is_title: Whether it is the title of that article.
    """

    text: str
    kind: Kind = "text"
    links: float = 0.0
    facts: tuple[Fact, ...] = ()
    cuts: tuple[Removed, ...] = ()
    removed: str | None = None
    article: int | None = None
    is_title: bool = False

    @property
    def stands(self) -> bool:
        """Whether it is part of the text: not removed, and not empty."""
        return self.removed is None and self.text != ""


class ArticleSpan(NamedTuple):
    """One of several articles on a page: `text[start:end]` is its body without the title, in code points.

    Date and address are its own, as the entries of a feed have them.
    """

    title: str | None
    date: str | None
    authors: tuple[str, ...]
    photographers: tuple[str, ...]
    url: str | None
    start: int
    end: int


@dataclass(frozen=True)
class Document:
    """A document on its way through the pipeline.

    Attributes:
        data: The input: bytes, or a str that was decoded elsewhere.
        source: The decoded source text, including its markup.
        encoding: Name of the encoding found; None for str input.
        script: ISO 15924 code of the script found (`Hans`, `Hant`, `Jpan`…); None before the script stage.
        page: HTML of the article if the source is a whole web page; otherwise None.
        page_type: Kind of page, such as `article` or `list`; None if the source is not a whole web page.
        facts: What the page itself (front matter, meta tags, source bar) says about the document.
        paragraphs: The paragraphs; None before the markup stage.
        notices: The pieces of text that are not part of the story; None while nothing has looked for them.
        changes: Every change made so far, in order.
        warnings: What a reader of the text should know.
    """

    data: bytes | str
    source: str = ""
    encoding: str | None = None
    script: str | None = None
    page: str | None = None
    page_type: str | None = None
    facts: tuple[Fact, ...] = ()
    paragraphs: tuple[Paragraph, ...] | None = None
    notices: tuple[Notice, ...] | None = None
    changes: tuple[Change, ...] = ()
    warnings: tuple[Caution, ...] = ()

    # -- what came out -------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The text: paragraphs separated by a blank line, and one final newline; empty if nothing is left.

        Before the markup stage, or if it was skipped, this is the source text.
        """
        if self.paragraphs is None:
            return self.source
        kept = [p.text for p in self.paragraphs if p.stands]
        return "\n\n".join(kept) + "\n" if kept else ""

    @property
    def meta(self) -> Meta:
        """The fields of the record, chosen from all facts except those about single articles.

        Whoever edits an article edits the page.
        """
        own = [
            fact
            for paragraph in self.paragraphs or ()
            for fact in paragraph.facts
            if paragraph.article is None or fact.field == "editors"
        ]
        return resolve((*self.facts, *own))

    @property
    def all_facts(self) -> tuple[Fact, ...]:
        """Everything said about the document and its articles, the page's own facts first."""
        return (*self.facts, *(fact for p in self.paragraphs or () for fact in p.facts))

    @property
    def articles(self) -> tuple[ArticleSpan, ...]:
        """The articles of a page with several, in order; empty for a page with one."""
        spans: dict[int, list[int]] = {}
        titles: dict[int, str] = {}
        facts: dict[int, list[Fact]] = {}
        offset = 0
        for p in self.paragraphs or ():
            if p.article is not None:
                facts.setdefault(p.article, []).extend(p.facts)
                if p.is_title:  # which may have been removed, since the page has the same title
                    titles[p.article] = p.text
            if not p.stands:
                continue
            if p.article is not None and not p.is_title:
                span = spans.setdefault(p.article, [offset, offset])
                span[1] = offset + len(p.text)
            offset += len(p.text) + 2  # the blank line between paragraphs
        found = {index: resolve(facts.get(index, ())) for index in spans}
        return tuple(
            ArticleSpan(titles.get(i), own.date, own.authors, own.photographers, own.url, *spans[i])
            for i, own in sorted(found.items())
        )

    @property
    def removed(self) -> tuple[Removed, ...]:
        """All text removed because it is not part of the story, in its original order."""
        found: list[Removed] = []
        for p in self.paragraphs or ():
            found.extend(p.cuts)
            if p.removed is not None:
                found.append(Removed(p.removed, p.text))
        return tuple(found)

    def __repr__(self) -> str:
        """One line, as a notebook shows it: the fields of a page are as long as the page, several times."""
        counts = {"characters": len(self.text)} | {
            name: len(getattr(self, name)) for name in ("articles", "changes", "removed", "warnings")
        }
        told = ", ".join(f"{name}={count}" for name, count in counts.items())
        return f"<Document: title={self.meta.title!r}, {told}>"

    # -- how a stage changes it ----------------------------------------------------------------

    def evolve(self, **fields: object) -> Document:
        """A copy of the document with some fields replaced."""
        return Document(**(vars(self) | fields))  # in a third of the time that `dataclasses.replace` takes

    def edit_source(self, stage: str, edits: Sequence[Edit]) -> Document:
        """Apply edits to the source text and record them.

        Raises:
            ValueError: Edits overlap or are out of order.
        """
        if not edits:
            return self
        source, changes = apply_edits(self.source, edits, stage)
        return self.evolve(source=source, changes=self.changes + changes)

    def edit_paragraphs(
        self,
        stage: str,
        edits: Mapping[int, Sequence[Edit]],
        origins: Mapping[int, int] | None = None,
        *,
        cut: bool = False,
    ) -> Document:
        """Apply edits to paragraphs, by index, and record them.

        Args:
            stage: Name of the stage.
            edits: The edits of each paragraph, in order.
            origins: Where a paragraph begins in the text its edits count from; 0 by default.
            cut: Whether the text removed is boilerplate, to be kept in `cuts`.

        Raises:
            ValueError: Edits of a paragraph overlap or are out of order.
        """
        if not any(edits.values()):
            return self
        paragraphs = list(self.paragraphs or ())
        recorded = list(self.changes)
        origins = origins or {}
        for index, some in sorted(edits.items()):
            if not some:
                continue
            paragraph = paragraphs[index]
            text, changes = apply_edits(paragraph.text, some, stage, index, origins.get(index, 0))
            if cut:
                cuts = tuple(Removed(change.rule, change.before) for change in changes)
                paragraph = paragraph._replace(cuts=paragraph.cuts + cuts)
            paragraphs[index] = Paragraph(text, *paragraph[1:])  # in two thirds of the time _replace takes
            recorded.extend(changes)
        return self.evolve(paragraphs=tuple(paragraphs), changes=tuple(recorded))

    def remove_paragraphs(self, stage: str, rules: Mapping[int, str]) -> Document:
        """Remove whole paragraphs from the text, by index, each with the id of its rule."""
        if not rules:
            return self
        paragraphs = list(self.paragraphs or ())
        recorded = list(self.changes)
        for index, rule in sorted(rules.items()):
            paragraph = paragraphs[index]
            paragraphs[index] = paragraph._replace(removed=rule)
            recorded.append(Change(stage, rule, paragraph.text, "", index, 0))
        return self.evolve(paragraphs=tuple(paragraphs), changes=tuple(recorded))

    def join_paragraphs(self, stage: str, joins: Iterable[tuple[int, int, str, str]]) -> Document:
        """Join pairs of paragraphs that belong together.

        The record shows the two ends that meet, so that a join can be judged and undone. A removed
        paragraph between the two is moved behind them.

        Args:
            stage: Name of the stage.
            joins: From top to bottom, for each pair: the index of its first and second paragraph, the text
                to put between them, and the id of the rule. To join more than two, repeat the index of the
                first.
        """
        old = self.paragraphs or ()
        recorded = list(self.changes)
        made: dict[int, Paragraph] = {}
        gone: set[int] = set()
        for first, some in groupby(joins, key=lambda join: join[0]):
            at = first - len(gone)
            members = [old[first]]
            parts = [old[first].text]
            length = 0  # of all parts but the last
            for _, second, between, rule in some:
                left, right = parts[-1].rstrip(), old[second].text.lstrip()
                near = max(0, len(left) - _SHOWN)
                spaces = len(old[second].text) - len(right)
                before = f"{parts[-1][near:]}\n\n{old[second].text[: spaces + _SHOWN]}"
                after = left[near:] + between + right[:_SHOWN]
                recorded.append(Change(stage, rule, before, after, at, length + near))
                length += len(left) + len(between)
                parts[-1:] = left, between, right
                members.append(old[second])
                gone.add(second)
            made[first] = old[first]._replace(
                text="".join(parts),
                links=max(p.links for p in members),
                facts=tuple(fact for p in members for fact in p.facts),
                cuts=tuple(cut for p in members for cut in p.cuts),
            )
        paragraphs = tuple(made.get(k, p) for k, p in enumerate(old) if k not in gone)
        return self.evolve(paragraphs=paragraphs, changes=tuple(recorded)) if made else self

    def map_facts(self, clean: Callable[[str], str]) -> Document:
        """Apply a function to the values of all facts except URLs, and to the text that was removed.

        A fact of which nothing is left goes. Nothing is recorded, since none of this is part of the text.
        """

        def mapped(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
            cleaned = (f if f.field == "url" else f._replace(value=clean(f.value)) for f in facts)
            return tuple(f for f in cleaned if f.value)

        old = self.paragraphs or ()
        told = [index for index, p in enumerate(old) if p.facts or p.cuts or p.removed]
        if not told and not self.facts:
            return self
        cleaned: dict[int, Paragraph] = {}
        for index in told:
            p = old[index]
            cleaned[index] = p._replace(
                text=clean(p.text) if p.removed else p.text,
                facts=mapped(p.facts),
                cuts=tuple(c._replace(text=clean(c.text)) for c in p.cuts),
            )
        facts = mapped(self.facts)
        if facts == self.facts and all(p == old[index] for index, p in cleaned.items()):
            return self
        paragraphs = tuple(cleaned.get(index, p) for index, p in enumerate(old))
        return self.evolve(facts=facts, paragraphs=self.paragraphs and paragraphs)

    def warn(self, *cautions: Caution) -> Document:
        """The same document with more warnings."""
        return self.evolve(warnings=self.warnings + cautions) if cautions else self
