"""方正翔宇 Founder: newspapers on the web."""

from spiders.families.family import Family
from spiders.reading.rules import Rules

FOUNDER = Family(
    "founder",
    (),
    (
        "founder-content",
        "founder-title",
        "enpcontent",
    ),
    Rules(title="founder-title", author="founder-author", body="founder-content"),
)
