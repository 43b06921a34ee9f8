"""Atom feeds of any search, portal or watch: what came into the archive last."""

from datetime import UTC, datetime
from xml.etree import ElementTree as xml

from fastapi import APIRouter, Request
from starlette.responses import Response

from archiver.errors import NothingFound
from archiver.text.mirror import restore
from archiver.text.pinyin import is_obfuscated
from archiver.web.api.answers import tagged
from archiver.web.frame import shelf
from archiver.web.inquiry import Inquiry, inquiry
from archiver.web.language import phrase
from archiver.web.preferences import language
from archiver.web.shelf import Shelf
from storage.articles import StoredArticle, articles
from storage.search import watches
from storage.search.find import search
from storage.search.matches import matches

router = APIRouter(include_in_schema=False)
ENTRIES = 50
MOST_SORTED = 20_000
"""Of so many articles the last to come in are told; of more, the last to be published."""
_ATOM = "http://www.w3.org/2005/Atom"
_SUMMARY = 300


@router.get("/feed")
def feed(request: Request) -> Response:
    """The feed of the search in the address, or with `watch=NAME` of a saved one."""
    room = shelf(request)
    asked = inquiry(request.query_params.multi_items())
    name = request.query_params.get("watch")
    title = asked.words or " ".join(room.overview().titles.get(value, value) for _, value in asked.chosen)
    if name is not None:
        watch = next((one for one in watches.saved(room.archive) if one.name == name), None)
        if watch is None:
            raise NothingFound(f"There is no watch {name[:40]}. Those there are: archiver watch list.")
        asked, title = Inquiry(watch.query, all_printings=watch.all_printings), watch.name
    with room.archive.reading() as session:
        found = list(articles(session, newest(room, asked)))
    archive = phrase("门户档案", language(request))
    return tagged(
        request,
        atom(f"{title} · {archive}" if title else archive, str(request.base_url), asked.address(), found),
        "application/atom+xml",
    )


def newest(room: Shelf, asked: Inquiry) -> list[int]:
    """The articles that a feed tells of, the newest first."""
    node = room.settled(asked.query())
    found = search(room.index, node, sort="date", limit=ENTRIES, all_printings=asked.all_printings)
    if found.total > MOST_SORTED:
        return [hit.id for hit in found.hits]
    return matches(room.index, node)[: -ENTRIES - 1 : -1]


def atom(title: str, base: str, path: str, found: list[StoredArticle]) -> bytes:
    """The feed as XML; `base` is our own address, ending in a slash."""
    xml.register_namespace("", _ATOM)
    top = xml.Element(f"{{{_ATOM}}}feed")
    newest = max((one.first_seen for one in found), default=datetime(1970, 1, 1, tzinfo=UTC))
    address = base.rstrip("/") + path
    _add(top, "title", title)
    _add(top, "id", address)
    _add(top, "updated", _moment(newest))
    xml.SubElement(top, f"{{{_ATOM}}}link", {"href": address, "rel": "alternate", "type": "text/html"})
    for one in found:
        entry = xml.SubElement(top, f"{{{_ATOM}}}entry")
        permalink = f"{base.rstrip('/')}/article/{one.id}"
        obfuscated = is_obfuscated(one.body)
        body = restore(one.body, obfuscated).text
        _add(entry, "title", restore(one.title, obfuscated).text)
        _add(entry, "id", permalink)
        _add(entry, "updated", _moment(one.first_seen))
        _add(xml.SubElement(entry, f"{{{_ATOM}}}author"), "name", one.author or one.portal_title or one.portal)
        _add(entry, "summary", body if len(body) <= _SUMMARY else f"{body[:_SUMMARY]}…")
        xml.SubElement(entry, f"{{{_ATOM}}}link", {"href": permalink, "rel": "alternate", "type": "text/html"})
        xml.SubElement(entry, f"{{{_ATOM}}}link", {"href": _clean(one.url), "rel": "via"})
    return bytes(xml.tostring(top, encoding="utf-8", xml_declaration=True))


def _add(parent: xml.Element, name: str, text: str) -> None:
    xml.SubElement(parent, f"{{{_ATOM}}}{name}").text = _clean(text)


def _clean(text: str) -> str:
    """The text without the characters that XML has no place for."""
    return "".join(
        sign for sign in text if sign in "\t\n\r" or "\x20" <= sign <= "\ud7ff" or sign >= "\ue000"
    ).translate({0xFFFE: None, 0xFFFF: None})


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
