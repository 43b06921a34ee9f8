"""福建省计划生育协会."""

from spiders.portal import PortalSpider


class Fjfpa(PortalSpider):
    name = "fjfpa"
    title = "福建省计划生育协会"
    province = "福建"
    kind = "计生协"
    site = "http://fjfpa.org.cn/"
