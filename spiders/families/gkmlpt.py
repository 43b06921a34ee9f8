"""Guangdong's platforms: gkmlpt (政府信息公开) and NFCMS. `浏览次数:-` is a place that a script fills."""

from spiders.families.family import Family

GKMLPT = Family("gkmlpt", (b"/gkmlpt/", b"NFCMS_SITE_ID", b"NFCMS_POST_ID"))
