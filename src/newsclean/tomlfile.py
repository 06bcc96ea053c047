"""TOML files of users: reading them, quoting strings, suggesting what a misspelt word was meant to be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from newsclean.files import complaint


class InvalidToml(ValueError):  # noqa: N818 - it is a verdict on the file
    """Text that is not valid TOML; the message says why.

    Attributes:
        line: Number of the line at which the parser stopped, from 1.
    """

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


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
        raise ValueError(complaint(error)) from None
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8, as TOML has to be; save it as UTF-8") from None


def parse_toml(text: str) -> dict[str, Any]:
    """The content of a TOML file.

    Raises:
        InvalidToml: It is not valid TOML.

    >>> parse_toml("script = ")
    Traceback (most recent call last):
    newsclean.tomlfile.InvalidToml: is not valid TOML: Invalid value (at end of document)
    """
    import tomllib  # noqa: PLC0415 - most users have no such file

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))  # an attribute only from Python 3.14 on
        last = text.rstrip("\n").count("\n") + 1  # the parser stopped at the end of document
        raise InvalidToml(f"is not valid TOML: {error}", int(place[1]) if place else last) from None


def quoted(text: str) -> str:
    r"""A text as a string of TOML.

    >>> print(quoted('"新"\t旧'))
    "\"新\"\t旧"
    """
    import json  # noqa: PLC0415 - most runs write no TOML

    # A JSON string is a TOML string, except for DEL, which TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", r"\u007f")


def suggest(word: str, known: Iterable[str]) -> str:
    """The end of an error message that asks whether a similar known word was meant; empty if there is none.

    >>> "unknown key" + suggest("wher", ["id", "where"])
    'unknown key; did you mean "where"?'
    """
    import difflib  # noqa: PLC0415 - only for error messages

    close = difflib.get_close_matches(word.lower().replace("_", "-"), tuple(known), n=1)
    return f'; did you mean "{close[0]}"?' if close else ""
