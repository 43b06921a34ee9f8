"""开普 UCAP."""

from spiders.families.family import Family

UCAP = Family("ucap", (b"UCAPCONTENT", b"UCAPTITLE", b"ucapcontent", b"_isAgg=", b"ucap/"))
