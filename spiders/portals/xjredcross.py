"""新疆维吾尔自治区红十字会."""

from spiders.portal import PortalSpider


class Xjredcross(PortalSpider):
    name = "xjredcross"
    title = "新疆维吾尔自治区红十字会"
    province = "新疆"
    kind = "红十字会"
    site = "https://xjredcross.org.cn/"
