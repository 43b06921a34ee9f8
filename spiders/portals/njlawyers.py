"""南京市律师协会."""

from spiders.portal import PortalSpider


class Njlawyers(PortalSpider):
    name = "njlawyers"
    title = "南京市律师协会"
    province = "江苏"
    kind = "律协"
    site = "http://www.njlawyers.org.cn/"
