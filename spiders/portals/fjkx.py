"""福建省科学技术协会."""

from spiders.portal import PortalSpider


class Fjkx(PortalSpider):
    name = "fjkx"
    title = "福建省科学技术协会"
    province = "福建"
    kind = "科协"
    site = "http://www.fjkx.org/"
