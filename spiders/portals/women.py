"""中华全国妇女联合会."""

from spiders.portal import PortalSpider


class Women(PortalSpider):
    name = "women"
    title = "中华全国妇女联合会"
    province = "全国"
    kind = "妇联"
    site = "https://www.women.org.cn/"
