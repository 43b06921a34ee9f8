"""北京市法学会."""

from spiders.portal import PortalSpider


class Bjfxh(PortalSpider):
    name = "bjfxh"
    title = "北京市法学会"
    province = "北京"
    kind = "法学会"
    site = "http://www.bjfxh.org.cn/"
