"""湖南省科学技术协会."""

from spiders.portal import PortalSpider


class Hnast(PortalSpider):
    name = "hnast"
    title = "湖南省科学技术协会"
    province = "湖南"
    kind = "科协"
    site = "http://www.hnast.org.cn/"
