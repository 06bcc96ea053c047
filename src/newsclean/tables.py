"""The tables of the package, `rules/**/*.toml`, in a form that loads quickly.

The tables are written as TOML, but parsing that would take a tenth of a small run, so `data/tables.txt` holds
them as JSON. A table that was edited since is recognised by its checksum, and read from its TOML file.
"""

from __future__ import annotations

import json
import zlib
from functools import cache
from typing import Any

from newsclean.files import PACKAGE

RULES = PACKAGE / "rules"


def load_table(name: str) -> dict[str, Any]:
    """The content of a table, as `tomllib` returns it.

    Args:
        name: Path of the file below `rules`, without its suffix.

    Raises:
        OSError: There is no such file.
        tomllib.TOMLDecodeError: It was edited and is no longer valid TOML.

    >>> sorted(load_table("protected"))
    ['protected']
    """
    data = (RULES / f"{name}.toml").read_bytes()
    checksum, packed = _packed().get(name, ("", ""))
    if checksum == checksum_of(data):
        table: dict[str, Any] = json.loads(packed)
        return table
    import tomllib  # noqa: PLC0415 - only while somebody edits a table

    return tomllib.loads(data.decode("utf-8"))


def checksum_of(data: bytes) -> str:
    """A checksum that tells whether a table was edited after it was packed."""
    return f"{zlib.crc32(data):08x}"


@cache
def _packed() -> dict[str, tuple[str, str]]:
    """The checksum and the JSON content of each table, by name."""
    text = (PACKAGE / "data/tables.txt").read_bytes().decode()  # read as text it takes twice the time
    rows = (row.split("\t", 2) for row in text.split("\n") if row)
    return {name: (checksum, packed) for name, checksum, packed in rows}
