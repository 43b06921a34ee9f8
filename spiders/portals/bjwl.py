"""北京市文学艺术界联合会."""

from spiders.portal import PortalSpider


class Bjwl(PortalSpider):
    name = "bjwl"
    title = "北京市文学艺术界联合会"
    province = "北京"
    kind = "文联"
    site = "http://www.bjwl.org.cn/"
