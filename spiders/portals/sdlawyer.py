"""山东省律师协会."""

from spiders.portal import PortalSpider


class Sdlawyer(PortalSpider):
    name = "sdlawyer"
    title = "山东省律师协会"
    province = "山东"
    kind = "律协"
    site = "http://www.sdlawyer.org.cn/"
