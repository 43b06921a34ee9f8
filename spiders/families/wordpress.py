"""WordPress: a view counter, where one is added, counts by design and is never asked."""

from spiders.families.family import Family

WORDPRESS = Family(
    "wordpress",
    (
        "/wp-content/",
        "/wp-includes/",
        "WordPress",
    ),
    (),
)
