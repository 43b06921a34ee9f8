"""河南省残疾人联合会."""

from spiders.portal import PortalSpider


class Henancjr(PortalSpider):
    name = "henancjr"
    title = "河南省残疾人联合会"
    province = "河南"
    kind = "残联"
    site = "https://www.henancjr.org.cn/"
