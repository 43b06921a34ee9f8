"""武汉市律师协会."""

from spiders.portal import PortalSpider


class Whla(PortalSpider):
    name = "whla"
    title = "武汉市律师协会"
    province = "湖北"
    kind = "律协"
    site = "https://whla.org.cn/"
