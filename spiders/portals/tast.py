"""天津市科学技术协会."""

from spiders.portal import PortalSpider


class Tast(PortalSpider):
    name = "tast"
    title = "天津市科学技术协会"
    province = "天津"
    kind = "科协"
    site = "http://www.tast.org.cn/"
