"""北京市社会科学界联合会."""

from spiders.portal import PortalSpider


class Bjsk(PortalSpider):
    name = "bjsk"
    title = "北京市社会科学界联合会"
    province = "北京"
    kind = "社科联"
    site = "http://www.bjsk.org.cn/"
