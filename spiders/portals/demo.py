"""The demo portal that `archiver demo` serves on loopback (`python -m archiver.demo` keeps it running)."""

from spiders.portal import PortalSpider


class Demo(PortalSpider):
    name = "demo"
    title = "演示门户"
    kind = "计生协"
    site = "http://127.0.0.1:8091/"
    family = "empirecms"
    checked = True
