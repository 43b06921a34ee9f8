"""海南省律师协会."""

from spiders.portal import PortalSpider


class Hainanlawyer(PortalSpider):
    name = "hainanlawyer"
    title = "海南省律师协会"
    province = "海南"
    kind = "律协"
    site = "http://www.hainanlawyer.org/"
