"""浙江省科学技术协会."""

from spiders.portal import PortalSpider


class Zast(PortalSpider):
    name = "zast"
    title = "浙江省科学技术协会"
    province = "浙江"
    kind = "科协"
    site = "http://www.zast.org.cn/"
    family = "hanweb"
