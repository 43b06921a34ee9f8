"""江西省工商业联合会."""

from spiders.portal import PortalSpider


class Jxfic(PortalSpider):
    name = "jxfic"
    title = "江西省工商业联合会"
    province = "江西"
    kind = "工商联"
    site = "http://www.jxfic.gov.cn/"
