"""安徽省科学技术协会."""

from spiders.portal import PortalSpider


class Ahpst(PortalSpider):
    name = "ahpst"
    title = "安徽省科学技术协会"
    province = "安徽"
    kind = "科协"
    site = "http://www.ahpst.net.cn/"
