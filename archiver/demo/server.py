"""The three demo portals on loopback, each behind its own port."""

import socket
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Literal, NamedTuple, Self

from archiver.demo.city import CityPortal
from archiver.demo.county import CountyPortal
from archiver.demo.mirror import MirrorPortal
from archiver.demo.portal import Portal, Truth

HOST = "127.0.0.1"


class Request(NamedTuple):
    """One request that a portal answered."""

    address: str
    """The portal's address, ending in a slash."""
    method: str
    path: str
    """Path and query as asked."""
    status: int
    user_agent: str | None


class DemoPortals:
    """A county association's portal, the city association's and a mirror, served while the `with` block runs.

    `ports` are the three ports on 127.0.0.1, 0 for a free one. OSError where a port is taken.
    """

    asked: Callable[[Request], None] | None = None
    """Called with each request before its answer goes out: a test interrupts a crawl here."""

    def __init__(self, ports: tuple[int, int, int] = (0, 0, 0)) -> None:
        self._log: list[Request] = []
        self._servers: list[_Server] = []
        try:
            for port in ports:
                self._servers.append(_Server(port, self._note))
        except OSError:
            self._close()
            raise
        county, city, mirror = self.addresses
        self._portals: tuple[Portal, ...] = (CountyPortal(county, city), CityPortal(city), MirrorPortal(mirror))
        self._threads: list[Thread] = []

    def __enter__(self) -> Self:
        for server, portal in zip(self._servers, self._portals, strict=True):
            server.portal = portal
            thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
            thread.start()
            self._threads.append(thread)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.shutdown()
        for thread in self._threads:
            thread.join()
        self._close()

    @property
    def addresses(self) -> tuple[str, str, str]:
        """The first pages of the county's portal, the city's and the mirror."""
        county, city, mirror = (f"http://{HOST}:{server.server_address[1]}/" for server in self._servers)
        return county, city, mirror

    @property
    def requests(self) -> tuple[Request, ...]:
        """Every request so far, in the order of the answers."""
        return tuple(self._log)

    @property
    def hits(self) -> tuple[str, ...]:
        """The requests that made a counter add one, as addresses."""
        return tuple(hit for portal in self._portals for hit in portal.hits)

    def views(self, address: str, number: int) -> int:
        """How often the article of this portal was viewed by its own count; KeyError where there is none."""
        return self._portal(address).views[number]

    def truth(self) -> list[Truth]:
        """What the three portals hold now: the county's articles, the city's, the mirror's, each newest first."""
        return [truth for portal in self._portals for truth in portal.truth()]

    def url(self, number: int, address: str | None = None) -> str:
        """Where an article stands; without a portal's address the first portal that has it. KeyError otherwise."""
        portal = self._portal(address, number)
        return portal.address.rstrip("/") + portal.path_of(portal.articles[number])

    def edit(
        self, number: int, *, title: str | None = None, body: str | None = None, address: str | None = None
    ) -> None:
        """Change an article (a paragraph a line), by default in the first portal that has it; KeyError otherwise."""
        self._portal(address, number).edit(number, datetime.now(UTC), title=title, body=body)

    def remove(self, number: int, *, status: Literal[404, 410] = 404, address: str | None = None) -> None:
        """Take an article away; its address then answers with `status`. KeyError where there is none."""
        self._portal(address, number).remove(number, datetime.now(UTC), status)

    def _note(self, request: Request) -> None:
        self._log.append(request)
        if self.asked is not None:
            self.asked(request)

    def _portal(self, address: str | None, number: int | None = None) -> Portal:
        for portal in self._portals:
            if address in (None, portal.address) and (number is None or number in portal.articles):
                return portal
        raise KeyError(address if number is None else number)

    def _close(self) -> None:
        for server in self._servers:
            server.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    portal: Portal

    def __init__(self, port: int, note: Callable[[Request], None]) -> None:
        self.note = note
        self._open: set[socket.socket] = set()
        self._open_lock = Lock()
        super().__init__((HOST, port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._open_lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def close(self) -> None:
        """Stop listening, end the connections that a client keeps open, wait for their threads."""
        with self._open_lock:
            for connection in self._open:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:  # the client was faster
                    continue
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body in one packet: else each answer waits for the client's delayed acknowledgement.
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        answer = self.server.portal.answer(self.path, dict(self.headers.items()))
        agent = self.headers.get("User-Agent")
        self.server.note(Request(self.server.portal.address, self.command, self.path, answer.status, agent))
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if with_body:
            self.wfile.write(answer.body)

    def version_string(self) -> str:
        return "DemoPortal"

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the requests are in the log."""
