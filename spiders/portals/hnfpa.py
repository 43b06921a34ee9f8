"""湖南省计划生育协会."""

from spiders.portal import PortalSpider


class HunanFPA(PortalSpider):
    name = "hnfpa"
    title = "湖南省计划生育协会"
    province = "湖南"
    kind = "计生协"
    site = "https://www.hnfpa.org.cn/"
