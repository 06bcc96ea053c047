"""What several commands share: options, finding files, output."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypedDict, TypeVar

import click

from newsclean.choices import CHOICES
from newsclean.config import Config, ConfigError, check_codes, load
from newsclean.files import complaint, shown
from newsclean.stages import NAMES

if TYPE_CHECKING:
    from newsclean.boilerplate.ruleset import RuleSet

    _Command = TypeVar("_Command", bound=Callable[..., Any])

FOUND, FAILED = 1, 3
"""Exit codes of all commands: something was found, changed or rejected; the command itself failed, as where
standard output cannot be written. Wrong usage is 2, as click has it."""

config_option = click.option(
    "--config",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Configuration file; by default newsclean.toml or pyproject.toml, here or in a folder above.",
)


def _together(*options: Callable[[Any], Any]) -> Callable[[_Command], _Command]:
    """Several options as one decorator, in the order in which help lists them."""

    def decorate(verb: _Command) -> _Command:
        for option in reversed(options):
            verb = option(verb)
        return verb

    return decorate


# -- how a document is cleaned ------------------------------------------------------------------------


class Chosen(TypedDict):
    """The values of `pipeline_options`."""

    script: str | None
    punctuation: str | None
    keep_boilerplate: bool
    only: tuple[str, ...]
    skip: tuple[str, ...]
    encoding: str | None


def _stages(name: str, choice: Sequence[str], text: str) -> Callable[[_Command], _Command]:
    """An option that names stages."""
    return click.option(name, multiple=True, type=click.Choice(choice), metavar="STAGE", help=text)


def _encoding(ctx: click.Context, param: click.Parameter, name: str | None) -> str | None:
    from newsclean.decoding.labels import canonical  # noqa: PLC0415 - only for the user who names an encoding

    del ctx, param
    try:
        return None if name is None else canonical(name)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


pipeline_options = _together(
    click.option(
        "--script",
        type=click.Choice(CHOICES["script"]),
        show_default="hans",
        help="Chinese script of the text.",
    ),
    click.option(
        "--punctuation",
        type=click.Choice(CHOICES["punctuation"]),
        show_default="zh",
        help="Full-width punctuation in Chinese sentences, or unchanged.",
    ),
    click.option("--keep-boilerplate", is_flag=True, help="Leave credits, notices and bars in the text."),
    _stages("--only", NAMES, "Run only this stage (and decode); repeatable."),
    _stages("--skip", NAMES[1:], "Leave out this stage; repeatable."),
    click.option(
        "--encoding",
        metavar="NAME",
        callback=_encoding,
        help="Encoding of the input; detected by default.",
    ),
)
"""The options that say how a document is cleaned."""


def pipeline_arguments(config: Config, chosen: Chosen) -> dict[str, Any]:
    """Arguments for `build_pipeline`: what the command line says, then what the configuration says."""
    from newsclean.pipeline import check_stages  # noqa: PLC0415 - not for --help

    try:
        check_stages(chosen["only"], chosen["skip"], keep_boilerplate=chosen["keep_boilerplate"])
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    settings = config.override(
        script=chosen["script"],
        punctuation=chosen["punctuation"],
        keep_boilerplate=chosen["keep_boilerplate"] or None,
    )
    return {
        **chosen,
        "script": settings.script,
        "punctuation": settings.punctuation,
        "keep_boilerplate": settings.keep_boilerplate and "boilerplate" not in chosen["only"],
        "rules": load_rules(settings),
        "protected": settings.protected,
    }


# -- which files are looked at, and for what ------------------------------------------------------------


def files_argument(*, required: bool) -> Callable[[_Command], _Command]:
    """The files or folders that a command works on."""
    return click.argument(
        "files", metavar="FILE...", nargs=-1, required=required, type=click.Path(path_type=Path)
    )


class Asked(TypedDict):
    """The values of `check_options`."""

    select: tuple[str, ...] | None
    ignore: tuple[str, ...] | None
    force_exclude: bool
    config: Path | None


def _codes(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...] | None:
    del ctx, param
    try:
        return check_codes([code for value in values for code in value.split(",")]) or None
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _codes_option(name: str, text: str) -> Callable[[_Command], _Command]:
    """An option that names codes."""
    return click.option(name, metavar="CODES", multiple=True, callback=_codes, help=text)


check_options = _together(
    _codes_option("--select", "Look only for these codes, or prefixes of codes: NC2,NC908; repeatable."),
    _codes_option("--ignore", "Never look for these codes, or prefixes of codes; repeatable."),
    click.option(
        "--force-exclude",
        is_flag=True,
        help="Skip excluded files even when they are named, as pre-commit does.",
    ),
    config_option,
)
"""The options that say what is looked for, and in which files."""


def asked_for(files: Sequence[Path], asked: Asked) -> tuple[Config, Iterator[Path]]:
    """The configuration in force and the files to look at; rules that cannot be used are wrong usage."""
    config = load_config(asked["config"]).override(select=asked["select"], ignore=asked["ignore"])
    load_rules(config)
    return config, _find_files(files, config, force_exclude=asked["force_exclude"])


def load_config(path: Path | None) -> Config:
    """The configuration in force; a bad one is wrong usage, and ends the command with exit code 2."""
    try:
        return load(path)
    except ConfigError as error:
        raise click.UsageError(str(error)) from None


def load_rules(config: Config) -> RuleSet:
    """The boilerplate rules in force; a bad one is wrong usage."""
    try:
        return config.ruleset
    except ConfigError as error:
        raise click.UsageError(str(error)) from None


def _find_files(given: Sequence[Path], config: Config, *, force_exclude: bool) -> Iterator[Path]:
    """The files named, and of folders those that are text, Markdown or HTML by their suffix."""
    from newsclean.check.scan import SUFFIXES  # noqa: PLC0415 - not for --help
    from newsclean.sources import find_sources  # noqa: PLC0415 - the same

    if Path("-") in given:
        raise click.UsageError("check and fix work on files; to clean standard input, use newsclean clean -")
    found = False
    for source in find_sources(given):
        named = source.listed
        if not named and source.path.suffix.lower() not in SUFFIXES:
            continue
        found = True
        if (named and not force_exclude) or not config.excludes(source.path):
            yield source.path
    if not found:
        click.echo(
            "newsclean: nothing to do: no file has a suffix of text, Markdown or HTML; "
            "a file that is named is taken whatever its suffix",
            err=True,
        )


def complain(path: Path, error: Exception, action: str = "read") -> None:
    """Say on standard error what is wrong with a file, and what to do.

    Args:
        path: The file.
        error: What happened to it.
        action: What could not be done with it if this is an OSError: `read` or `written`.
    """
    reason = complaint(error, action) if isinstance(error, OSError) else str(error)
    click.echo(f"newsclean: {shown(path)}: {reason}", err=True)


def emit(text: str) -> None:
    """Print a result, in UTF-8 whatever the terminal is set to: it is read by programs as well."""
    write_out(text.encode("utf-8", "surrogateescape"))


def write_out(data: bytes) -> None:
    """Write to standard output at once; where it cannot be written, end the command with exit code 3.

    Raises:
        BrokenPipeError: Its reader has gone, as `head` does.
    """
    if sys.stdout is None:
        _end_without_out("it is closed")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        close_out()
        _end_without_out(error.strerror)


def close_out() -> None:
    """Let what could not be written to standard output be forgotten, or Python complains of it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _end_without_out(reason: str | None) -> NoReturn:
    click.echo(f"newsclean: standard output cannot be written ({reason})", err=True)
    sys.exit(FAILED)
