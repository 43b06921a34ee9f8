"""四川省注册会计师协会."""

from spiders.portal import PortalSpider


class Scicpa(PortalSpider):
    name = "scicpa"
    title = "四川省注册会计师协会"
    province = "四川"
    kind = "注协"
    site = "http://www.scicpa.org.cn/"
