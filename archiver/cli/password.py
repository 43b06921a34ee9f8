"""`archiver password`: who may log in to the reading room."""

import sys
from typing import Annotated

import typer

from archiver.cli.console import ArchiveOption, options_for
from archiver.errors import UsageError


def password(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The reader's name.")],
    remove: Annotated[bool, typer.Option("--remove", help="Take the reader out.")] = False,
    archive: ArchiveOption = None,
) -> None:
    """Give a reader of the reading room a password: asked for twice, or the first line of standard input.

    例：archiver password anna    archiver password anna --remove
    """
    from archiver.web.passwords import Passwords

    known = Passwords(options_for(archive).password_file)
    if remove:
        known.put(name, None)
        typer.echo(f"{name} may no longer log in.", err=True)
        return
    if sys.stdin.isatty():
        given = typer.prompt("Password", hide_input=True, err=True)
        if given != typer.prompt("Again", hide_input=True, err=True):
            raise UsageError("The two are not the same; nothing was changed.")
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    known.put(name, given)
    typer.echo(f"{name} may log in; {known.file} holds the hash of the password.", err=True)
