"""天津市残疾人联合会."""

from spiders.portal import PortalSpider


class Tjdpf(PortalSpider):
    name = "tjdpf"
    title = "天津市残疾人联合会"
    province = "天津"
    kind = "残联"
    site = "http://www.tjdpf.org.cn/"
