"""`archiver reprints`: who printed the same article."""

from contextlib import closing
from typing import Annotated, Any

import typer
from rich.text import Text

from archiver.cli.console import ArchiveOption, JsonOption, console, open_archive, print_json
from archiver.errors import NothingFound
from storage.articles import absence, article, articles
from storage.reprints import WorkShown, works_shown


def reprints(
    id: Annotated[int | None, typer.Argument(metavar="[ID]", help="An article's number; all works without.")] = None,
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> None:
    """Show who printed the same article, which pages hold it among others, and which articles share its form.

    例：archiver reprints 12    archiver reprints --json
    """
    with closing(open_archive(archive)) as opened, opened.reading() as session:
        if id is not None and article(session, id) is None:
            raise NothingFound(absence(session, id))
        shown = 0
        for work in works_shown(session, id):
            if len(work.members) < 2 and not (id is not None and (work.digests or work.siblings)):
                continue
            shown += 1
            if as_json:
                print_json(as_row(work))
                continue
            ids = [member for member, _, _ in work.members]
            stored = {article.id: article for article in articles(session, ids)}
            console.print(Text(stored[work.canonical].title, style="bold").append(f"  work {work.work}", style="dim"))
            for member, url, relation in work.members:
                one = stored[member]
                facts = [one.published or "no date", one.portal_title or one.portal]
                facts += [f"{one.views} views"] if one.views is not None else []
                console.print(Text(f"  {relation:>17}  [{member}] {'  '.join(facts)}  ").append(url, style="dim"))
            for name, others in (("held by digests", work.digests), ("siblings", work.siblings)):
                if others:
                    console.print(Text(f"  {name}: {', '.join(map(str, others))}", style="dim"))
    if not shown and not as_json:
        typer.echo(
            "No article of the archive is printed twice." if id is None else f"Article {id} is printed once, here."
        )


def as_row(work: WorkShown) -> dict[str, Any]:
    """A work as `reprints --json` prints it."""
    return {
        "work": work.work,
        "canonical": work.canonical,
        "members": [{"id": id, "url": url, "relation": relation} for id, url, relation in work.members],
        "digests": work.digests,
        "siblings": work.siblings,
    }
