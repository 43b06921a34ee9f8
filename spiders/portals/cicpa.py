"""中国注册会计师协会."""

from spiders.portal import PortalSpider


class Cicpa(PortalSpider):
    name = "cicpa"
    title = "中国注册会计师协会"
    province = "全国"
    kind = "注协"
    site = "https://www.cicpa.org.cn/"
    family = "trs"
