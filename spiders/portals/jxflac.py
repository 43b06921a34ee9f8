"""江西省文学艺术界联合会."""

from spiders.portal import PortalSpider


class Jxflac(PortalSpider):
    name = "jxflac"
    title = "江西省文学艺术界联合会"
    province = "江西"
    kind = "文联"
    site = "http://www.jxflac.com/"
