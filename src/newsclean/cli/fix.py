"""`newsclean fix`: repairs files in place, leaving their markup alone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from newsclean.cli.options import FAILED, FOUND, asked_for, check_options, complain, emit, files_argument
from newsclean.files import shown

if TYPE_CHECKING:
    from newsclean.cli.options import Asked
    from newsclean.config import Config


@click.command("fix")
@files_argument(required=True)
@click.option("--diff", is_flag=True, help="Show what would be changed, and change nothing.")
@click.option("--unsafe", is_flag=True, help="Also make repairs that are only probable.")
@check_options
def command(files: tuple[Path, ...], *, diff: bool, unsafe: bool, **asked: Unpack[Asked]) -> None:
    """Repair files in place, or all text, Markdown and HTML files below a folder.

    Everything but text is left alone to the byte: front matter keys, tags and
    attributes, link targets, code, line endings. Encodings become UTF-8. The
    configuration says which stages make repairs; by default
    fix = ["mojibake", "script", "normalise"].

    Exit codes: 0 nothing to change; 1 a file was changed (with --diff: would be), or
    could not be repaired, and standard error says which and why; 2 wrong usage;
    3 a file could not be written.
    """
    config, paths = asked_for(files, asked)
    code = 0
    for path in paths:
        outcome, said = _fix(path, config, unsafe=unsafe, show=diff)
        code = max(code, outcome)
        emit(said)
    sys.exit(code)


def _fix(path: Path, config: Config, *, unsafe: bool, show: bool) -> tuple[int, str]:
    """Repair one file; the exit code it calls for, and what is to be said on standard output."""
    from newsclean.check.files import Unreadable, fix, read  # noqa: PLC0415 - not for --help
    from newsclean.check.rewrite import diff, replace_file  # noqa: PLC0415 - the same

    try:
        data = path.read_bytes()
        fixed = fix(str(path), data, config, unsafe=unsafe)
    except (Unreadable, OSError) as error:
        complain(path, error)
        return FOUND, ""
    if fixed is None:
        return 0, ""
    if show:
        said = diff(str(path), read(data), read(fixed))
        return FOUND, said or f"{shown(path)}: only its encoding would change, to UTF-8\n"
    try:
        replace_file(path, fixed)
    except OSError as error:
        complain(path, error, "written")
        return FAILED, ""
    return FOUND, f"Fixing {shown(path)}\n"
