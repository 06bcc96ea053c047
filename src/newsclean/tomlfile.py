"""TOML files that users write: reading them, and suggesting what a misspelt word was meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def read_toml(path: Path) -> str:
    """The content of a TOML file, without a byte order mark.

    Args:
        path: The file.

    Raises:
        ValueError: It cannot be read or is not UTF-8; the message says what is wrong and what to do.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ValueError(f"cannot be read ({error.strerror}); check the path and its permissions") from None
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8, as TOML has to be; save it as UTF-8") from None


def suggest(word: str, known: Iterable[str]) -> str:
    """The end of an error message that asks whether a similar known word was meant; empty if there is none.

    >>> "unknown key" + suggest("wher", ["id", "where"])
    'unknown key; did you mean "where"?'
    """
    import difflib  # noqa: PLC0415 - only for error messages

    close = difflib.get_close_matches(word.lower().replace("_", "-"), tuple(known), n=1)
    return f'; did you mean "{close[0]}"?' if close else ""
