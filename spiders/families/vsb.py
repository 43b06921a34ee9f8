"""博达 VSB: the count of an article is asked at `dynclicks.jsp`, which only answers.

That it does not count is inferred from its clients: the counting is done by another address, `datainput.jsp`, which is
never asked. In `_showDynClicks("wbnews", OWNER, CLICKID)` the owner stands second and the article third. 已下载 N 次
beside a file is its downloads.
"""

import re
from urllib.parse import urlencode

from archiver.items import CounterRequest
from spiders.families.family import Family, Policy
from spiders.reading.page import Page
from spiders.reading.rules import Rules

_SIGNS = (
    "_showDynClicks(",
    "/system/resource/",
)
_NAMES = (
    "vsb_content",
    "v_news_content",
)
_CALL = re.compile(r"""_showDynClicks\(\s*["'](wbnews)["']\s*,\s*["']?(\d+)["']?\s*,\s*["']?(\d+)["']?\s*\)""")


def _ask(page: Page, policy: Policy) -> CounterRequest | None:
    match = _CALL.search(page.text)
    if match is None:
        return None
    query = urlencode({"clickid": match[3], "owner": match[2], "clicktype": match[1]})
    address = page.absolute(f"/system/resource/code/news/click/dynclicks.jsp?{query}")
    return CounterRequest(address, "vsb", counting=False) if address else None


VSB = Family("vsb", _SIGNS, _NAMES, Rules(body="[id^=vsb_content]"), ask=_ask)
