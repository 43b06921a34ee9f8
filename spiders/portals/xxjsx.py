"""湘西自治州计划生育协会."""

from spiders.portal import PortalSpider


class XiangxiFPA(PortalSpider):
    name = "xxjsx"
    title = "湘西自治州计划生育协会"
    province = "湖南"
    kind = "计生协"
    site = "http://www.xxjsx.org.cn/"
    family = "empirecms"
