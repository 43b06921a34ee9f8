"""湖北省红十字会."""

from spiders.portal import PortalSpider


class HubeiRedCross(PortalSpider):
    name = "hbsredcross"
    title = "湖北省红十字会"
    province = "湖北"
    kind = "红十字会"
    site = "http://www.hbsredcross.org.cn/"
    family = "jeecms"
