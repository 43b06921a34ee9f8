from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient

from archiver.web.app import reading_room
from archiver.web.gate import Login
from archiver.web.shelf import Shelf
from storage.archive import Archive

Visit = Callable[..., TestClient]


def visitor(archive: Archive) -> TestClient:
    """A browser without a screen, in a reading room that has looked at the archive once."""
    shelf = Shelf(archive)
    shelf.follow()
    return TestClient(
        reading_room(shelf),
        base_url="http://127.0.0.1",
        headers={"Accept-Language": "en"},
        raise_server_exceptions=False,
        follow_redirects=False,
    )


@pytest.fixture
def room(archive: Archive) -> Callable[[], TestClient]:
    return lambda: visitor(archive)


@pytest.fixture
def any_room(any_archive: Archive) -> Callable[[], TestClient]:
    """The same on either database."""
    return lambda: visitor(any_archive)


@pytest.fixture
def serving() -> Iterator[Callable[..., str]]:
    """Serves an archive on loopback, as `archiver serve` does; gives the address."""
    import socket
    import threading

    import uvicorn

    servers: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(archive: Archive, login: Login | None = None) -> str:
        shelf = Shelf(archive)
        shelf.follow()
        listening = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(
            uvicorn.Config(
                reading_room(shelf, login=login), log_level="error", access_log=False, timeout_graceful_shutdown=2
            )
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{listening.getsockname()[1]}"

    yield start
    for server, thread in servers:
        server.should_exit = True
        thread.join(timeout=30)
