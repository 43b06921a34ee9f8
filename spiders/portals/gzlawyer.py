"""广州市律师协会."""

from spiders.portal import PortalSpider


class Gzlawyer(PortalSpider):
    name = "gzlawyer"
    title = "广州市律师协会"
    province = "广东"
    kind = "律协"
    site = "http://gzlawyer.org.cn/"
