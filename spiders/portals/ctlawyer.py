"""湖北省律师协会."""

from spiders.portal import PortalSpider


class Ctlawyer(PortalSpider):
    name = "ctlawyer"
    title = "湖北省律师协会"
    province = "湖北"
    kind = "律协"
    site = "http://www.ctlawyer.cn/"
