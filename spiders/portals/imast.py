"""内蒙古自治区科学技术协会."""

from spiders.portal import PortalSpider


class Imast(PortalSpider):
    name = "imast"
    title = "内蒙古自治区科学技术协会"
    province = "内蒙古"
    kind = "科协"
    site = "http://www.imast.org.cn/"
    family = "trs"
