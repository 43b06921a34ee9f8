"""山东省残疾人联合会."""

from spiders.portal import PortalSpider


class Sddpf(PortalSpider):
    name = "sddpf"
    title = "山东省残疾人联合会"
    province = "山东"
    kind = "残联"
    site = "http://www.sddpf.org.cn/"
