"""中国文学艺术界联合会."""

from spiders.portal import PortalSpider


class Cflac(PortalSpider):
    name = "cflac"
    title = "中国文学艺术界联合会"
    province = "全国"
    kind = "文联"
    site = "http://www.cflac.org.cn/"
