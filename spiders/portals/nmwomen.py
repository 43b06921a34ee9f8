"""内蒙古自治区妇女联合会."""

from spiders.portal import PortalSpider


class Nmwomen(PortalSpider):
    name = "nmwomen"
    title = "内蒙古自治区妇女联合会"
    province = "内蒙古"
    kind = "妇联"
    site = "http://www.nmwomen.org.cn/"
    family = "phpcms"
