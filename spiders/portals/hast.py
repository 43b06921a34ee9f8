"""河南省科学技术协会."""

from spiders.portal import PortalSpider


class Hast(PortalSpider):
    name = "hast"
    title = "河南省科学技术协会"
    province = "河南"
    kind = "科协"
    site = "http://www.hast.net.cn/"
