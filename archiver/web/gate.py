"""The gate before every page: who reads, by login, by a proxy's word, or with a password for feeds and the API."""

import binascii
import math
from base64 import b64decode
from collections.abc import Collection
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from archiver.web.passwords import Passwords
from archiver.web.sessions import Allowance, Sessions

COOKIE = "session"
OPEN = ("/login", "/static/room.js", "/favicon.ico", "/robots.txt")
"""What is shown before a login."""


@dataclass(frozen=True, slots=True)
class Login:
    """How readers are told: by passwords, or by the header of a proxy that has checked them."""

    passwords: Passwords | None = None
    header: str | None = None
    proxies: Collection[str] = ()
    """The addresses whose word in `header` is taken."""
    sessions: Sessions = field(default_factory=Sessions)
    tries: Allowance = field(default_factory=lambda: Allowance(5, 1 / 12))
    """Passwords that one address may try: five, then five a minute."""
    pages: Allowance = field(default_factory=lambda: Allowance(200, 20))
    """Pages that one address may ask for."""


class Gate:
    """Lets through who is known, and notes the name in the request's state."""

    def __init__(self, app: ASGIApp, login: Login) -> None:
        self.app = app
        self._login = login

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        reader, csrf = self._named(request), ""
        wait = self._login.pages.take(reader or client(request))
        if wait:
            await _refused(request, 429, "Too many requests; wait a moment.", wait)(scope, receive, send)
            return
        if reader is None:
            reader, csrf = await self._known(request)
        if reader is None and scope["path"] not in OPEN:
            await self._shown_the_door(request)(scope, receive, send)
            return
        scope.setdefault("state", {}).update(reader=reader, csrf=csrf)
        await self.app(scope, receive, send)

    def _named(self, request: Request) -> str | None:
        """The reader that the proxy names."""
        login = self._login
        if login.header is None or client(request) not in login.proxies:
            return None
        return request.headers.get(login.header, "").strip()[:100] or None

    async def _known(self, request: Request) -> tuple[str | None, str]:
        """The reader who is logged in, or sends a password with the request, and the secret of the session's forms."""
        login = self._login
        if login.passwords is None:
            return None, ""
        session = login.sessions.find(request.cookies.get(COOKIE))
        if session is not None and session.reader in login.passwords.readers():
            return session.reader, session.csrf
        given = _basic(request.headers.get("authorization", ""))
        if given is None or given[0] not in login.passwords.readers():
            return None, ""
        # Checking a password takes long by design: one that was right is known again by its digest.
        known = "basic-" + sha256("\0".join(given).encode("utf-8", "replace")).hexdigest()
        if login.sessions.find(known) is None:
            if login.tries.take(client(request)) or not await run_in_threadpool(login.passwords.right, *given):
                return None, ""
            login.sessions.begin(given[0], known)
        return given[0], ""

    def _shown_the_door(self, request: Request) -> Response:
        path = request.url.path
        if self._login.passwords is None:
            return _refused(request, 401, "The proxy in front of this reading room names no reader.")
        if path.startswith(("/api/", "/feed")):
            answer = _refused(request, 401, "Log in, or send name and password (HTTP Basic).")
            answer.headers["WWW-Authenticate"] = 'Basic realm="Archiver", charset="UTF-8"'
            return answer
        if request.method not in ("GET", "HEAD"):
            return _refused(request, 401, "Log in first.")
        wanted = path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/login?next={quote(wanted, safe='')}", 303)


def client(request: Request) -> str:
    """The address that asks."""
    return request.client.host if request.client else ""


def _basic(header: str) -> tuple[str, str] | None:
    kind, _, coded = header.partition(" ")
    if kind.lower() != "basic" or len(coded) > 4000:
        return None
    try:
        name, colon, password = b64decode(coded, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (name, password) if colon else None


def _refused(request: Request, status: int, detail: str, wait: float = 0) -> Response:
    headers = {"Retry-After": str(math.ceil(wait))} if wait else {}
    if request.url.path.startswith("/api/"):
        title = {401: "Not logged in", 429: "Too many requests"}[status]
        problem = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        return JSONResponse(problem, status, headers, "application/problem+json")
    return PlainTextResponse(detail, status, headers)
