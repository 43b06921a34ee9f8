"""辽宁省律师协会."""

from spiders.portal import PortalSpider


class Lnlawyers(PortalSpider):
    name = "lnlawyers"
    title = "辽宁省律师协会"
    province = "辽宁"
    kind = "律协"
    site = "http://www.lnlawyers.net/"
