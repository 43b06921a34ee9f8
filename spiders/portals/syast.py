"""沈阳市科学技术协会."""

from spiders.portal import PortalSpider


class Syast(PortalSpider):
    name = "syast"
    title = "沈阳市科学技术协会"
    province = "辽宁"
    kind = "科协"
    site = "http://www.syast.org.cn/"
