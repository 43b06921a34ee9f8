"""中国科学技术协会."""

from spiders.portal import PortalSpider


class Cast(PortalSpider):
    name = "cast"
    title = "中国科学技术协会"
    province = "全国"
    kind = "科协"
    site = "https://www.cast.org.cn/"
