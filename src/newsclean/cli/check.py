"""`newsclean check`: reports what is unclean, where and by which rule; changes nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from newsclean.cli.options import FOUND, asked_for, check_options, complain, emit, files_argument
from newsclean.config import FIXABLE

if TYPE_CHECKING:
    from newsclean.check.findings import Finding
    from newsclean.cli.options import Asked
    from newsclean.config import Config


@click.command("check")
@files_argument(required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="Format of the findings.",
)
@click.option("--explain", metavar="CODE", help="Explain a code, and check nothing.")
@check_options
def command(files: tuple[Path, ...], *, form: str, explain: str | None, **asked: Unpack[Asked]) -> None:
    """Check files, or all text, Markdown and HTML files below a folder.

    Each finding is one line: path:line:column: CODE what is wrong. Lines and columns
    refer to the file as it is and count from 1, columns in code points.

    Exit codes: 0 nothing found; 1 something was found, or a file could not be
    checked, and standard error says which and why; 2 wrong usage.
    """
    if explain is not None:
        emit(_explained(explain))
        return
    if not files:
        raise click.UsageError("name the files to check")
    from newsclean.check.files import Unreadable, examine  # noqa: PLC0415 - not for --explain
    from newsclean.check.render import FORMATS, as_sarif  # noqa: PLC0415 - the same

    config, paths = asked_for(files, asked)
    findings = []
    unreadable = False
    for path in paths:
        try:
            found = examine(str(path), path.read_bytes(), config).findings
        except (Unreadable, OSError) as error:
            complain(path, error)
            unreadable = True
            continue
        findings += found
        if form != "sarif":
            emit(FORMATS[form](found))
    if form == "sarif":
        emit(as_sarif(findings))
    elif form == "text" and findings:
        click.echo(_summary(findings, config), err=True)
    sys.exit(FOUND if findings or unreadable else 0)


def _summary(findings: list[Finding], config: Config) -> str:
    """How much was found, and what can be done about it."""
    fixable = sum(finding.fixable for finding in findings)
    unsafe = sum(finding.fixable_unsafe for finding in findings)
    more = f", {unsafe} more with --unsafe" if unsafe else ""
    left = sorted({one.stage for one in findings if one.stage in FIXABLE} - set(config.fix))
    words = ", ".join(f'"{stage}"' for stage in left)
    advice = f"; add {words} to `fix` in newsclean.toml to have that repaired too" if left else ""
    return f"{len(findings)} found, {fixable} fixable with newsclean fix{more}{advice}"


def _explained(given: str) -> str:
    from newsclean.check.codes import all_codes  # noqa: PLC0415 - only here

    code = all_codes().get(given.upper())
    if code is None:
        raise click.BadParameter(
            f"there is no code {given!r}; docs/rules.md lists them", param_hint="--explain"
        )
    return f"{code.code} {code.rule} ({code.stage}): {code.title}\n\n{code.help}\n"
