"""Discuz! portal: the count stands in the page, in `em#_viewnum`."""

from spiders.families.family import Family
from spiders.reading.rules import Rules

DISCUZ = Family(
    "discuz",
    (b"_viewnum", b"portal.php?mod=view", b"Powered by Discuz!", b"/static/image/common/", b"Discuz! X"),
    Rules(views="em#_viewnum", body="#article_content"),
)
