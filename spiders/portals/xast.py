"""新疆维吾尔自治区科学技术协会."""

from spiders.portal import PortalSpider


class Xast(PortalSpider):
    name = "xast"
    title = "新疆维吾尔自治区科学技术协会"
    province = "新疆"
    kind = "科协"
    site = "https://www.xast.org.cn/"
    family = "vsb"
