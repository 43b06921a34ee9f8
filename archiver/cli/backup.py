"""`archiver backup`: copy the archive while it is used, and put a copy back."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from archiver.cli.console import ArchiveOption, JsonOption, now, open_archive, options_for, print_json
from storage import backup as backups


def backup(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the backup.")],
    restore: Annotated[
        bool, typer.Option("--restore", help="Make a new archive of the backup in DIR, where --archive says.")
    ] = False,
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> None:
    """Copy the archive into DIR, while crawls and searches go on; made again, only what is new is copied.

    The copy is an archive itself: archiver search --archive DIR. The search index is left out, and made when needed.

    例：archiver backup /mnt/备份    archiver backup /mnt/备份 --restore --archive 新档案库
    """
    if restore:
        options = options_for(archive)
        made = backups.restore(folder, options.home, options.database)
        where = f"restored into {options.home}; check it with archiver verify"
    else:
        with closing(open_archive(archive)) as opened:
            made = backups.back_up(opened, folder, now())
        where = f"backed up, {made.copied / 1e6:.1f} MB of captures copied anew"
    if as_json:
        print_json(
            {
                "made_at": made.made_at,
                "articles": made.articles,
                "captures": made.captures,
                "files": made.files,
                "bytes": made.bytes,
                "copied": None if restore else made.copied,
            }
        )
    else:
        typer.echo(f"{made.articles} articles and {made.captures} captures {where}.")
