"""广东省科学技术协会."""

from spiders.portal import PortalSpider


class Gdsta(PortalSpider):
    name = "gdsta"
    title = "广东省科学技术协会"
    province = "广东"
    kind = "科协"
    site = "http://gdsta.cn/"
    family = "powereasy"
