"""海南省残疾人联合会."""

from spiders.portal import PortalSpider


class Hidpf(PortalSpider):
    name = "hidpf"
    title = "海南省残疾人联合会"
    province = "海南"
    kind = "残联"
    site = "http://www.hidpf.org.cn/"
