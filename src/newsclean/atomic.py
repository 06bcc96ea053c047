"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from newsclean.signals import ENDING, held


def write_whole(contents: Mapping[Path, bytes], prepare: Callable[[Path], None]) -> None:
    """Write files under other names beside their places, then move them there: nobody sees half a file.

    Nothing is moved before all are written, so that none of them comes without the others.

    Args:
        contents: All of each file, by its place; what stands there is replaced, a link is not followed.
        prepare: Gives a new file, which only its owner may read, its permissions, before it is moved.

    Raises:
        OSError: One cannot be written, so none is; or one cannot take its place, which a folder has.
    """
    import tempfile  # noqa: PLC0415 - many runs write to standard output alone

    new: dict[Path, Path] = {}
    with held(*ENDING):  # or files under other names would be left behind
        try:
            for path, content in contents.items():
                handle, name = tempfile.mkstemp(dir=path.parent, prefix=".newsclean-")
                new[path] = Path(name)
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                prepare(new[path])
            for path, written in new.items():
                written.replace(path)
        except BaseException:
            for written in new.values():
                with contextlib.suppress(OSError):
                    written.unlink()
            raise
