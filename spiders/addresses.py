"""Addresses: which belong to a portal, which name its home page, and how one address is written."""

import re
from functools import cache
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from w3lib.url import safe_url_string

from archiver.errors import UsageError

if TYPE_CHECKING:
    from tldextract import TLDExtract

_HOME = re.compile(r"/(?:(?:index|default|home|main)\.\w+)?", re.IGNORECASE)


def start_url(given: str) -> str:
    """The address an operator typed, with its scheme; raises UsageError when it is none."""
    url = given if "://" in given else f"http://{given}"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UsageError(f"{given!r} is no web address ({error}).") from error
    # `htp:/…` and `http:/…` would be the host `htp` or `http`, with an empty port.
    mistyped = "://" not in given and parts.netloc.endswith(":")
    if mistyped or parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise UsageError(f"{given!r} is no web address; write it like https://www.example.org/.")
    return tidy(url)


def tidy(url: str) -> str:
    """The one way an address is written: host in lower case, escapes regular, no fragment, query order kept."""
    parts = urlsplit(safe_url_string(url))
    bare = parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), fragment="", path=parts.path or "/")
    return bare.geturl()


def host_of(url: str) -> str:
    """`scheme://name:port`, the port always given: what one polite crawl at a time is counted by."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{parts.scheme}://{parts.hostname}:{port}"


def name_of(url: str) -> str:
    """A name for a portal that nobody declared: its host, with the port where it is not the usual one."""
    return urlsplit(url).netloc.lower().removeprefix("www.")


def same_portal(url: str, site: str) -> bool:
    """Whether an address belongs to the portal: same host and port, whatever the scheme, with or without `www.`."""
    return _place(url) == _place(site)


def same_owner(url: str, site: str) -> bool:
    """Whether a file may be fetched for the portal: from the portal itself, or a host under the same domain."""
    if same_portal(url, site):
        return True
    mine, other = (_domains()(urlsplit(address).hostname or "") for address in (site, url))
    return bool(mine.top_domain_under_public_suffix) and (
        mine.top_domain_under_public_suffix == other.top_domain_under_public_suffix
    )


@cache
def _domains() -> "TLDExtract":
    """The list that ships with the package: a crawl never asks anybody for a newer one."""
    # It brings in a client for the web, which whoever only reads the archive need not wait for.
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=())


def _place(url: str) -> tuple[str, int | None]:
    parts = urlsplit(url)
    port = None if parts.port in (None, 80, 443) else parts.port
    return (parts.hostname or "").removeprefix("www."), port


def is_home(url: str) -> bool:
    """Whether an address is the home page of its host, by its form."""
    parts = urlsplit(url)
    return not parts.query and _HOME.fullmatch(parts.path) is not None


def folder(url: str) -> str:
    """The address up to the last slash of its path."""
    parts = urlsplit(url)
    return parts._replace(path=parts.path.rsplit("/", 1)[0] + "/", query="", fragment="").geturl()


def is_public(address: str) -> bool:
    """Whether an IP address is one that a page may lead a crawl to."""
    return ip_address(address.partition("%")[0]).is_global
