"""甘肃省科学技术协会."""

from spiders.portal import PortalSpider


class Gsast(PortalSpider):
    name = "gsast"
    title = "甘肃省科学技术协会"
    province = "甘肃"
    kind = "科协"
    site = "http://www.gsast.org.cn/"
    family = "powereasy"
