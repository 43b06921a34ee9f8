"""`archiver show`: one article, as a person reads it, as data, or as the bytes that the portal sent."""

import sys
from collections.abc import Sequence
from contextlib import closing
from typing import Annotated, Any

import typer
from rich.text import Text

from archiver.cli.console import ArchiveOption, JsonOption, console, iso, open_archive, print_json
from archiver.errors import NothingFound
from archiver.text.mirror import restore
from archiver.text.pinyin import is_obfuscated
from storage.archive import Archive
from storage.articles import StoredArticle, StoredAttachment, absence, article, attachments
from storage.captures import read_capture
from storage.warc import decoded


def show(
    id: Annotated[int, typer.Argument(metavar="ID", help="The article's number, as search prints it.")],
    revision: Annotated[int | None, typer.Option(min=1, help="The text of this revision, not the last one.")] = None,
    raw: Annotated[bool, typer.Option("--raw", help="The page as the portal sent it.")] = False,
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> None:
    """Show one article: what is known of it and its text; --raw gives the page as it was captured.

    例：archiver show 12    archiver show 12 --raw > 原文.html
    """
    with closing(open_archive(archive)) as opened:
        with opened.reading() as session:
            stored = article(session, id, revision)
            if stored is None:
                known = article(session, id)
                raise NothingFound(
                    absence(session, id)
                    if known is None
                    else f"Article {id} has no revision {revision}; its last one is {known.revisions}."
                )
            files = attachments(session, id)
        if raw:
            write_page(opened, stored)
        elif as_json:
            print_json(as_row(stored, files))
        else:
            print_article(stored, files)


def as_row(stored: StoredArticle, files: Sequence[StoredAttachment]) -> dict[str, Any]:
    """The article as `show --json` prints it."""
    return {
        "id": stored.id,
        "url": stored.url,
        "portal": stored.portal,
        "channel": stored.channel,
        "title": stored.title,
        "published": stored.published,
        "published_raw": stored.published_raw,
        "views": stored.views,
        "source": stored.source,
        "author": stored.author,
        "breadcrumb": list(stored.breadcrumb),
        "body": stored.body,
        "restored": restored(stored),
        "html": stored.html,
        "attachments": [
            {"role": f.role, "name": f.name, "url": f.url, "type": f.type, "sha256": f.sha256, "size": f.size}
            for f in files
        ],
        "work": stored.work,
        "printings": stored.printings,
        "revision": stored.revision,
        "revisions": stored.revisions,
        "family": stored.family,
        "evidence": {name: [e.rule, e.where, e.text] for name, e in stored.evidence.items()},
        "sha256": stored.sha256,
        "first_seen": iso(stored.first_seen),
        "last_seen": iso(stored.last_seen),
        "gone_at": iso(stored.gone_at),
    }


def restored(stored: StoredArticle) -> dict[str, Any] | None:
    """A mirror's text as it was before the mirror, each change explained; None for an honest page.

    A change names its place in the body as printed, and what the clean text has there.
    """
    if not is_obfuscated(stored.body):
        return None
    clean = restore(stored.body, True)
    return {
        "title": restore(stored.title, True).text,
        "body": clean.text,
        "damaged": clean.damaged,
        "changes": [
            {"at": change.start, "before": stored.body[change.start : change.end], "after": change.replacement,
             "why": change.why}
            for change in clean.changes
        ],
    }  # fmt: skip


def print_article(stored: StoredArticle, files: Sequence[StoredAttachment]) -> None:
    """The article on the terminal; an obfuscated one without its pinyin, and saying so."""
    obfuscated = is_obfuscated(stored.body)
    console.print(Text(restore(stored.title, obfuscated).text, style="bold"))
    facts = {
        "portal": stored.portal_title or stored.portal,
        "channel": stored.channel,
        "published": stored.published,
        "source": stored.source,
        "author": stored.author,
        "views": None if stored.views is None else str(stored.views),
        "url": stored.url,
        "work": f"{stored.work}, printed {stored.printings} times" if stored.printings > 1 else None,
        "revision": f"{stored.revision} of {stored.revisions}" if stored.revisions > 1 else None,
        "gone": None if stored.gone_at is None else f"no longer on the portal since {stored.gone_at:%Y-%m-%d}",
        "note": "the page writes pinyin behind its characters; shown without" if obfuscated else None,
    }
    for name, value in facts.items():
        if value is not None:
            console.print(Text(f"{name:>9}  ", style="dim").append(value))
    console.print()
    console.print(Text(restore(stored.body, obfuscated).text))
    for file in files:
        kept = "kept" if file.sha256 else "not kept"
        console.print(Text(f"{file.role:>10}  ", style="dim").append(f"{file.name} ({kept})  {file.url}"))


def write_page(opened: Archive, stored: StoredArticle) -> None:
    """The bytes of the page that showed this text, to stdout, without the compression they travelled in."""
    if stored.capture_id is None:
        raise NothingFound(f"Article {stored.id} was taken in from a file; no page of it was captured.")
    sys.stdout.flush()
    sys.stdout.buffer.write(decoded(read_capture(opened, stored.capture_id).answer))
    sys.stdout.buffer.flush()
