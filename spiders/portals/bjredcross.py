"""北京市红十字会."""

from spiders.portal import PortalSpider


class Bjredcross(PortalSpider):
    name = "bjredcross"
    title = "北京市红十字会"
    province = "北京"
    kind = "红十字会"
    site = "https://www.bjredcross.org.cn/"
