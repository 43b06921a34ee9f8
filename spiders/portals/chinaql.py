"""中华全国归国华侨联合会."""

from spiders.portal import PortalSpider


class Chinaql(PortalSpider):
    name = "chinaql"
    title = "中华全国归国华侨联合会"
    province = "全国"
    kind = "侨联"
    site = "https://www.chinaql.org/"
