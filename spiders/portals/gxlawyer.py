"""广西律师协会."""

from spiders.portal import PortalSpider


class Gxlawyer(PortalSpider):
    name = "gxlawyer"
    title = "广西律师协会"
    province = "广西"
    kind = "律协"
    site = "http://www.gxlawyer.org.cn/"
