"""The reading room put together: pages, what stands around every answer, and what an error looks like."""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib import resources

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import JSONResponse, PlainTextResponse, Response

from archiver.errors import ArchiverError, NothingFound, UsageError
from archiver.settings import VERSION
from archiver.web import feeds
from archiver.web.api import searches, single
from archiver.web.frame import page, script_version, style
from archiver.web.gate import Gate, Login
from archiver.web.headers import Headers, fixed_headers
from archiver.web.pages import article, past, portals, search, trends
from archiver.web.pages import login as pages_login
from archiver.web.preferences import Preferences
from archiver.web.shelf import Shelf

HERE = ("127.0.0.1", "localhost", "::1", "[::1]")
_STATUS = {UsageError: 400, NothingFound: 404}
_log = logging.getLogger(__name__)


def reading_room(shelf: Shelf, *, hosts: Sequence[str] = HERE, login: Login | None = None) -> FastAPI:
    """The application over an open archive, which it follows while it runs. It answers to the names in `hosts` only.

    Everybody may read, unless there is a `login`.
    """

    @asynccontextmanager
    async def following(_: FastAPI) -> AsyncIterator[None]:
        shelf.start()
        yield
        shelf.close()

    app = FastAPI(
        title="Archiver",
        description="The archive as data: everything that the pages show.",
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=following,
    )
    app.state.shelf = shelf
    for pages in (search, article, past, portals, trends, feeds, searches, single):
        app.include_router(pages.router)
    app.add_api_route("/static/room.js", _script, include_in_schema=False)
    app.add_api_route("/robots.txt", _robots, include_in_schema=False)
    app.add_api_route("/favicon.ico", _icon, include_in_schema=False)
    for kind in (ArchiverError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, _failed)
    app.add_middleware(Preferences)
    if login is not None:
        app.state.login = login
        app.include_router(pages_login.router)
        app.add_middleware(Gate, login=login)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    app.add_middleware(Headers, fixed=fixed_headers(style()))
    return app


def _script() -> Response:
    text = (resources.files("archiver.web") / "static" / "room.js").read_bytes()
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "ETag": f'"{script_version()}"'}
    return Response(text, media_type="text/javascript; charset=utf-8", headers=headers)


def _robots() -> Response:
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


def _icon() -> Response:
    picture = (resources.files("archiver.web") / "static" / "icon.svg").read_bytes()
    return Response(picture, media_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"})


async def _failed(request: Request, error: Exception) -> Response:
    """An error as a page, or for the API as a problem (RFC 9457); never with the inside of the program."""
    status, detail = _told(error)
    if status >= 500 and not isinstance(error, ArchiverError):
        _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    if request.url.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": _TITLES.get(status, "Error"), "status": status, "detail": detail}
        return JSONResponse(problem, status, media_type="application/problem+json")
    answer = page(request, "error.html", status, code=status, detail=detail)
    # What fails in an unforeseen way is answered outside of all middleware.
    answer.headers.update(fixed_headers(style()))
    return answer


_TITLES = {
    400: "Bad request",
    401: "Not logged in",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    422: "Bad request",
    429: "Too many requests",
    500: "Internal error",
    503: "Archive unusable",
}


def _told(error: Exception) -> tuple[int, str]:
    if isinstance(error, ArchiverError):
        return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 503), str(error)
    if isinstance(error, RequestValidationError):
        first = error.errors()[0]
        return 422, f"{'.'.join(map(str, first['loc']))}: {first['msg']}."
    if isinstance(error, HTTPException):
        return error.status_code, _TITLES.get(error.status_code, "The request cannot be answered") + "."
    return 500, "Something went wrong inside; the log says what."
