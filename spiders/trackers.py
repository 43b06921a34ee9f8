"""Addresses that count: trackers of strangers, and the beacons of the families. A crawl never asks for them."""

import re
from urllib.parse import urlsplit

_STRANGERS = frozenset(
    re.findall(
        r"\S+",
        """
    cnzz.com 51.la 51yes.com ajiang.net linezing.com tongji.baidu.com hm.baidu.com umeng.com growingio.com
    sensorsdata.cn irs01.com irs01.net miaozhen.com google-analytics.com googletagmanager.com doubleclick.net
    yunaq.com webtrends.com statcounter.com histats.com
    """,
    )
)
# A counter that fills in a number is none of these: the family says how that one is asked.
_BEACONS = re.compile(
    r"/_visitcount$|"
    r"/system/resource/code/(?:datainput|addclicktimes)\.jsp$|"
    r"/visitcount/visit\.jsp$|/vc/vc/interface/visit\.jsp$|"
    r"/e/public/onclick/|"
    r"/Do/visits/id/|"
    r"/api/hits/\d+/\d+/\d+$|/SS\.Hits/hits/",
    re.IGNORECASE,
)
# They fill in a number, and count whoever asks.
_COUNTING = re.compile(r"/count\.php\?(?:.*&)?aid=|/api\.php\?(?:.*&)?op=count(?:&|$)", re.IGNORECASE)


def is_tracker(url: str) -> bool:
    """Whether an address does nothing but count whoever asks for it."""
    parts = urlsplit(url)
    labels = (parts.hostname or "").split(".")
    names = {".".join(labels[at:]) for at in range(len(labels))}
    return bool(names & _STRANGERS) or _BEACONS.search(parts.path) is not None


def counts_a_view(url: str) -> bool:
    """Whether an address is a counter that adds a view whenever it is asked, whatever it answers."""
    parts = urlsplit(url)
    return _COUNTING.search(f"{parts.path}?{parts.query}") is not None
