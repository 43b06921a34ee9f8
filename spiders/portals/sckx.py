"""四川省科学技术协会."""

from spiders.portal import PortalSpider


class Sckx(PortalSpider):
    name = "sckx"
    title = "四川省科学技术协会"
    province = "四川"
    kind = "科协"
    site = "http://www.sckx.org.cn/"
