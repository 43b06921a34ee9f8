"""黑龙江省科学技术协会."""

from spiders.portal import PortalSpider


class Hljkx(PortalSpider):
    name = "hljkx"
    title = "黑龙江省科学技术协会"
    province = "黑龙江"
    kind = "科协"
    site = "http://www.hljkx.org.cn/"
    family = "hanweb"
