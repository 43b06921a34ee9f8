"""Logging in and out."""

import hmac
import secrets
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from archiver.web.frame import page
from archiver.web.gate import COOKIE, Login, client

router = APIRouter(include_in_schema=False)
FORM = "login"
_LONGEST = 10_000


async def form(request: Request) -> dict[str, str]:
    """The fields of a small form; an empty one where more was sent than any form of ours holds."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST:
            return {}
    return {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}


Form = Annotated[dict[str, str], Depends(form)]


@router.get("/login")
def asked(request: Request) -> Response:
    return _form(request, 200, "", request.query_params.get("next", ""))


@router.post("/login")
def given(request: Request, fields: Form) -> Response:
    """Begins a session where name and password are right."""
    login: Login = request.app.state.login
    token, wanted = request.cookies.get(FORM, ""), fields.get("next", "")
    if not token or not hmac.compare_digest(token.encode(), fields.get("csrf", "").encode()) or not same_site(request):
        return _form(request, 403, "form", wanted)
    if login.tries.take(client(request)):
        return _form(request, 429, "wait", wanted)
    name = fields.get("name", "")
    if login.passwords is None or not login.passwords.right(name, fields.get("password", "")):
        return _form(request, 403, "wrong", wanted)
    answer = RedirectResponse(_local(wanted), 303)
    secure = request.url.scheme == "https"
    session = login.sessions.begin(name)
    answer.set_cookie(COOKIE, session, path="/", httponly=True, samesite="lax", secure=secure)
    answer.delete_cookie(FORM, path="/login")
    return answer


@router.post("/logout")
def out(request: Request, fields: Form) -> Response:
    login: Login = request.app.state.login
    session = login.sessions.find(request.cookies.get(COOKIE))
    if session is None or not hmac.compare_digest(session.csrf, fields.get("csrf", "")) or not same_site(request):
        return _form(request, 403, "form")
    login.sessions.end(request.cookies.get(COOKIE))
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer


def same_site(request: Request) -> bool:
    """Whether the form was sent from a page of ours, as far as the browser says."""
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    # Without a referrer a browser sends `null` for our own forms as well: then the site it names decides.
    known = origin in (None, "null") or urlsplit(origin or "").netloc == request.headers.get("host")
    return known and site in ("same-origin", "none")


def _form(request: Request, status: int, problem: str, wanted: str = "") -> Response:
    token = secrets.token_urlsafe(32)
    answer = page(request, "login.html", status, token=token, wanted=_local(wanted), problem=problem)
    secure = request.url.scheme == "https"
    answer.set_cookie(FORM, token, path="/login", httponly=True, samesite="strict", secure=secure)
    return answer


def _local(address: str) -> str:
    """The address where it is one of ours, else the front page."""
    return (
        address if address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable() else "/"
    )
