"""重庆市律师协会."""

from spiders.portal import PortalSpider


class Xblaw(PortalSpider):
    name = "xblaw"
    title = "重庆市律师协会"
    province = "重庆"
    kind = "律协"
    site = "http://www.xblaw.com/"
