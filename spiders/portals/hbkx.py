"""湖北省科学技术协会."""

from spiders.portal import PortalSpider


class Hbkx(PortalSpider):
    name = "hbkx"
    title = "湖北省科学技术协会"
    province = "湖北"
    kind = "科协"
    site = "http://www.hbkx.org.cn/"
