"""Options that several verbs share."""

from __future__ import annotations

from pathlib import Path

import click

from newsclean.config import Config, ConfigError, load

config_option = click.option(
    "--config",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Configuration file; by default newsclean.toml or pyproject.toml, here or in a folder above.",
)


def load_config(path: Path | None) -> Config:
    """The configuration in force; a bad one is wrong usage, and ends the command with exit code 2."""
    try:
        return load(path)
    except ConfigError as error:
        raise click.UsageError(str(error)) from None
