"""北京注册会计师协会."""

from spiders.portal import PortalSpider


class Bicpa(PortalSpider):
    name = "bicpa"
    title = "北京注册会计师协会"
    province = "北京"
    kind = "注协"
    site = "http://www.bicpa.org.cn/"
