"""昆明市计划生育协会."""

from spiders.portal import PortalSpider


class JsxhKm(PortalSpider):
    name = "jsxh_km"
    title = "昆明市计划生育协会"
    province = "云南"
    kind = "计生协"
    site = "http://jsxh.km.gov.cn/"
