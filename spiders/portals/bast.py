"""北京市科学技术协会."""

from spiders.portal import PortalSpider


class Bast(PortalSpider):
    name = "bast"
    title = "北京市科学技术协会"
    province = "北京"
    kind = "科协"
    site = "http://www.bast.net.cn/"
    family = "hanweb"
