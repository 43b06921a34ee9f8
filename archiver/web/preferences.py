"""How a reader wants the pages: `?lang=` and `?theme=` on any address are kept in a cookie, and leave the address."""

from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from archiver.web.language import Language, accepted, language_of

THEMES = ("auto", "light", "dark")
_YEAR = 365 * 24 * 3600


def language(request: Request) -> Language:
    """The language of a page: as chosen, else as the browser asks."""
    return language_of(request.cookies.get("lang")) or accepted(request.headers.get("accept-language", ""))


def theme(request: Request) -> str:
    chosen = request.cookies.get("theme", "auto")
    return chosen if chosen in THEMES else "auto"


class Preferences:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wanted: dict[str, str] = {}
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and not scope["path"].startswith("/api/"):
            pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
            wanted = {name: value for name, value in pairs if name in ("lang", "theme")}
        if not wanted:
            await self.app(scope, receive, send)
            return
        rest = urlencode([pair for pair in pairs if pair[0] not in wanted])
        # Two slashes at the beginning would name another host.
        target = "/" + str(scope["raw_path"].decode("latin-1")).lstrip("/\\")
        answer = RedirectResponse(f"{target}?{rest}" if rest else target, status_code=303)
        for name, value in wanted.items():
            if (name == "lang" and language_of(value)) or (name == "theme" and value in THEMES):
                answer.set_cookie(name, value, max_age=_YEAR, path="/", httponly=True, samesite="lax")
        await answer(scope, receive, send)
