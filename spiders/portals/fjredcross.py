"""福建省红十字会."""

from spiders.portal import PortalSpider


class Fjredcross(PortalSpider):
    name = "fjredcross"
    title = "福建省红十字会"
    province = "福建"
    kind = "红十字会"
    site = "http://www.fjredcross.org.cn/"
