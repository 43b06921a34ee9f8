"""江西省社会科学界联合会."""

from spiders.portal import PortalSpider


class Jxss(PortalSpider):
    name = "jxss"
    title = "江西省社会科学界联合会"
    province = "江西"
    kind = "社科联"
    site = "http://www.jxss.net.cn/"
