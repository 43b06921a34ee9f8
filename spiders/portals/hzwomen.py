"""杭州市妇女联合会."""

from spiders.portal import PortalSpider


class Hzwomen(PortalSpider):
    name = "hzwomen"
    title = "杭州市妇女联合会"
    province = "浙江"
    kind = "妇联"
    site = "https://www.hzwomen.org.cn/"
