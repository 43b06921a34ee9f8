"""北京市残疾人联合会."""

from spiders.portal import PortalSpider


class Bdpf(PortalSpider):
    name = "bdpf"
    title = "北京市残疾人联合会"
    province = "北京"
    kind = "残联"
    site = "http://www.bdpf.org.cn/"
