"""SiteServer (SSCMS): its hit script counts and returns no number, so it is never asked."""

from spiders.families.family import Family

SITESERVER = Family(
    "siteserver",
    (
        "/api/hits/",
        "SS.Hits/hits/",
        "/SiteFiles/",
        "/sscms",
    ),
    ("sscms",),
)
