"""The command line: every command by its name, whose module is loaded only when it is asked for."""

from functools import cache
from importlib import import_module

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

COMMANDS = {
    "crawl": "crawl.crawl",
    "parse": "parse.parse",
    "search": "search.search",
    "similar": "similar.similar",
    "views": "views.views",
    "top": "top.top",
    "trend": "trend.trend",
    "watch": "watch.app",
    "show": "show.show",
    "add": "add.add",
    "import": "imports.import_",
    "reprints": "reprints.reprints",
    "diff": "diff.diff",
    "works": "works.app",
    "export": "export.export",
    "portals": "portals.portals",
    "portal": "portal.app",
    "status": "status.status",
    "runs": "runs.runs",
    "schedule": "schedule.schedule",
    "reindex": "upkeep.reindex",
    "migrate": "upkeep.migrate",
    "verify": "verify.verify",
    "backup": "backup.backup",
    "prune": "prune.prune",
    "withdraw": "withdraw.withdraw",
    "password": "password.password",
    "serve": "serve.serve",
    "demo": "demo.demo",
}
"""The commands in the order of `archiver --help`: a function of `archiver.cli`, or the commands under a command."""


class Commands(TyperGroup):
    """The commands of `COMMANDS`: a search need not wait until all that a crawl needs is loaded."""

    def list_commands(self, ctx: object) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: object, cmd_name: str) -> TyperCommand | TyperGroup | None:
        if cmd_name in COMMANDS:
            return command(cmd_name)
        # Typer looks among the commands that it has for the one that was meant.
        self.commands = {name: command(name) for name in COMMANDS}
        return None


@cache
def command(name: str) -> TyperCommand | TyperGroup:
    """The command of this name, with its module."""
    module, attribute = COMMANDS[name].split(".")
    found = getattr(import_module(f"archiver.cli.{module}"), attribute)
    alone = typer.Typer(rich_markup_mode=None)
    if isinstance(found, typer.Typer):
        alone.add_typer(found, name=name)
    else:
        alone.command(name)(found)
    made = get_group(alone).commands[name]
    assert isinstance(made, TyperCommand | TyperGroup)
    return made


app = typer.Typer(
    cls=Commands,
    name="archiver",
    help="门户档案：crawls portals, keeps every article, finds it again in either script.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        from archiver.settings import VERSION

        typer.echo(f"archiver {VERSION}")
        raise typer.Exit


@app.callback()
def archiver(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    pass
