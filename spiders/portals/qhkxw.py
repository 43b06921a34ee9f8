"""青海省科学技术协会."""

from spiders.portal import PortalSpider


class Qhkxw(PortalSpider):
    name = "qhkxw"
    title = "青海省科学技术协会"
    province = "青海"
    kind = "科协"
    site = "http://www.qhkxw.com/"
