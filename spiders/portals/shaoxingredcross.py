"""绍兴市红十字会."""

from spiders.portal import PortalSpider


class Shaoxingredcross(PortalSpider):
    name = "shaoxingredcross"
    title = "绍兴市红十字会"
    province = "浙江"
    kind = "红十字会"
    site = "https://shaoxingredcross.org.cn/"
