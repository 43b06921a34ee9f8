"""江西省妇女联合会."""

from spiders.portal import PortalSpider


class Jxwomen(PortalSpider):
    name = "jxwomen"
    title = "江西省妇女联合会"
    province = "江西"
    kind = "妇联"
    site = "http://www.jxwomen.org.cn/"
