"""广东省残疾人联合会."""

from spiders.portal import PortalSpider


class Gddpf(PortalSpider):
    name = "gddpf"
    title = "广东省残疾人联合会"
    province = "广东"
    kind = "残联"
    site = "https://www.gddpf.org.cn/"
