"""山东省文学艺术界联合会."""

from spiders.portal import PortalSpider


class Sdwenlian(PortalSpider):
    name = "sdwenlian"
    title = "山东省文学艺术界联合会"
    province = "山东"
    kind = "文联"
    site = "https://www.sdwenlian.com/"
