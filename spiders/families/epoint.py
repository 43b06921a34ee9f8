"""新点 Epoint: article addresses end in a GUID; the count is filled by a script whose request is not known."""

from spiders.families.family import Family

EPOINT = Family(
    "epoint",
    (
        "EpointWebBuilder",
        "EWB-FRONT",
        "/webBuilderCommon.js",
    ),
    (
        "ewb-",
        "infoViewCount",
    ),
)
