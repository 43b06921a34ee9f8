"""广州市计划生育协会."""

from spiders.portal import PortalSpider


class Gzfpa(PortalSpider):
    name = "gzfpa"
    title = "广州市计划生育协会"
    province = "广东"
    kind = "计生协"
    site = "http://www.gzfpa.org.cn/"
