"""北京市妇女联合会."""

from spiders.portal import PortalSpider


class Bjwomen(PortalSpider):
    name = "bjwomen"
    title = "北京市妇女联合会"
    province = "北京"
    kind = "妇联"
    site = "http://www.bjwomen.gov.cn/"
