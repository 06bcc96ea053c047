"""Where the files are that come with the package, and what is said of one that cannot be used."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Final

from newsclean.lazy import regex

_UNDECODED = regex(r"[\udc80-\udcff]")  # how Python spells a byte of a name that it cannot decode
_CONTROL = regex(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

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


def as_utf8(path: str) -> str:
    r"""A path as text that can be written: bytes of a name that are not UTF-8 become escapes.

    >>> as_utf8("甲\udcd0.md")
    '甲\\xd0.md'
    """
    return _UNDECODED.sub(lambda found: f"\\x{ord(found[0]) - 0xDC00:02x}", path)


def shown(path: str | PurePath) -> str:
    r"""A path as it is shown to people: on one line, and nothing in it acts on their terminal.

    >>> shown("a\nb.txt")
    'a\\nb.txt'
    """
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), as_utf8(str(path)))
