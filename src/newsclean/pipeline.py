"""The pipeline: stages, one after another, from input to document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

from newsclean.document import Document

if TYPE_CHECKING:
    from collections.abc import Collection


class Stage(Protocol):
    """One step of the pipeline: a frozen dataclass whose fields are its options and whose call is its work.

    A stage is pure: it knows nothing of files, processes or printing, and gives
    the same document for the same document. What it changes, it changes through
    the methods of `Document`, which record it.
    """

    name: ClassVar[str]

    def __call__(self, doc: Document) -> Document:
        """The document after this stage."""
        ...  # pragma: no cover


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Stages in their order; calling it cleans one input.

    Attributes:
        stages: The stages that run.
    """

    stages: tuple[Stage, ...]

    def __call__(self, data: bytes | str) -> Document:
        """Clean one input.

        Args:
            data: Bytes as they came, or text that was decoded elsewhere.

        Returns:
            The document with its text, fields and the account of what was done.

        Raises:
            Rejected: No text can be made of the input.
        """
        doc = Document(data)
        for stage in self.stages:
            doc = stage(doc)
        return doc

    def without(self, names: Collection[str]) -> Pipeline:
        """The pipeline without the stages of these names."""
        return Pipeline(tuple(stage for stage in self.stages if stage.name not in names))
