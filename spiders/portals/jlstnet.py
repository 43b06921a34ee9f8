"""吉林省科学技术协会."""

from spiders.portal import PortalSpider


class Jlstnet(PortalSpider):
    name = "jlstnet"
    title = "吉林省科学技术协会"
    province = "吉林"
    kind = "科协"
    site = "http://www.jlstnet.net/"
