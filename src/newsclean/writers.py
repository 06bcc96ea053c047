"""Where results go: text and record side by side, each file written whole or not at all."""

from __future__ import annotations

import json
import os
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from newsclean.atomic import write_whole
from newsclean.document import Document
from newsclean.record import make_record, split_articles, to_utf8
from newsclean.sources import Source

SUFFIXES = (".txt", ".json")
"""Of the files of an output: its text, its record."""
LONGEST = 255 - max(map(len, SUFFIXES))
"""Bytes of the longest name that most file systems take, without a suffix."""


class Writer(NamedTuple):
    """Writes documents below one folder.

    Attributes:
        folder: The output folder; None when results are handed back instead.
        text_only: Whether, without a folder, the text alone is handed back.
        split: Whether each article of a page is written apart.
        verbose: Whether the record lists the values not chosen.
    """

    folder: Path | None
    text_only: bool = False
    split: bool = False
    verbose: bool = False

    def __call__(self, doc: Document, name: str, path: str) -> tuple[str, dict[str, Any] | None] | None:
        """Write a document's text and record, or hand them back when there is no folder.

        Args:
            doc: The document, cleaned.
            name: Name of the output below the folder, without suffix.
            path: The input's path, for the record.

        Raises:
            OSError: A file cannot be written.
            ValueError: The name leads out of the folder.
        """
        if self.folder is None and self.text_only:
            return doc.text, None
        record = make_record(doc, path, verbose=self.verbose)
        if self.folder is None:
            return doc.text, record
        parts = split_articles(doc.text, record) if self.split else []
        for number, (text, part) in enumerate(parts, 1):
            self._write(f"{name}.{number}", text, part)
        if not parts:
            self._write(name, doc.text, record)
        return None

    def _write(self, name: str, text: str, record: dict[str, Any]) -> None:
        assert self.folder is not None
        target = self.folder / name
        _make_folder(target.parent, self.folder)
        contents = text, json.dumps(record, ensure_ascii=False, indent=2) + "\n"
        files = {
            target.with_name(target.name + suffix): to_utf8(content)
            for suffix, content in zip(SUFFIXES, contents, strict=True)
        }
        write_whole(files, _publish)


@lru_cache(maxsize=1024)  # most documents go where the one before went
def _make_folder(place: Path, within: Path) -> None:
    """Make a folder below the output folder.

    Raises:
        OSError: It cannot be made.
        ValueError: It is not below it.
    """
    if not place.resolve().is_relative_to(within.resolve()):
        raise ValueError(f"{place} lies outside of {within}: a link leads out of it")
    place.mkdir(parents=True, exist_ok=True)


def _publish(new: Path) -> None:
    """Make a result as public as the user's other files."""
    new.chmod(0o666 & ~_umask())


@cache
def _umask() -> int:
    """The permissions that the user's new files do not get; they can be read only by setting them."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def overwritten(folder: Path, sources: Sequence[Source], names: Sequence[str]) -> Path | None:
    """The first input that writing the outputs into the folder would overwrite, or None."""
    inputs = {os.path.realpath(source.path): source.path for source in sources}
    base = os.path.realpath(folder)
    for name in names:
        for suffix in SUFFIXES:
            if (path := os.path.join(base, name + suffix)) in inputs:  # noqa: PTH118 - a million names
                return inputs[path]
    return None


def name_outputs(sources: Sequence[Source], *, split: bool = False) -> list[str]:
    """A name for each source's output, no two the same.

    A source's output is named after it without its suffix; where two would share
    that, or a folder is called as one of its files, they keep their full name, and a
    number tells apart what is the same even so. What would be too long is cut.

    Args:
        sources: The inputs.
        split: Whether articles are written apart: then `a.1` may be an article of `a`.

    >>> from pathlib import Path
    >>> files = [Source(Path(n), n, listed=False) for n in ("甲.html", "甲.md", "乙.html")]
    >>> name_outputs(files)
    ['甲.html', '甲.md', '乙']
    """
    stems = [_stem(source.name) for source in sources]
    folders = _folders(source.name for source in sources)
    shared = {stem for stem, count in Counter(stems).items() if count > 1 or _files(stem) & folders}
    if split:
        known = set(stems)
        shared |= {stem for stem in stems if re.sub(r"\.\d+$", "", stem) in known - {stem}}
    names = (source.name if stem in shared else stem for source, stem in zip(sources, stems, strict=True))
    return list(_numbered(names, set(stems) - shared, folders))


def _folders(names: Iterable[str]) -> set[str]:
    """All folders in which the names are."""
    found: set[str] = set()
    for name in names:
        folder = posixpath.dirname(name)
        while folder and folder not in found:
            found.add(folder)
            folder = posixpath.dirname(folder)
    return found


def _files(name: str) -> set[str]:
    """The files of an output of this name."""
    return {name + suffix for suffix in SUFFIXES}


def _stem(name: str) -> str:
    path = PurePosixPath(name)
    return path.with_name(path.stem).as_posix()


def _numbered(names: Iterable[str], reserved: set[str], folders: set[str]) -> Iterable[str]:
    taken: set[str] = set()
    for name in names:
        unique, number = _cut(name), 1
        while unique in taken or (number > 1 and unique in reserved) or _files(unique) & folders:
            number += 1
            unique = _cut(name, f"-{number}")
        taken.add(unique)
        yield unique


def _cut(name: str, end: str = "") -> str:
    """The name with something at its end, cut before that to what file systems take."""
    folder, slash, last = name.rpartition("/")
    room = LONGEST - len(end)
    while len(os.fsencode(last)) > room:
        last = last[:-1]
    return folder + slash + last + end
