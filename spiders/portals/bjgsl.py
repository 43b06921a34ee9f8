"""北京市工商业联合会."""

from spiders.portal import PortalSpider


class Bjgsl(PortalSpider):
    name = "bjgsl"
    title = "北京市工商业联合会"
    province = "北京"
    kind = "工商联"
    site = "http://www.bjgsl.gov.cn/"
