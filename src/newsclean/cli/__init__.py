"""The command line: one module per command, loaded when the command is run.

`newsclean --version` and `newsclean --help` thus load neither OpenCC nor BeautifulSoup.
"""

from __future__ import annotations

import importlib

import click

import newsclean

VERBS = {
    "clean": "Clean files, folders or standard input.",
    "check": "Report what is unclean in files, where and by which rule.",
    "fix": "Repair files in place, leaving their markup alone.",
    "explain": "Show what each stage does to a file, before and after.",
    "rules": "List the boilerplate rules; check house rules, or learn a site's own lines.",
    "config": "Print the configuration in force and where it comes from.",
}
"""Each command with its line of help; the command NAME is `newsclean.cli.NAME.command`."""


class _Lazy(click.Group):
    """A group whose commands are imported when they are run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            if ctx.resilient_parsing:
                return None
            from newsclean.tomlfile import suggest  # noqa: PLC0415 - only for complaints

            ctx.fail(f'there is no command "{cmd_name}"{suggest(cmd_name, VERBS)}')
        command = importlib.import_module(f"newsclean.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


@click.group(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(newsclean.__version__, prog_name="newsclean")
def main() -> None:
    """Turn raw scrapes of Chinese news into clean UTF-8 text plus a metadata record."""
