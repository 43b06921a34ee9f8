"""辽宁省科学技术协会."""

from spiders.portal import PortalSpider


class Lnast(PortalSpider):
    name = "lnast"
    title = "辽宁省科学技术协会"
    province = "辽宁"
    kind = "科协"
    site = "http://www.lnast.net/"
