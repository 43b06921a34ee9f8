"""Why a page did not come, in a few words a person understands."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.spidermiddlewares.httperror import HttpError

_STATUS = {
    403: "the portal refuses it (HTTP 403)",
    404: "there is no such page (HTTP 404)",
    410: "the page was removed (HTTP 410)",
    429: "the portal asks to come less often (HTTP 429)",
}
_DOWNLOAD: dict[type[Exception], str] = {
    CannotResolveHostError: "the host name is not known",
    DownloadConnectionRefusedError: "nothing listens there (connection refused)",
    DownloadTimeoutError: "the portal did not answer in time",
    DownloadCancelledError: "the answer is larger than 16 MiB",
}
_IGNORED = {
    "max redirections reached": "it redirects in a circle",
    "Forbidden by robots.txt": "its robots.txt forbids it",
}


class NotNow(IgnoreRequest):
    """A page is not asked for, or was not given, in this run; it stays due, and nothing is said of it."""


def reason_of(error: BaseException | None) -> str:
    """The reason of a failed request: a clause without a full stop, at most 300 characters."""
    if isinstance(error, HttpError):
        status = error.response.status
        return _STATUS.get(status, f"the portal answers with HTTP {status}")
    for kind, reason in _DOWNLOAD.items():
        if isinstance(error, kind):
            return reason
    text = str(error).strip().rstrip(".").replace("\n", " ") if error is not None else ""
    return _IGNORED.get(text) or (text or type(error).__name__)[:300]


def is_lasting(error: BaseException | None) -> bool:
    """Whether the same would be said again tomorrow: a page that is not there, a refusal; not an outage."""
    if isinstance(error, HttpError):
        return 400 <= error.response.status < 500 and error.response.status not in (408, 425, 429)
    return isinstance(error, (IgnoreRequest, DownloadCancelledError))
