"""河北省科学技术协会."""

from spiders.portal import PortalSpider


class Hbast(PortalSpider):
    name = "hbast"
    title = "河北省科学技术协会"
    province = "河北"
    kind = "科协"
    site = "http://www.hbast.org.cn/"
