"""Replaces a file by its repaired version, as a whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from functools import partial
from pathlib import Path

from newsclean.atomic import write_whole
from newsclean.lazy import regex

LINES = regex(r"[^\n]*\n|[^\n]+")


def replace_file(path: Path, content: bytes) -> None:
    """Replace the content of a file, as a whole or not at all; permissions, owner and links stay.

    Raises:
        OSError: The file is read-only or cannot be written; it is left as it was.
    """
    target = Path(os.path.realpath(path))
    if not os.access(target, os.W_OK):  # which does not prevent replacing it
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    write_whole({target: content}, partial(_give_owner, target))


def _give_owner(old: Path, new: Path) -> None:
    """Give a new file the permissions and the owner of the one it replaces."""
    shutil.copymode(old, new)
    if os.name == "posix":
        owner = old.stat()
        with contextlib.suppress(OSError):  # only root may give files away
            os.chown(new, owner.st_uid, owner.st_gid)


def diff(path: str, before: str, after: str) -> str:
    """A unified diff of a file's text."""
    import difflib  # noqa: PLC0415 - only where it is asked for

    lines = difflib.unified_diff(LINES.findall(before), LINES.findall(after), path, path)
    return "".join(
        line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines
    )
