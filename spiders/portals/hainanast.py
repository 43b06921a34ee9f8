"""海南省科学技术协会."""

from spiders.portal import PortalSpider


class Hainanast(PortalSpider):
    name = "hainanast"
    title = "海南省科学技术协会"
    province = "海南"
    kind = "科协"
    site = "http://www.hainanast.org.cn/"
