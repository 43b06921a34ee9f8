"""广西壮族自治区科学技术协会."""

from spiders.portal import PortalSpider


class Gxast(PortalSpider):
    name = "gxast"
    title = "广西壮族自治区科学技术协会"
    province = "广西"
    kind = "科协"
    site = "http://www.gxast.org.cn/"
    family = "jeecms"
