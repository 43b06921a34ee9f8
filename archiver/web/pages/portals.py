"""The portals, their health, what is gone, and what was read most."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from archiver.web.frame import page, shelf
from archiver.web.inquiry import PER_PAGE, inquiry
from archiver.web.pages.search import pager, shown_hits
from storage.coverage import FIELDS
from storage.health.findings import state_of
from storage.search.find import search
from storage.search.syntax import And, State

router = APIRouter(include_in_schema=False)
_MOST_PAGES = 500


@router.get("/portals")
def portals(request: Request) -> Response:
    """Every portal that the archive has met."""
    return page(request, "portals.html", overview=shelf(request).overview())


@router.get("/health")
def health(request: Request) -> Response:
    """Which fields are known, what went wrong, and how the last runs went."""
    overview = shelf(request).overview()
    states = {portal.portal: state_of(overview.health.get(portal.portal, ())) for portal in overview.portals}
    return page(request, "health.html", overview=overview, fields=FIELDS, states=states)


@router.get("/gone")
def gone(request: Request) -> Response:
    """Articles that their portals no longer have."""
    return _listed(request, "gone.html", State("gone"), "date")


@router.get("/most-read")
def most_read(request: Request) -> Response:
    """The most viewed articles, of all portals or one, of any time or some."""
    return _listed(request, "most_read.html", And(()), "views")


def _listed(request: Request, template: str, node: And | State, sort: str) -> Response:
    room = shelf(request)
    asked = inquiry(request.query_params.multi_items())
    both = room.settled(And((node, asked.query())))
    found = search(room.index, both, sort="views" if sort == "views" else "date", limit=PER_PAGE, offset=asked.offset)
    overview = room.overview()
    return page(
        request,
        template,
        inquiry=asked,
        overview=overview,
        titles=overview.titles,
        results=found,
        hits=shown_hits(room, found.hits, ()),
        pages=pager(asked.page, min(-(-found.works // PER_PAGE), _MOST_PAGES)),
        more=asked.offset + len(found.hits) < found.works,
    )
