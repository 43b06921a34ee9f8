"""贵州省科学技术协会."""

from spiders.portal import PortalSpider


class Gzast(PortalSpider):
    name = "gzast"
    title = "贵州省科学技术协会"
    province = "贵州"
    kind = "科协"
    site = "http://www.gzast.org/"
