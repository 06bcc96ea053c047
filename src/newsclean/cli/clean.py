"""`newsclean clean`: raw scrapes in, text and records out."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Unpack

import click

from newsclean.cli.options import (
    FAILED,
    FOUND,
    close_out,
    complain,
    config_option,
    load_config,
    pipeline_arguments,
    pipeline_options,
    write_out,
)
from newsclean.files import shown
from newsclean.record import to_utf8
from newsclean.runner import Outcome, RunFailed, run
from newsclean.signals import end_in_order
from newsclean.sources import STDIN, find_sources
from newsclean.writers import Writer, name_outputs, overwritten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsclean.cli.options import Chosen

VERDICTS = CLEANED, SKIPPED, REJECTED = "cleaned", "skipped", "rejected"
"""What may become of a document."""


@click.command("clean")
@click.argument(
    "inputs",
    metavar="INPUT...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, allow_dash=True, path_type=Path),
)
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for NAME.txt and NAME.json; without it, results go to standard output.",
)
@pipeline_options
@click.option("--split-articles", is_flag=True, help="Write each article to files of its own: NAME.1.txt, …")
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=lambda: os.cpu_count() or 1,
    show_default="all cores",
    help="Number of processes.",
)
@config_option
@click.option("--quiet", is_flag=True, help="Show no progress, only what was rejected and why.")
@click.option("--verbose", is_flag=True, help="Also record values that were found but not used.")
def command(  # noqa: PLR0913 - one parameter an option of the command
    inputs: tuple[Path, ...],
    output: Path | None,
    *,
    split_articles: bool,
    jobs: int,
    config: Path | None,
    quiet: bool,
    verbose: bool,
    **chosen: Unpack[Chosen],
) -> None:
    """Clean files, folders (with all below them) or standard input (-).

    With -o, INPUT/a/b.html gives OUT/a/b.txt and OUT/a/b.json. Without -o, one
    input prints its text; several print JSON Lines, each the record plus the text.

    Exit codes: 0 all clean; 1 some input was rejected, and standard error says
    which and why; 2 wrong usage; 3 the run itself failed.
    """
    end_in_order()
    _spare_loading()
    if inputs.count(Path("-")) > 1:
        raise click.UsageError("- (standard input) can be given only once")
    if split_articles and output is None:
        raise click.UsageError("--split-articles writes files: name a folder with -o OUT")
    options = pipeline_arguments(load_config(config), chosen)
    try:
        sources = find_sources(inputs, leave_out=output)
    except OSError as error:
        complain(STDIN, error)
        sys.exit(FOUND)
    if not sources:
        click.echo("newsclean: nothing to do: there are no files (hidden files are skipped)", err=True)
    one = len(inputs) == 1 and not inputs[0].is_dir()
    writer = Writer(output, text_only=one, split=split_articles, verbose=verbose)
    names = name_outputs(sources, split=split_articles) if output else [source.name for source in sources]
    if output and (lost := overwritten(output, sources, names)):
        raise click.UsageError(f"the output would overwrite the input {lost}; choose another folder with -o")
    watched = len(sources) > 1 and not quiet and sys.stderr is not None and sys.stderr.isatty()
    verdicts: Counter[str] = Counter()
    try:
        outcomes = run(sources, names, writer, options, jobs=jobs)
        for outcome in _progress(outcomes, len(sources), shown=watched):
            verdicts[_report(outcome)] += 1
    except RunFailed as error:
        click.echo(f"newsclean: {error}", err=True)
        sys.exit(FAILED)
    except BrokenPipeError:
        # The reader of our standard output has gone, as `head` does: no more to do, and no complaint at exit.
        close_out()
        sys.exit(FAILED)
    if watched:
        told = ", ".join(f"{verdicts[verdict]:,} {verdict}" for verdict in VERDICTS if verdicts[verdict])
        click.echo(f"newsclean: {told}", err=True)
    sys.exit(FOUND if verdicts[REJECTED] else 0)


def _spare_loading() -> None:
    """Let BeautifulSoup do without what this process does not use: CSS selectors, and guesses at encodings.

    Loading the libraries it has for these takes a fifth of a small run.
    """
    for unused in ("soupsieve", "cchardet"):
        sys.modules.setdefault(unused, ModuleType(unused))


def _report(outcome: Outcome) -> str:
    """Print what there is to print of one document; what has become of it."""
    if outcome.problem is not None:
        click.echo(f"newsclean: {shown(outcome.path)}: {outcome.problem}", err=True)
        return SKIPPED if outcome.skipped else REJECTED
    if outcome.text is not None:
        text = outcome.text
        if outcome.record is not None:
            text = json.dumps(outcome.record | {"text": text}, ensure_ascii=False) + "\n"
        write_out(to_utf8(text))
    return CLEANED


def _progress(outcomes: Iterator[Outcome], total: int, *, shown: bool) -> Iterator[Outcome]:
    """The outcomes, below which a bar tells how many of all there are: it makes way for what is printed."""
    if not shown:
        yield from outcomes
        return
    from tqdm import tqdm  # noqa: PLC0415 - only where someone watches

    tqdm.monitor_interval = 0  # no thread of its own beside the worker processes
    with tqdm(total=total, unit=" files", file=sys.stderr, leave=False) as bar:
        for outcome in outcomes:
            if outcome.problem is not None or outcome.text is not None:
                bar.clear()
            yield outcome
            bar.update()
