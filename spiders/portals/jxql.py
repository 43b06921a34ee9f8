"""江西省归国华侨联合会."""

from spiders.portal import PortalSpider


class Jxql(PortalSpider):
    name = "jxql"
    title = "江西省归国华侨联合会"
    province = "江西"
    kind = "侨联"
    site = "http://www.jxql.org/"
