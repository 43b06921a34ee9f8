"""`archiver verify`: read every byte of the archive again and say what is not as it was stored."""

import time
from contextlib import closing

import typer

from archiver.cli.console import ArchiveOption, JsonOption, open_archive, print_json
from archiver.errors import ArchiverError
from storage.fixity import Inspection


def verify(as_json: JsonOption = False, archive: ArchiveOption = None) -> None:
    """Check the database, the digest of every capture, every row that names another, and the search index.

    Reads the whole archive; a crawl may go on meanwhile. Ends with exit code 1 where anything is wrong.

    例：archiver verify --archive 档案库
    """
    began = time.monotonic()
    found = 0
    with closing(open_archive(archive)) as opened:
        inspection = Inspection(opened)
        for fault in inspection.faults():
            found += 1
            if as_json:
                print_json({"fault": fault.what, "where": fault.where, "why": fault.why})
            else:
                typer.echo(f"{fault.what}: {fault.where}: {fault.why}")
    seconds = time.monotonic() - began
    if as_json:
        print_json(
            {
                "captures": inspection.captures,
                "files": inspection.files,
                "bytes": inspection.bytes,
                "articles": inspection.articles,
                "unlisted": inspection.unlisted,
                "faults": found,
                "sound": not found,
                "seconds": round(seconds, 1),
            }
        )
    else:
        typer.echo(
            f"{inspection.captures} captures in {inspection.files} files ({inspection.bytes / 1e6:.1f} MB) and "
            f"{inspection.articles} articles read in {seconds:.1f} s: {f'{found} faults' if found else 'all sound'}."
        )
    if found:
        raise ArchiverError(
            f"The archive has {found} {'fault' if found == 1 else 'faults'}; take what is damaged from a backup "
            "(archiver backup)."
        )
