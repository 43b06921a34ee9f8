"""`archiver diff`: what changed between two revisions of an article."""

from contextlib import closing
from typing import Annotated

import typer
from rich.text import Text

from archiver.cli.console import ArchiveOption, JsonOption, console, iso, open_archive, print_json
from archiver.errors import NothingFound
from storage.articles import StoredArticle, absence, revisions

_GONE, _NEW = "red strike", "green"
_KEPT = 30


def diff(
    id: Annotated[int, typer.Argument(metavar="ID", help="The article's number.")],
    first: Annotated[int | None, typer.Argument(metavar="[A]", help="A revision; the one before B without.")] = None,
    second: Annotated[int | None, typer.Argument(metavar="[B]", help="A revision; the one shown last without.")] = None,
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> None:
    """Show what changed between two revisions, character by character; numbers, dates and names are raised.

    例：archiver diff 12    archiver diff 12 1 3 --json
    """
    from archiver.text.difference import differences

    with closing(open_archive(archive)) as opened, opened.reading() as session:
        stored = {revision.revision: revision for revision in revisions(session, id)}
        if not stored:
            raise NothingFound(absence(session, id))
    if len(stored) == 1:
        raise NothingFound(f"Article {id} has shown one text only.")
    new = second if second is not None else max(stored)
    old = first if first is not None else max((number for number in stored if number < new), default=0)
    for number in (old, new):
        if number not in stored:
            raise NothingFound(f"Article {id} has revisions 1 to {max(stored)}, and no {number}.")
    one, other = stored[old], stored[new]
    found = {
        "title": differences(one.title, other.title),
        "body": differences(one.body, other.body),
    }
    if as_json:
        changes = [
            {"where": where, "at": d.start, "before": d.before, "after": d.after, "kinds": list(d.kinds)}
            for where, some in found.items()
            for d in some
        ]
        print_json({"id": id, "from": _of(one), "to": _of(other), "changes": changes})
        return
    console.print(Text(f"{other.title}  revision {old} → {new}", style="bold"))
    for where, some in found.items():
        text = one.title if where == "title" else one.body
        for d in some:
            end = d.start + len(d.before)
            console.print(
                Text(f"{'/'.join(d.kinds):>9}  ", style="bold" if d.kinds != ("text",) else "dim")
                .append("…" + text[max(d.start - _KEPT, 0) : d.start].replace("\n", "⏎"))
                .append(f"[-{d.before}-]" if d.before and not console.is_terminal else d.before, _GONE)
                .append(f"{{+{d.after}+}}" if d.after and not console.is_terminal else d.after, _NEW)
                .append(text[end : end + _KEPT].replace("\n", "⏎") + "…")
            )
    if not any(found.values()):
        console.print("Title and text are the same to the character.")


def _of(revision: StoredArticle) -> dict[str, object]:
    return {
        "revision": revision.revision,
        "title": revision.title,
        "appeared": iso(revision.appeared),
        "last_seen": iso(revision.last_seen),
    }
