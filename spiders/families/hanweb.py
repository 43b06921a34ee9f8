"""大汉 Hanweb jcms: the only visit script known counts, so it is never asked."""

from spiders.families.family import Family

HANWEB = Family(
    "hanweb",
    (
        b"ZJEG_RSS",
        b"module/visitcount",
        b"dataproxy.jsp",
        b"jpaas-publish-server",
        "大汉网络".encode(),
        "大汉版通".encode(),
    ),
)
