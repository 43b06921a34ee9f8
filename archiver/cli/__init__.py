"""The `archiver` command: one module a command, each a thin shell over the floors below."""

import os
import sys

import typer

from archiver.errors import DONE, ArchiverError

os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "archiver.settings")


def main() -> None:
    """Entry point: an error a person can act on is one sentence on stderr and the exit code of its kind."""
    stdout = sys.stdout
    try:
        # Imported here, where what cannot be is one sentence: a command that is loaded reads the settings.
        from archiver.cli.app import app

        try:
            app()
        finally:
            stdout.flush()
    except ArchiverError as error:
        typer.echo(f"archiver: {error}", err=True)
        sys.exit(error.exit_code)
    except SystemExit:
        if sys.stdout is not stdout:
            # Typer met a closed pipe, and put a mute stream in its place.
            sys.exit(DONE)
        raise
    except BrokenPipeError:
        # The reader of our output (head, less) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(DONE)
