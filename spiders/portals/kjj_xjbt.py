"""新疆生产建设兵团科学技术协会."""

from spiders.portal import PortalSpider


class KjjXjbt(PortalSpider):
    name = "kjj_xjbt"
    title = "新疆生产建设兵团科学技术协会"
    province = "新疆兵团"
    kind = "科协"
    site = "http://kjj.xjbt.gov.cn/"
