"""Scrapy's settings, and the one list of the settings of our own."""

import tomllib
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from archiver.errors import UsageError
from spiders.manners import paused, read_window
from storage.policy import REVISIT, read_steps

try:
    VERSION = version("portal-archiver")
except PackageNotFoundError:
    VERSION = "0+source"

FILE_NAME = "archiver.toml"


_Text = TypeVar("_Text", str, str | None)


def _readable(read: Callable[[str], Any], value: _Text) -> _Text:
    """The text, once it could be read; ValueError otherwise."""
    if value is not None:
        read(value)
    return value


class PortalOptions(BaseModel):
    """What may differ for one portal."""

    model_config = ConfigDict(extra="forbid")

    delay: float | None = Field(None, gt=0, le=3600)
    budget: int | None = Field(None, ge=10)
    revisit: Annotated[str, AfterValidator(lambda value: _readable(read_steps, value))] | None = None
    window: Annotated[str, AfterValidator(lambda value: _readable(read_window, value))] | None = None


class Options(BaseSettings):
    """Every setting of ours: a command's option, else the environment, else `archiver.toml` in the archive's folder."""

    model_config = SettingsConfigDict(env_prefix="ARCHIVER_", extra="forbid", env_ignore_empty=True)

    home: Path = Field(Path("archive"), description="Folder of the archive (only by option or environment).")
    database: str | None = Field(
        None, description="Database address, `postgresql://user@host/name`; SQLite in the archive's folder otherwise."
    )
    delay: float = Field(
        1.0, ge=0, le=3600, description="Seconds between two requests to one host; 0 is allowed for loopback only."
    )
    contact: str | None = Field(
        None, description="Web or mail address of whoever runs the crawl; it goes into the user agent."
    )
    files: Literal["all", "attachments", "none"] = Field(
        "all",
        description="What is kept beside the pages: attachments and the articles' pictures, attachments, nothing.",
    )
    counters: Literal["read-only", "ask"] = Field(
        "read-only", description="Whether view counters that count the question itself are asked (`ask`) or left alone."
    )
    notices: str | None = Field(
        None,
        description="Where a change of a portal's health is told: addresses of apprise with spaces between, "
        "`mailtos://user:password@example.org`, `json://127.0.0.1:8000/hook`.",
    )

    budget: int = Field(
        20_000, ge=10, description="Requests to one portal in one run; what it leaves is visited in later ones."
    )
    revisit: str = Field(
        REVISIT,
        description="How often articles are fetched again: up to so many days of age, every so many days; then.",
    )

    window: str | None = Field(
        None, description="Hours in which portals are crawled, of their own time: `22:00-06:00`; any time otherwise."
    )
    portals: dict[str, PortalOptions] = Field(
        {},
        description="`delay`, `budget`, `revisit`, `window` of single portals: `[portals.hnfpa]` in `archiver.toml`.",
    )

    @field_validator("revisit")
    @classmethod
    def _steps(cls, value: str) -> str:
        return _readable(read_steps, value)

    @field_validator("window")
    @classmethod
    def _hours(cls, value: str | None) -> str | None:
        return _readable(read_window, value)

    keep_lists: int | None = Field(
        None,
        ge=1,
        description="Days that captures of list pages, counters and robots.txt are kept by `archiver prune`; "
        "all of them otherwise.",
    )
    passwords: Path | None = Field(
        None,
        description="File of the readers (`archiver password`); `passwords` in the archive's folder otherwise.",
    )
    proxy_header: str | None = Field(
        None,
        description="Header by which a proxy before the reading room names the reader, who then needs no password.",
    )
    proxies: str = Field(
        "127.0.0.1 ::1", description="Addresses of that proxy, with spaces between; nobody else's header is believed."
    )
    hosts: str = Field(
        "", description="Names under which the reading room is reached beside loopback; any, behind a login, otherwise."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        given = {**env_settings(), **init_settings()}
        home = Path(given.get("home", cls.model_fields["home"].default))
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, home / FILE_NAME)

    @property
    def password_file(self) -> Path:
        return self.passwords or self.home / "passwords"

    @property
    def user_agent(self) -> str:
        return f"Archiver/{VERSION} (portal archive; +{self.contact or 'no contact given'})"


