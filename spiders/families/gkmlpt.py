"""Guangdong's platforms: gkmlpt (政府信息公开) and NFCMS. `浏览次数:-` is a place that a script fills."""

from spiders.families.family import Family
from spiders.reading.rules import Rules

GKMLPT = Family(
    "gkmlpt",
    (
        "/gkmlpt/",
        "NFCMS_SITE_ID",
        "NFCMS_POST_ID",
    ),
    (),
    Rules(body=".article-content, .news_cont_d_wrap"),
)
