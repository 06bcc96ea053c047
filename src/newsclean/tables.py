"""The package's tables, `rules/**/*.toml`, read quickly.

TOML is for those who write them; reading it takes Python a tenth of a small run. `data/tables.txt` holds the
same tables as JSON. One that was edited since is told by its checksum, and is read as it stands.
"""

from __future__ import annotations

import json
import zlib
from functools import cache
from typing import Any

from newsclean.files import PACKAGE

RULES = PACKAGE / "rules"


def load_table(name: str) -> dict[str, Any]:
    """The content of a table, as `tomllib` gives it.

    Args:
        name: Path of the file below `rules`, without its suffix.

    Raises:
        OSError: There is no such file.
        tomllib.TOMLDecodeError: It was edited, and is no TOML any more.

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
    """What tells whether a table is the one that was packed."""
    return f"{zlib.crc32(data):08x}"


@cache
def _packed() -> dict[str, tuple[str, str]]:
    """By the name of each table its checksum and its content as JSON."""
    text = (PACKAGE / "data/tables.txt").read_bytes().decode()  # read as text it takes twice the time
    rows = (row.split("\t", 2) for row in text.split("\n") if row)
    return {name: (checksum, packed) for name, checksum, packed in rows}
