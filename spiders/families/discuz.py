"""Discuz! portal: the count stands in the page, in `em#_viewnum`."""

from spiders.families.family import Family
from spiders.reading.rules import Rules

DISCUZ = Family(
    "discuz",
    (
        "/portal.php?mod=view",
        "/static/image/common/",
        "Powered by Discuz!",
        "Discuz! X",
    ),
    (
        "_viewnum",
        "portal.php?mod=view",
        "static/image/common/",
    ),
    Rules(title="h1.ph", views="em#_viewnum", body="#article_content"),
)
