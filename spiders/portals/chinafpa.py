"""中国计划生育协会."""

from spiders.portal import PortalSpider


class Chinafpa(PortalSpider):
    name = "chinafpa"
    title = "中国计划生育协会"
    province = "全国"
    kind = "计生协"
    site = "http://www.chinafpa.org.cn/"
