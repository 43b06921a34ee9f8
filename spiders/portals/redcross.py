"""中国红十字会总会."""

from spiders.portal import PortalSpider


class Redcross(PortalSpider):
    name = "redcross"
    title = "中国红十字会总会"
    province = "全国"
    kind = "红十字会"
    site = "http://www.redcross.org.cn/"
