"""The pipeline: it runs the stages one after another, from the input to the finished document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from newsclean import stages
from newsclean.choices import Punctuation, TargetScript, check_choice
from newsclean.document import Document

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from newsclean.boilerplate.ruleset import RuleSet


class Stage(Protocol):
    """One step of the pipeline: a frozen dataclass whose fields are its options; calling it does its work.

    A stage is pure: it knows nothing about files, processes or printing, and equal documents give equal
    results. It changes text only through the methods of `Document`, which record the change.
    """

    name: ClassVar[str]

    def __call__(self, doc: Document) -> Document:
        """The document after this stage."""
        ...  # pragma: no cover


@dataclass(frozen=True)
class Pipeline:
    """Stages in order; calling a pipeline cleans one input.

    Attributes:
        stages: The stages that run.
    """

    stages: tuple[Stage, ...]

    def __call__(self, data: bytes | str) -> Document:
        """Clean one input.

        Args:
            data: Bytes, or text that was decoded elsewhere.

        Returns:
            The document with its text, its fields and its changes.

        Raises:
            Rejected: The input cannot be turned into text.
        """
        doc = Document(data)
        for _, after in self.steps(data):
            doc = after
        return doc

    def steps(self, data: bytes | str) -> Iterator[tuple[Stage, Document]]:
        """Clean one input stage by stage.

        Args:
            data: Bytes, or text that was decoded elsewhere.

        Yields:
            Each stage with the document it returned.

        Raises:
            Rejected: The input cannot be turned into text.
        """
        doc = Document(data)
        for stage in self.stages:
            doc = stage(doc)
            yield stage, doc

    def without(self, names: Collection[str]) -> Pipeline:
        """The pipeline without the stages of these names."""
        return Pipeline(tuple(stage for stage in self.stages if stage.name not in names))


ON_PARAGRAPHS = ("metadata", "boilerplate", "layout")
"""The stages that work on paragraphs: without the markup stage, every line is one."""


def build_pipeline(  # noqa: PLR0913 - one parameter an option
    *,
    script: TargetScript = "hans",
    punctuation: Punctuation = "zh",
    keep_boilerplate: bool = False,
    rules: RuleSet | None = None,
    protected: frozenset[str] = frozenset(),
    encoding: str | None = None,
    only: Collection[str] = (),
    skip: Collection[str] = (),
) -> Pipeline:
    """The pipeline for a set of options, used by both the command line and the library.

    Args:
        script: Chinese script of the text; `keep` leaves it unchanged.
        punctuation: `zh` for full-width punctuation in Chinese sentences; `keep` leaves it unchanged.
        keep_boilerplate: Whether to leave credits, notices and bars in the text; their facts are used anyway.
        rules: Boilerplate rules; None for those of the package.
        protected: Words that the script stage leaves unchanged.
        encoding: Name of the input's encoding; None to detect it.
        only: Names of the stages to run, or one name; decode always runs, since the others work on text.
        skip: Names of the stages to skip, or one name; decode cannot be skipped.

    Raises:
        ValueError: A stage, an encoding or another value does not exist, or the stages cannot be chosen so.
    """
    check_choice("script", script)
    check_choice("punctuation", punctuation)
    chosen, skipped = ({names} if isinstance(names, str) else set(names) for names in (only, skip))
    check_stages(chosen, skipped, keep_boilerplate=keep_boilerplate)
    dropped = skipped | ({"boilerplate"} if keep_boilerplate else set())
    if chosen:
        dropped |= set(stages.NAMES) - chosen - {"decode"}
    keep_markup = "markup" in dropped and not dropped.issuperset(ON_PARAGRAPHS)
    options: dict[str, dict[str, Any]] = {
        "decode": {"encoding": encoding},
        "markup": {"keep": keep_markup},
        "metadata": {"rules": rules} if rules else {},
        "boilerplate": {"rules": rules} if rules else {},
        "script": {"target": script, "protected": protected},
        "normalise": {"punctuation": punctuation},
    }
    pipeline = Pipeline(tuple(stage(**options.get(stage.name, {})) for stage in stages.STAGES))
    return pipeline.without(dropped - {"markup"} if keep_markup else dropped)


def check_stages(only: Collection[str], skip: Collection[str], *, keep_boilerplate: bool = False) -> None:
    """Check names of stages to run and to skip.

    Raises:
        ValueError: A stage does not exist, is both to run and to be skipped, or cannot be skipped; or
            boilerplate is to be removed only, and kept.

    >>> check_stages(["script"], ["script"])
    Traceback (most recent call last):
    ValueError: script cannot be the only stage and skipped as well; leave out one of the two
    """
    unknown = sorted({*only, *skip} - set(stages.NAMES))
    if unknown:
        raise ValueError(f"no stage {unknown[0]!r}; the stages are {', '.join(stages.NAMES)}")
    if "decode" in skip:
        raise ValueError("decode cannot be skipped, since the other stages work on the text it gives")
    if both := sorted(set(only) & set(skip)):
        raise ValueError(f"{both[0]} cannot be the only stage and skipped as well; leave out one of the two")
    if keep_boilerplate and "boilerplate" in only:
        raise ValueError("boilerplate cannot be the only stage and kept as well; leave out one of the two")
