"""江门市红十字会."""

from spiders.portal import PortalSpider


class Jmredcross(PortalSpider):
    name = "jmredcross"
    title = "江门市红十字会"
    province = "广东"
    kind = "红十字会"
    site = "https://www.jmredcross.org.cn/"
    family = "trs"
