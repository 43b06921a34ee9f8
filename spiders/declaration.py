"""A portal's declaration as the text of its file: at most fifteen lines, nothing in it that was not read."""

import json
import re
from urllib.parse import urlsplit

import tldextract

from spiders.draft import Draft
from spiders.reading.rules import GENERIC
from spiders.specimen import NEEDED, missing

LONGEST_LINE = 120
_SELECTORS = ("title", "published")
_PROVINCES = re.compile(
    r"北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|"
    r"重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆"
)
_KINDS = {
    "计划生育协会": "计生协",
    "计生协": "计生协",
    "红十字": "红十字会",
    "妇女联合会": "妇联",
    "妇联": "妇联",
    "残疾人联合会": "残联",
    "残联": "残联",
    "文学艺术界联合会": "文联",
    "文联": "文联",
    "归国华侨联合会": "侨联",
    "侨联": "侨联",
    "总工会": "总工会",
    "法学会": "法学会",
    "社会科学界联合会": "社科联",
    "社科联": "社科联",
    "工商业联合会": "工商联",
    "工商联": "工商联",
    "慈善": "慈善会",
    "科学技术协会": "科协",
    "科协": "科协",
    "律师协会": "律协",
    "注册会计师协会": "注协",
    "消费者": "消协",
}
# The list that ships with the package: nobody is asked for a newer one.
_domains = tldextract.TLDExtract(suffix_list_urls=())


def portal_name(site: str) -> str:
    """A name made of the host, fit for a module: `www.hnfpa.org.cn` is `hnfpa`, `jsxh.km.gov.cn` is `jsxh_km`."""
    parts = urlsplit(site)
    found = _domains(parts.hostname or "")
    labels = [*found.subdomain.removeprefix("www").split("."), found.domain, str(parts.port or "")]
    name = re.sub(r"[^a-z0-9]+", "_", "_".join(label for label in labels if label).lower()).strip("_")
    return name if name[:1].isalpha() else f"portal_{name}"


def province_of(title: str | None) -> str | None:
    """The province whose name a portal's title begins with; a city's portal does not tell its province."""
    found = _PROVINCES.match(title or "")
    return found[0] if found else None


def kind_of(title: str | None) -> str | None:
    """The kind of organisation that a portal's title names."""
    return next((kind for word, kind in _KINDS.items() if word in (title or "")), None)


def channel_paths(found: Draft) -> tuple[str, ...]:
    """The channels to declare, relative to the site.

    None where an article of the home page stands outside all of them, or where they do not fit into one line: without
    channels a crawl begins at the home page, which leads to all of them.
    """
    if not found.covers_home:
        return ()
    paths = tuple(link.url.removeprefix(found.site) for link in found.channels)
    return paths if len(_assignment("channels", _tuple(paths))) <= LONGEST_LINE else ()


def declaration(found: Draft, name: str) -> str:
    """The file `spiders/portals/NAME.py`."""
    title = found.home_title
    selectors = {key: value for key in _SELECTORS if (value := getattr(found.rules, key)) is not None}
    channels = channel_paths(found)
    facts = {
        "name": _text(name),
        "title": title and _text(title),
        "province": (province := province_of(title)) and _text(province),
        "kind": (kind := kind_of(title)) and _text(kind),
        "site": _text(found.site),
        "channels": _tuple(channels) if channels else None,
        "family": found.family and _text(found.family),
        "rules": f"Rules({', '.join(f'{key}={_text(value)}' for key, value in selectors.items())})"
        if selectors
        else None,
        "checked": "True" if found.rules == GENERIC and reads_well(found) else None,
    }
    lines = [
        f'"""{title or name}."""',
        "",
        "from spiders.portal import PortalSpider",
        *(["from spiders.reading.rules import Rules"] if selectors else []),
        "",
        "",
        f"class {''.join(word.capitalize() for word in name.split('_'))}(PortalSpider):",
        *(_assignment(key, value) for key, value in facts.items() if value),
    ]
    return "\n".join(lines) + "\n"


def reads_well(found: Draft) -> bool:
    """Whether every sample has title, date and body, and none contradicts its list page."""
    return bool(found.samples) and not any(
        sample.doubts or set(NEEDED) & set(missing(sample.article)) for sample in found.samples
    )


def _assignment(key: str, value: str) -> str:
    return f"    {key} = {value}"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _tuple(values: tuple[str, ...]) -> str:
    return f"({', '.join(map(_text, values))}{',' if len(values) == 1 else ''})"
