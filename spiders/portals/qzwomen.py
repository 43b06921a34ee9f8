"""泉州市妇女联合会."""

from spiders.portal import PortalSpider


class Qzwomen(PortalSpider):
    name = "qzwomen"
    title = "泉州市妇女联合会"
    province = "福建"
    kind = "妇联"
    site = "http://qzwomen.com/"
