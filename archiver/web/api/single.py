"""One article as data: its texts, what changed, views, printings, captures, citations, what is like it."""

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from archiver.cli.console import iso
from archiver.cli.hits import hit_row
from archiver.cli.reprints import as_row as work_row
from archiver.cli.show import as_row as article_row
from archiver.cli.views import as_row as point_row
from archiver.errors import NothingFound
from archiver.text.citation import STYLES
from archiver.text.difference import differences
from archiver.web.api import shapes
from archiver.web.api.answers import answer, problems
from archiver.web.frame import shelf
from archiver.web.subject import cited_here, subject
from storage.articles import briefs
from storage.reprints import works_shown
from storage.search.similar import similar as alike

router = APIRouter(prefix="/api/v1/articles/{id}", tags=["article"], responses=problems(404))

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
Number = Annotated[int, Query(ge=1, le=2**31 - 1)]


@router.get("", response_model=shapes.Article)
def article(request: Request, id: Id, revision: Number | None = None) -> Response:
    """The article with its last text, or that of an earlier revision."""
    about = subject(request, id, revision)
    return answer(request, article_row(about.article, about.files))


@router.get("/revisions", response_model=shapes.Revisions)
def revisions(request: Request, id: Id) -> Response:
    """Every text that its page has shown."""
    texts = subject(request, id).texts
    rows = [
        {
            "revision": text.revision,
            "title": text.title,
            "appeared": iso(text.appeared),
            "last_seen": iso(text.last_seen),
            "sha256": text.sha256,
        }
        for text in texts
    ]
    return answer(request, {"id": id, "revisions": rows})


@router.get("/diff", response_model=shapes.Diff)
def diff(request: Request, id: Id, a: Number = 1, b: Number | None = None) -> Response:
    """What changed between two revisions; the first and the last without their numbers."""
    known = {text.revision: text for text in subject(request, id).texts}
    b = b or max(known)
    for wanted in (a, b):
        if wanted not in known:
            raise NothingFound(f"Article {id} has revisions 1 to {max(known)}, and no {wanted}.")
    found = {
        "title": differences(known[a].title, known[b].title),
        "body": differences(known[a].body, known[b].body),
    }
    changes = [
        {"where": where, "at": one.start, "before": one.before, "after": one.after, "kinds": list(one.kinds)}
        for where, some in found.items()
        for one in some
    ]
    return answer(request, {"id": id, "a": a, "b": b, "changes": changes})


@router.get("/views", response_model=shapes.Views)
def views(request: Request, id: Id) -> Response:
    """Every view count seen, how it grew, and where the counter began anew."""
    rows = [point_row(id, point) for point in subject(request, id).seen]
    return answer(request, {"id": id, "views": rows})


@router.get("/printings", response_model=shapes.Printings)
def printings(request: Request, id: Id) -> Response:
    """Who printed the same article."""
    subject(request, id)
    with shelf(request).archive.reading() as session:
        work = next(iter(works_shown(session, id)), None)
    if work is None:
        raise NothingFound(f"Article {id} belongs to no work.")
    return answer(request, work_row(work))


@router.get("/captures", response_model=shapes.Captures)
def captures(request: Request, id: Id) -> Response:
    """Every capture of its page, and where its bytes are."""
    rows = [asdict(capture) | {"fetched_at": iso(capture.fetched_at)} for capture in subject(request, id).captures]
    return answer(request, {"id": id, "captures": rows})


@router.get("/citation", response_model=shapes.Citation)
def citation(
    request: Request,
    id: Id,
    style: Literal["gbt7714", "apa", "ris", "bibtex"] = "gbt7714",
    revision: Number | None = None,
) -> Response:
    """The article cited, naming the capture and its digest."""
    text = STYLES[style](cited_here(request, subject(request, id, revision)))
    return answer(request, {"id": id, "style": style, "text": text})


@router.get("/similar", response_model=shapes.Similar)
def similar(request: Request, id: Id, limit: Annotated[int, Query(ge=1, le=50)] = 10) -> Response:
    """Other works about the same."""
    stored = subject(request, id).article
    room = shelf(request)
    hits = alike(room.index, stored.title, stored.body, stored.work, limit)
    with room.archive.reading() as session:
        known = {one.id: one for one in briefs(session, [hit.id for hit in hits])}
    return answer(request, {"id": id, "hits": [hit_row(hit, known[hit.id], ()) for hit in hits if hit.id in known]})
