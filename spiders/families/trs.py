"""拓尔思 TRS WCM: no counter of its own; each site adds one."""

from spiders.families.family import Family

TRS = Family(
    "trs",
    (
        "PageHTML(",
        "/trs_",
    ),
    (
        "TRS_Editor",
        "TRS_UEDITOR",
        "trs_editor_view",
    ),
)
