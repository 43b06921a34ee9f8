"""陕西省科学技术协会."""

from spiders.portal import PortalSpider


class Snast(PortalSpider):
    name = "snast"
    title = "陕西省科学技术协会"
    province = "陕西"
    kind = "科协"
    site = "http://www.snast.org.cn/"
