"""山西省律师协会."""

from spiders.portal import PortalSpider


class Sxlsw(PortalSpider):
    name = "sxlsw"
    title = "山西省律师协会"
    province = "山西"
    kind = "律协"
    site = "http://www.sxlsw.org/"
