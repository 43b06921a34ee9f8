"""重庆市科学技术协会."""

from spiders.portal import PortalSpider


class Cqast(PortalSpider):
    name = "cqast"
    title = "重庆市科学技术协会"
    province = "重庆"
    kind = "科协"
    site = "http://www.cqast.cn/"
