"""北京市计划生育协会."""

from spiders.portal import PortalSpider


class Bjfpa(PortalSpider):
    name = "bjfpa"
    title = "北京市计划生育协会"
    province = "北京"
    kind = "计生协"
    site = "http://www.bjfpa.org.cn/"
