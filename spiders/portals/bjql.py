"""北京市归国华侨联合会."""

from spiders.portal import PortalSpider


class Bjql(PortalSpider):
    name = "bjql"
    title = "北京市归国华侨联合会"
    province = "北京"
    kind = "侨联"
    site = "http://www.bjql.org.cn/"
