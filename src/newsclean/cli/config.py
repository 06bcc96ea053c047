"""`newsclean config`: what is in force, and where from."""

from __future__ import annotations

from pathlib import Path

import click

from newsclean.cli.options import config_option, emit, load_config
from newsclean.config import describe


@click.command("config")
@config_option
def command(config: Path | None) -> None:
    """Print the configuration in force, each value with where it comes from.

    It is read from newsclean.toml, or from [tool.newsclean] in pyproject.toml, in
    the working folder or the nearest folder above it that has one.
    """
    emit(describe(load_config(config)))
