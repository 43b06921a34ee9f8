"""上海市律师协会."""

from spiders.portal import PortalSpider


class Lawyers(PortalSpider):
    name = "lawyers"
    title = "上海市律师协会"
    province = "上海"
    kind = "律协"
    site = "https://www.lawyers.org.cn/"
