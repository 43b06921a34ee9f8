"""山西省科学技术协会."""

from spiders.portal import PortalSpider


class Sxast(PortalSpider):
    name = "sxast"
    title = "山西省科学技术协会"
    province = "山西"
    kind = "科协"
    site = "http://www.sxast.cn/"
