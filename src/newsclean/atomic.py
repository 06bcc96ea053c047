"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

from newsclean.signals import ENDING, held


def write_whole(path: Path, content: bytes, prepare: Callable[[Path], None]) -> None:
    """Write a file under another name beside its place, then move it there: nobody sees half a file.

    Args:
        path: Its place; what stands there is replaced, a link is not followed.
        content: All of it.
        prepare: Gives the new file, which only its owner may read, its permissions, before it is moved.

    Raises:
        OSError: It cannot be written; what stood there is as it was.
    """
    import tempfile  # noqa: PLC0415 - many runs write to standard output alone

    with held(*ENDING):  # or the file under the other name would be left behind
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".newsclean-")
        new = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            prepare(new)
            new.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                new.unlink()
            raise
