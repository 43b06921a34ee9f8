"""河南省律师协会."""

from spiders.portal import PortalSpider


class Hnlawyer(PortalSpider):
    name = "hnlawyer"
    title = "河南省律师协会"
    province = "河南"
    kind = "律协"
    site = "http://www.hnlawyer.org/"
