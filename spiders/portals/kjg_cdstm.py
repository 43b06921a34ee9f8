"""西藏自治区科学技术协会."""

from spiders.portal import PortalSpider


class KjgCdstm(PortalSpider):
    name = "kjg_cdstm"
    title = "西藏自治区科学技术协会"
    province = "西藏"
    kind = "科协"
    site = "http://kjg.cdstm.cn/"
