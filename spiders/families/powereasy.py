"""PowerEasy (动易) SiteFactory.

The count comes from `/Common/GetHits.aspx`; neither its answer nor whether asking counts was ever seen, so nothing is
asked.
"""

from spiders.families.family import Family
from spiders.reading.rules import Rules

POWEREASY = Family(
    "powereasy",
    (
        "/Common/GetHits.aspx",
        "$.pe.ajax",
        "/Index.aspx",
        "/Template/Default/Skin/",
    ),
    (),
    Rules(body=".conTxt"),
)
