"""青岛市残疾人联合会."""

from spiders.portal import PortalSpider


class Qdpf(PortalSpider):
    name = "qdpf"
    title = "青岛市残疾人联合会"
    province = "山东"
    kind = "残联"
    site = "http://www.qdpf.org.cn/"
