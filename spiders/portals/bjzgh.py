"""北京市总工会."""

from spiders.portal import PortalSpider


class Bjzgh(PortalSpider):
    name = "bjzgh"
    title = "北京市总工会"
    province = "北京"
    kind = "总工会"
    site = "https://www.bjzgh.org/"
