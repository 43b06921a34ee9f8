"""浙江省妇女联合会."""

from spiders.portal import PortalSpider


class Zjswomen(PortalSpider):
    name = "zjswomen"
    title = "浙江省妇女联合会"
    province = "浙江"
    kind = "妇联"
    site = "http://www.zjswomen.org.cn/"
