"""韶关市律师协会."""

from spiders.portal import PortalSpider


class Sglawyer(PortalSpider):
    name = "sglawyer"
    title = "韶关市律师协会"
    province = "广东"
    kind = "律协"
    site = "http://sglawyer.org.cn/"
