"""杭州市律师协会."""

from spiders.portal import PortalSpider


class Hzlawyer(PortalSpider):
    name = "hzlawyer"
    title = "杭州市律师协会"
    province = "浙江"
    kind = "律协"
    site = "http://www.hzlawyer.net/"
