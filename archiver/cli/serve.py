"""`archiver serve`: the archive in a browser."""

from ipaddress import ip_address
from typing import Annotated

import typer

from archiver.cli.console import ArchiveOption, console, open_archive
from archiver.errors import ArchiverError, UsageError


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8080,
    archive: ArchiveOption = None,
) -> None:
    """Open the reading room: search, read and compare in a browser.

    例：archiver serve    archiver serve --port 9000 --archive 档案库
    """
    if not is_loopback(host):
        raise UsageError(
            f"{host} can be reached from other machines and the reading room has no login; stay on 127.0.0.1."
        )
    # The web's packages take a while to load, which the other commands need not wait for.
    import socket

    import uvicorn

    from archiver.web.app import reading_room
    from archiver.web.shelf import Shelf

    opened = open_archive(archive)
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        opened.close()
        raise ArchiverError(f"{host}:{port} cannot be listened on ({error.strerror}); take another --port.") from error
    shown = f"[{host}]" if ":" in host else host
    console.print(f"http://{shown}:{listening.getsockname()[1]}/  Ctrl-C ends it.", soft_wrap=True)
    config = uvicorn.Config(
        reading_room(Shelf(opened)), log_level="warning", access_log=False, server_header=False, timeout_keep_alive=20
    )
    uvicorn.Server(config).run(sockets=[listening])


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
