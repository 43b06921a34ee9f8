"""滨州市红十字会."""

from spiders.portal import PortalSpider


class Bzredcross(PortalSpider):
    name = "bzredcross"
    title = "滨州市红十字会"
    province = "山东"
    kind = "红十字会"
    site = "http://www.bzredcross.com/"
