"""What every answer says about itself to the browser: no script but ours, nothing from elsewhere, no guessing."""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def fixed_headers(style: str) -> dict[str, str]:
    """The headers of our own pages, whose one style sheet stands in them."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; "
            f"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; style-src 'sha256-{digest}'"
        ),
    }


class Headers:
    """Puts the headers on every answer; an answer that brings a policy of its own keeps it."""

    def __init__(self, app: ASGIApp, fixed: Mapping[str, str]) -> None:
        self.app = app
        self._fixed = fixed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._fixed.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, sending)
