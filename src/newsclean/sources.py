"""Where documents come from: files, folders and standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

# ruff: noqa: PTH110, PTH112, PTH113, PTH114 - unlike those of Path, these ask of any path without an error

STDIN = Path("-")


class Source(NamedTuple):
    """One input document.

    Attributes:
        path: Its path; `-` is standard input.
        name: Its path below the folder that was given, with forward slashes; its output is named after it.
        listed: Whether the user named it rather than a folder it is in. A binary file is rejected if it was
            named, and otherwise skipped.
        data: Its bytes if they are read already, as those of standard input are: a worker could not read
            them.
    """

    path: Path
    name: str
    listed: bool
    data: bytes | None = None

    def read(self) -> bytes:
        """Its content.

        Raises:
            OSError: It cannot be read.
        """
        return self.path.read_bytes() if self.data is None else self.data

    def size(self) -> int:
        """How many bytes it has; 0 when that cannot be known."""
        if self.data is not None:
            return len(self.data)
        try:
            return self.path.stat().st_size
        except OSError:
            return 0


def find_sources(inputs: Iterable[Path], leave_out: Path | None = None) -> list[Source]:
    """The documents that the inputs name or contain, in a stable order.

    Args:
        inputs: Files, folders, or `-`.
        leave_out: A folder to skip, since the output folder may be inside an input folder.

    Returns:
        The sources: for a folder, every regular file below it that is not hidden, sorted by name; and what
        cannot be read, be it a link to nothing or a folder, and links to folders, which are not followed, so
        that they are reported as such.

    Raises:
        OSError: Standard input cannot be read.
    """
    sources: list[Source] = []
    barred = leave_out.resolve() if leave_out is not None else None
    for given in inputs:
        if given == STDIN:
            data = b"" if sys.stdin is None else sys.stdin.buffer.read()  # None if it is closed
            sources.append(Source(given, "stdin", listed=True, data=data))
        elif given.is_dir():
            sources.extend(_walk(given, barred))
        else:
            sources.append(Source(given, given.name, listed=True))
    return sources


def _walk(folder: Path, barred: Path | None) -> Iterable[Source]:
    unreadable: list[OSError] = []
    for here, folders, files in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and (barred is None or Path(here, name).resolve() != barred)
        )
        files += [name for name in folders if os.path.islink(Path(here, name))]
        for name in sorted(files):
            path = Path(here, name)
            if not name.startswith(".") and _is_source(path):
                yield Source(path, path.relative_to(folder).as_posix(), listed=False)
    for error in unreadable:
        path = Path(error.filename)
        yield Source(path, path.relative_to(folder).as_posix(), listed=False)


def _is_source(path: Path) -> bool:
    """Whether a path is a file, a link to a folder, or what cannot be looked at; no pipe and no device."""
    return os.path.isfile(path) or os.path.isdir(path) or not os.path.exists(path)
