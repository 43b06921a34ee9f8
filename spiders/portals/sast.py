"""上海市科学技术协会."""

from spiders.portal import PortalSpider


class Sast(PortalSpider):
    name = "sast"
    title = "上海市科学技术协会"
    province = "上海"
    kind = "科协"
    site = "http://www.sast.gov.cn/"
