"""云南省计划生育协会."""

from spiders.portal import PortalSpider


class YunnanFPA(PortalSpider):
    name = "ynfpa"
    title = "云南省计划生育协会"
    province = "云南"
    kind = "计生协"
    site = "https://www.ynfpa.org.cn/"
