"""Which portals are declared, and which one an operator means."""

import difflib
from collections.abc import Sequence

from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from archiver.errors import UsageError
from spiders.addresses import is_home, same_portal, start_url
from spiders.portal import PortalSpider, undeclared


def declared(settings: BaseSettings) -> list[type[PortalSpider]]:
    """Every declared portal, by name."""
    loader = SpiderLoader.from_settings(settings)
    spiders = [loader.load(name) for name in sorted(loader.list())]
    return [spider for spider in spiders if issubclass(spider, PortalSpider)]


def portal_named(given: str, portals: Sequence[type[PortalSpider]]) -> type[PortalSpider]:
    """The portal of a name or an address; an address on a declared portal's host is that portal, or a channel of it.

    Raises UsageError for a name that nobody declared and for what is no address.
    """
    for portal in portals:
        if portal.name == given:
            return portal
    if not any(mark in given for mark in ".:/"):
        near = difflib.get_close_matches(given, [portal.name for portal in portals], 1, 0.5)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise UsageError(f"No portal is called {given!r}.{hint} `archiver portals` lists them; an address works too.")
    url = start_url(given)
    for portal in portals:
        if same_portal(url, portal.site):
            if is_home(url):
                return portal
            channel = undeclared(url)
            return type(portal.__name__, (portal,), {"site": channel.site, "channels": channel.channels})
    return undeclared(url)
