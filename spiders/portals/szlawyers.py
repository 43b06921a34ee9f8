"""深圳市律师协会."""

from spiders.portal import PortalSpider


class Szlawyers(PortalSpider):
    name = "szlawyers"
    title = "深圳市律师协会"
    province = "广东"
    kind = "律协"
    site = "http://www.szlawyers.com/"
