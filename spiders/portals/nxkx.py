"""宁夏回族自治区科学技术协会."""

from spiders.portal import PortalSpider


class Nxkx(PortalSpider):
    name = "nxkx"
    title = "宁夏回族自治区科学技术协会"
    province = "宁夏"
    kind = "科协"
    site = "http://www.nxkx.org/"
