"""浙江省律师协会."""

from spiders.portal import PortalSpider


class Zjbar(PortalSpider):
    name = "zjbar"
    title = "浙江省律师协会"
    province = "浙江"
    kind = "律协"
    site = "http://www.zjbar.com/"
