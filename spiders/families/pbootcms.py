"""PbootCMS: the number stands in the page; the script `Do/visits` only counts and is never asked."""

from spiders.families.family import Family

PBOOTCMS = Family(
    "pbootcms",
    (
        "/Do/visits/id/",
        "PbootCMS",
    ),
    ("pbootcms",),
)
