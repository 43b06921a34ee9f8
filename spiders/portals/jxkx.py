"""江西省科学技术协会."""

from spiders.portal import PortalSpider


class Jxkx(PortalSpider):
    name = "jxkx"
    title = "江西省科学技术协会"
    province = "江西"
    kind = "科协"
    site = "http://www.jxkx.gov.cn/"
