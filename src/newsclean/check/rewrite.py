"""Putting a repaired file in the place of the old one, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from newsclean.lazy import regex

LINES = regex(r"[^\n]*\n|[^\n]+")


def replace_file(path: Path, content: bytes) -> None:
    """Write a file under another name beside its place and move it there. Permissions stay, links too.

    Raises:
        OSError: It cannot be written; the old file is as it was.
    """
    target = Path(os.path.realpath(path))
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        shutil.copymode(target, name)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def diff(path: str, before: str, after: str) -> str:
    """A unified diff of a file's text."""
    import difflib  # noqa: PLC0415 - only where it is asked for

    lines = difflib.unified_diff(LINES.findall(before), LINES.findall(after), path, path)
    return "".join(
        line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines
    )
