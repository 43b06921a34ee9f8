"""开普 UCAP."""

from spiders.families.family import Family
from spiders.reading.rules import Rules

UCAP = Family(
    "ucap",
    (
        "_isAgg=",
        "/ucap/",
    ),
    (
        "ucapcontent",
        "ucaptitle",
    ),
    Rules(title="ucaptitle", body="ucapcontent"),
)
