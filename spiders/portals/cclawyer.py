"""长春市律师协会."""

from spiders.portal import PortalSpider


class Cclawyer(PortalSpider):
    name = "cclawyer"
    title = "长春市律师协会"
    province = "吉林"
    kind = "律协"
    site = "http://www.cclawyer.com.cn/"
