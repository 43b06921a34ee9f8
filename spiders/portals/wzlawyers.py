"""温州市律师协会."""

from spiders.portal import PortalSpider


class Wzlawyers(PortalSpider):
    name = "wzlawyers"
    title = "温州市律师协会"
    province = "浙江"
    kind = "律协"
    site = "http://www.wzlawyers.cn/"