def read_options(**given: Any) -> Options:
    """The settings in force, with those given by a command on top; raises UsageError with the first that is wrong."""
    try:
        return Options(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = "ARCHIVER_" + "_".join(map(str, first["loc"])).upper()
        raise UsageError(f"{name} cannot be {first['input']!r}: {first['msg'].lower()}.") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{FILE_NAME} in the archive's folder cannot be read: {error}.") from error


def scrapy_settings(options: Options) -> dict[str, Any]:
    """What of our settings Scrapy and our components in it are given."""
    return {
        "USER_AGENT": options.user_agent,
        "DOWNLOAD_DELAY": paused(options.delay),
        "AUTOTHROTTLE_START_DELAY": paused(options.delay),
        "ARCHIVER_HOME": str(options.home),
        "ARCHIVER_DATABASE": options.database,
        "ARCHIVER_FILES": options.files,
        "ARCHIVER_COUNTERS": options.counters,
        "ARCHIVER_BUDGET": options.budget,
        "ARCHIVER_REVISIT": options.revisit,
        "ARCHIVER_WINDOW": options.window,
    }


def settings_of(portal: str, options: Options) -> dict[str, Any]:
    """What of these settings differs for one portal."""
    own = options.portals.get(portal)
    if own is None:
        return {}
    given = {
        "DOWNLOAD_DELAY": own.delay and paused(own.delay),
        "AUTOTHROTTLE_START_DELAY": own.delay and paused(own.delay),
        "ARCHIVER_BUDGET": own.budget,
        "ARCHIVER_REVISIT": own.revisit,
        "ARCHIVER_WINDOW": own.window,
    }
    return {name: value for name, value in given.items() if value is not None}


BOT_NAME = "archiver"
SPIDER_MODULES = ["spiders.portals"]
globals().update(scrapy_settings(read_options()))

ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY_JITTER = 0  # the delay is a promise, not an average
CONCURRENT_REQUESTS = 1  # what waits in the queue of a host could not be called back when it has had enough
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 1  # the default starts a hundred tasks a response, for nothing
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_MAX_DELAY = 60
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_VERIFY_CERTIFICATES = True
REDIRECT_MAX_TIMES = 5
RETRY_TIMES = 2
RETRY_HTTP_CODES = [408, 500, 502, 504, 522, 524]  # 429 and 503 ask for a pause: see spiders/middlewares/manners.py
CLOSESPIDER_PAGECOUNT = 100_000
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
}
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
WARN_ON_GENERATOR_RETURN_VALUE = False  # it parses the source of the same callbacks again for every response
LOGSTATS_INTERVAL = 0
STATS_DUMP = False
LOG_LEVEL = "INFO"
LOG_INSTALL_ROOT_HANDLER = False
_CONNECTIONS = "spiders.connections.Connections"
DOWNLOAD_HANDLERS = {"http": _CONNECTIONS, "https": _CONNECTIONS, "data": None, "file": None, "ftp": None, "s3": None}

EXTENSIONS = {
    "spiders.run.CrawlRun": 0,
    "scrapy.extensions.throttle.AutoThrottle": None,
    "spiders.pace.Pace": 0,
}
SPIDER_MIDDLEWARES = {
    "spiders.middlewares.frontier.PassFrontier": 850,
    "spiders.middlewares.census.TakeCensus": 900,
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # the guard says where a crawl may go
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "spiders.middlewares.guard.Guard": 80,
    "spiders.middlewares.robots.ObeyRobots": 100,
    "spiders.middlewares.manners.Manners": 570,
    "spiders.middlewares.captures.KeepCaptures": 920,
}
ITEM_PIPELINES = {
    "pipelines.components.Validate": 100,
    "pipelines.components.Deduplicate": 200,
    "pipelines.components.Store": 300,
}
