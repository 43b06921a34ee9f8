"""湖南省律师协会."""

from spiders.portal import PortalSpider


class Hnlx(PortalSpider):
    name = "hnlx"
    title = "湖南省律师协会"
    province = "湖南"
    kind = "律协"
    site = "http://www.hnlx.org.cn/"
