"""江西省慈善总会."""

from spiders.portal import PortalSpider


class Jxcs(PortalSpider):
    name = "jxcs"
    title = "江西省慈善总会"
    province = "江西"
    kind = "慈善会"
    site = "http://www.jxcs.org.cn/"
