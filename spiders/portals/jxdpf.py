"""江西省残疾人联合会."""

from spiders.portal import PortalSpider


class Jxdpf(PortalSpider):
    name = "jxdpf"
    title = "江西省残疾人联合会"
    province = "江西"
    kind = "残联"
    site = "http://www.jxdpf.gov.cn/"
