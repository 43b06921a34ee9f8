"""The command line: every command registered under its name."""

import typer

from archiver.cli import crawl, demo, export, parse, portals, search, show, status, upkeep
from archiver.settings import VERSION

app = typer.Typer(
    name="archiver",
    help="门户档案：crawls portals, keeps every article, finds it again in either script.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"archiver {VERSION}")
        raise typer.Exit


@app.callback()
def archiver(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    pass


app.command("crawl")(crawl.crawl)
app.command("parse")(parse.parse)
app.command("search")(search.search)
app.command("show")(show.show)
app.command("export")(export.export)
app.command("portals")(portals.portals)
app.command("status")(status.status)
app.command("runs")(status.runs)
app.command("reindex")(upkeep.reindex)
app.command("migrate")(upkeep.migrate)
app.command("demo")(demo.demo)
