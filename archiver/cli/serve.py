"""`archiver serve`: the archive in a browser."""

from ipaddress import ip_address
from typing import TYPE_CHECKING, Annotated

import typer

from archiver.cli.console import ArchiveOption, console, options_for
from archiver.errors import ArchiverError, UsageError
from archiver.settings import Options
from storage.archive import Archive

if TYPE_CHECKING:
    from archiver.web.gate import Login


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8080,
    archive: ArchiveOption = None,
) -> None:
    """Open the reading room: search, read and compare in a browser.

    例：archiver serve    archiver password anna && archiver serve --host 0.0.0.0
    """
    # The web's packages take a while to load, which the other commands need not wait for.
    import socket

    import uvicorn

    from archiver.web.app import HERE, reading_room
    from archiver.web.shelf import Shelf

    options = options_for(archive)
    login = login_of(options)
    if login is None and not is_loopback(host):
        raise UsageError(
            f"{host} can be reached from other machines and nobody could log in; "
            "give a reader a password first (archiver password NAME), or stay on 127.0.0.1."
        )
    opened = Archive.open(options.home, options.database)
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        opened.close()
        raise ArchiverError(f"{host}:{port} cannot be listened on ({error.strerror}); take another --port.") from error
    names = (*HERE, *options.hosts.split()) if is_loopback(host) or options.hosts else ("*",)
    shown = f"[{host}]" if ":" in host else host
    console.print(f"http://{shown}:{listening.getsockname()[1]}/  Ctrl-C ends it.", soft_wrap=True)
    config = uvicorn.Config(
        reading_room(Shelf(opened), hosts=names, login=login),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=5,
        forwarded_allow_ips=options.proxies.split() if options.proxy_header is None else [],
    )
    uvicorn.Server(config).run(sockets=[listening])


def login_of(options: Options) -> "Login | None":
    """How readers log in; None where everybody may read."""
    from archiver.web.gate import Login
    from archiver.web.passwords import Passwords

    passwords = Passwords(options.password_file)
    readers = passwords.readers()
    if options.proxy_header is None and not readers:
        return None
    return Login(passwords if readers else None, options.proxy_header, options.proxies.split())


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
