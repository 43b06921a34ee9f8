"""江西省总工会."""

from spiders.portal import PortalSpider


class Jxgh(PortalSpider):
    name = "jxgh"
    title = "江西省总工会"
    province = "江西"
    kind = "总工会"
    site = "http://www.jxgh.org.cn/"
