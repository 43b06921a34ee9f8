"""武汉市妇女联合会."""

from spiders.portal import PortalSpider


class Whwomen(PortalSpider):
    name = "whwomen"
    title = "武汉市妇女联合会"
    province = "湖北"
    kind = "妇联"
    site = "http://www.whwomen.org.cn/"
