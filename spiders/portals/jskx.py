"""江苏省科学技术协会."""

from spiders.portal import PortalSpider


class Jskx(PortalSpider):
    name = "jskx"
    title = "江苏省科学技术协会"
    province = "江苏"
    kind = "科协"
    site = "http://www.jskx.org.cn/"
