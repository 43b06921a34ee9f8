"""山东省科学技术协会."""

from spiders.portal import PortalSpider


class Sdast(PortalSpider):
    name = "sdast"
    title = "山东省科学技术协会"
    province = "山东"
    kind = "科协"
    site = "http://www.sdast.org.cn/"
    family = "hanweb"
