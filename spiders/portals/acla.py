"""中华全国律师协会."""

from spiders.portal import PortalSpider


class Acla(PortalSpider):
    name = "acla"
    title = "中华全国律师协会"
    province = "全国"
    kind = "律协"
    site = "http://www.acla.org.cn/"
