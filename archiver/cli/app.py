"""The command line: every command registered under its name."""

import typer

from archiver.cli import (
    add,
    backup,
    crawl,
    demo,
    diff,
    export,
    imports,
    parse,
    password,
    portal,
    portals,
    prune,
    reprints,
    runs,
    schedule,
    search,
    serve,
    show,
    similar,
    status,
    top,
    trend,
    upkeep,
    verify,
    views,
    watch,
    withdraw,
    works,
)
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
app.command("similar")(similar.similar)
app.command("views")(views.views)
app.command("top")(top.top)
app.command("trend")(trend.trend)
app.add_typer(watch.app, name="watch")
app.command("show")(show.show)
app.command("add")(add.add)
app.command("import")(imports.import_)
app.command("reprints")(reprints.reprints)
app.command("diff")(diff.diff)
app.add_typer(works.app, name="works")
app.command("export")(export.export)
app.command("portals")(portals.portals)
app.add_typer(portal.app, name="portal")
app.command("status")(status.status)
app.command("runs")(runs.runs)
app.command("schedule")(schedule.schedule)
app.command("reindex")(upkeep.reindex)
app.command("migrate")(upkeep.migrate)
app.command("verify")(verify.verify)
app.command("backup")(backup.backup)
app.command("prune")(prune.prune)
app.command("withdraw")(withdraw.withdraw)
app.command("password")(password.password)
app.command("serve")(serve.serve)
app.command("demo")(demo.demo)
