"""The frame of every page: templates, words in the reader's language, the style sheet, the links that lead on."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from archiver.web.language import LANGUAGES, Language, phrase
from archiver.web.preferences import THEMES, language, theme
from archiver.web.shelf import Shelf

_HOME = ZoneInfo("Asia/Shanghai")


@cache
def style() -> str:
    """The style sheet, as it stands in every page."""
    text = (resources.files("archiver.web") / "static" / "room.css").read_text(encoding="utf-8")
    return re.sub(r"\s*([{};])\s*", r"\1", text).strip()


@cache
def script_version() -> str:
    """Changes with the script, so that browsers may keep it for good."""
    return sha256((resources.files("archiver.web") / "static" / "room.js").read_bytes()).hexdigest()[:12]


@cache
def environment() -> Environment:
    made = Environment(
        loader=PackageLoader("archiver.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    filters: dict[str, Callable[..., str]] = {
        "number": number,
        "moment": moment,
        "day": day,
        "percent": percent,
        "size": size,
    }
    made.filters |= filters
    made.globals["style"] = Markup(style())
    made.globals["script_version"] = script_version()
    return made


def shelf(request: Request) -> Shelf:
    """The archive that this application shows."""
    found: Shelf = request.app.state.shelf
    return found


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page from its template."""
    spoken = language(request)

    def t(chinese: str, **numbers: Any) -> str:
        one, _, many = phrase(chinese, spoken).partition("|")
        words = many if many and next(iter(numbers.values()), None) != 1 else one
        return words.format(**{name: number(value) for name, value in numbers.items()}) if numbers else words

    text = (
        environment()
        .get_template(template)
        .render(
            **{
                "t": t,
                "language": spoken,
                "languages": [(name, label, _here(request, lang=name)) for name, label in LANGUAGES.items()],
                "theme": theme(request),
                "themes": [(name, _here(request, theme=name)) for name in THEMES],
                "path": request.url.path,
                "reader": getattr(request.state, "reader", None),
                "csrf": getattr(request.state, "csrf", ""),
            }
            | values
        )
    )
    return HTMLResponse(text, status, {"Cache-Control": "private, no-cache", "Vary": "Cookie, Accept-Language"})


def words_for(request: Request) -> Language:
    return language(request)


def _here(request: Request, **more: str) -> str:
    pairs = [pair for pair in parse_qsl(request.url.query) if pair[0] not in more]
    return f"?{urlencode([*pairs, *more.items()])}"


def number(value: Any) -> str:
    """A count with its thousands set apart; text as it is; nothing for what is unknown."""
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}" if isinstance(value, float) else str(value)


def moment(value: datetime | None) -> str:
    """A moment as a reader's clock in China shows it."""
    return "–" if value is None else f"{value.astimezone(_HOME):%Y-%m-%d %H:%M}"


def day(value: datetime | str | None) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(_HOME):%Y-%m-%d}"
    return "–" if value is None else value[:10]


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}" if share in (0, 1) or share >= 0.1 else f"{share:.2%}"


def size(count: int | None) -> str:
    """Bytes, as a person reads them."""
    if count is None:
        return "–"
    for unit, least in (("MB", 1 << 20), ("KB", 1 << 10)):
        if count >= least:
            return f"{count / least:.1f} {unit}"
    return f"{count} B"


def now() -> datetime:
    return datetime.now(UTC)
