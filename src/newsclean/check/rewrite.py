"""Putting a repaired file in the place of the old one, whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from pathlib import Path

from newsclean.lazy import regex

LINES = regex(r"[^\n]*\n|[^\n]+")


def replace_file(path: Path, content: bytes) -> None:
    """Write a file under another name beside its place and move it there. Permissions, owner and links stay.

    Raises:
        OSError: It cannot be written, or is read-only; the old file is as it was.
    """
    target = Path(os.path.realpath(path))
    if not os.access(target, os.W_OK):  # moving another one into its place is allowed all the same
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        shutil.copymode(target, name)
        if os.name == "posix":
            owner = target.stat()
            with contextlib.suppress(OSError):  # only root may give files away
                os.chown(name, owner.st_uid, owner.st_gid)
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
