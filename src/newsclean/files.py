"""Where the files are that come with the package, and what is said of one that cannot be used."""

from __future__ import annotations

from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parent
"""Its folder: what it depends on cannot be imported from an archive, so there is one, and
`importlib.resources`, which takes as long to load as three of the files, has nothing to add."""


def complaint(error: OSError, action: str = "read") -> str:
    """What is wrong with a file, and what to do.

    Args:
        error: What happened to it.
        action: What could not be done with it: `read` or `written`.

    >>> complaint(FileNotFoundError(2, "No such file or directory"))
    'cannot be read (No such file or directory); check the path and its permissions'
    """
    return f"cannot be {action} ({error.strerror}); check the path and its permissions"
