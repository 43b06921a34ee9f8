"""中国残疾人联合会."""

from spiders.portal import PortalSpider


class Cdpf(PortalSpider):
    name = "cdpf"
    title = "中国残疾人联合会"
    province = "全国"
    kind = "残联"
    site = "https://www.cdpf.org.cn/"
