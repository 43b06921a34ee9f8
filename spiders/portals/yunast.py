"""云南省科学技术协会."""

from spiders.portal import PortalSpider


class Yunast(PortalSpider):
    name = "yunast"
    title = "云南省科学技术协会"
    province = "云南"
    kind = "科协"
    site = "http://www.yunast.cn/"
