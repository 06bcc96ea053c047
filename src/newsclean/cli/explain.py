"""`newsclean explain`: what each stage does to one file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from newsclean.cli.options import (
    FOUND,
    complain,
    config_option,
    emit,
    load_config,
    pipeline_arguments,
    pipeline_options,
)

if TYPE_CHECKING:
    from newsclean.cli.options import Chosen


@click.command("explain")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@pipeline_options
@config_option
def command(file: Path, *, config: Path | None, **chosen: Unpack[Chosen]) -> None:
    """Show what each stage does to a file, or to standard input (-), and write nothing.

    Each change is one line: its rule, its place, the text before → the text after.
    A change marked ~ was chosen by its context. Facts and warnings are listed under
    the stage that found them.

    Exit codes: 0 explained; 1 the file was rejected, and standard error says why;
    2 wrong usage.
    """
    from newsclean.document import Rejected  # noqa: PLC0415 - not for --help
    from newsclean.explain import explain  # noqa: PLC0415 - the same
    from newsclean.pipeline import build_pipeline  # noqa: PLC0415 - the same
    from newsclean.sources import find_sources  # noqa: PLC0415 - the same

    pipeline = build_pipeline(**pipeline_arguments(load_config(config), chosen))
    try:
        (source,) = find_sources([file])
        account = "".join(f"{line}\n" for line in explain(pipeline.steps(source.read())))
    except (Rejected, OSError) as error:
        complain(file, error)
        sys.exit(FOUND)
    emit(account)
