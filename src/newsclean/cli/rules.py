"""`newsclean rules`: lists the boilerplate rules, checks house rules, learns the lines of a site."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsclean.cli.options import FOUND, complain, config_option, emit, load_config, load_rules

if TYPE_CHECKING:
    from newsclean.boilerplate.ruleset import Rule, RuleSet
    from newsclean.document import Document


@click.command("rules")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--learn",
    "folder",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Find lines that recur in many documents of one site, and print them as house rules.",
)
@config_option
def command(file: Path | None, folder: Path | None, config: Path | None) -> None:
    """List the rules, each with its reason and examples; with FILE, check a file of house rules.

    A fault is printed as FILE:LINE: what is wrong and what to do; then the exit code is 1.

    The rules that --learn prints take effect once a configuration names their file:
    newsclean rules --learn raw/ > house.toml
    """
    if file is not None and folder is not None:
        raise click.UsageError("either check a FILE or --learn from a FOLDER, not both")
    if file is not None:
        _check(file)
        return
    rules = load_rules(load_config(config))
    emit(_learn(folder, rules) if folder is not None else _list(rules))


def _check(file: Path) -> None:
    from newsclean.boilerplate.examples import check_file  # noqa: PLC0415 - it loads the stages
    from newsclean.document import counted  # noqa: PLC0415 - not for --help
    from newsclean.tomlfile import read_toml  # noqa: PLC0415 - the same

    try:
        text = read_toml(file)
    except ValueError as error:
        raise click.UsageError(f"{file}: {error}") from None
    count, faults = check_file(text, str(file))
    for fault in faults:
        click.echo(str(fault))
    if faults:
        sys.exit(FOUND)
    click.echo(f"{file}: {counted(count, 'rule')}, all examples hold")


def _list(rules: RuleSet) -> str:
    from newsclean.boilerplate.ruleset import own_rules  # noqa: PLC0415 - it reads the rules

    return "\n".join(_entry(rule, off=rule.id in rules.off) for rule in (*rules.house, *own_rules()))


def _entry(rule: Rule, *, off: bool) -> str:
    """A rule with its reason, and one line that it removes and one that it leaves."""
    shown = [
        f"    {sign} {some[0]}".replace("\n", " / ") + "\n"
        for sign, some in (("-", rule.drops), (" ", rule.keeps))
        if some
    ]
    state = ", off" if off else ""
    return f"{rule.id} ({rule.where}, {rule.origin}{state})\n    {rule.why}\n{''.join(shown)}"


def _learn(folder: Path, rules: RuleSet) -> str:
    from newsclean.boilerplate.learn import learn, to_toml  # noqa: PLC0415 - only here

    return to_toml(learn(_documents(folder, rules)))


def _documents(folder: Path, rules: RuleSet) -> Iterator[tuple[str, Document]]:
    """The documents below a folder as the rules in force leave them, each with its folder's name."""
    from newsclean.document import Rejected  # noqa: PLC0415 - not for --help
    from newsclean.pipeline import build_pipeline  # noqa: PLC0415 - the same
    from newsclean.sources import find_sources  # noqa: PLC0415 - the same

    pipeline = build_pipeline(rules=rules, skip=("layout", "script", "normalise"))
    for source in find_sources([folder]):
        try:
            yield source.path.parent.name, pipeline(source.read())
        except (Rejected, OSError) as error:
            complain(source.path, error)
