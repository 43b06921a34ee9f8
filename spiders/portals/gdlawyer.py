"""广东省律师协会."""

from spiders.portal import PortalSpider


class Gdlawyer(PortalSpider):
    name = "gdlawyer"
    title = "广东省律师协会"
    province = "广东"
    kind = "律协"
    site = "http://www.gdlawyer.org.cn/"
