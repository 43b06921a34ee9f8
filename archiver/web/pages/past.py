"""The past of an article: its revisions with what changed, its views over time, its captures and the captured page."""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urljoin

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from archiver.cli.views import COLUMNS, as_row
from archiver.errors import NothingFound
from archiver.text.difference import Difference, differences
from archiver.web.charts import course
from archiver.web.frame import shelf
from archiver.web.pages.article import Id, Number
from archiver.web.replay import POLICY, replay
from archiver.web.subject import Subject, subject, tab
from spiders.reading.charset import decode
from storage.captures import read_capture
from storage.provenance import file_bytes
from storage.warc import decoded

router = APIRouter(include_in_schema=False)
_AROUND = 60
"""So many characters stand before and after a change where only changes are shown."""


@router.get("/article/{id}/revisions")
def revisions(request: Request, id: Id, a: Number = None, b: Number = None, whole: str = "") -> Response:
    """Two revisions compared, character by character."""
    about = subject(request, id)
    known = {text.revision: text for text in about.texts}
    new = b or max(known)
    old = a or max((number for number in known if number < new), default=new)
    for wanted in (old, new):
        if wanted not in known:
            raise NothingFound(f"Article {id} has revisions 1 to {max(known)}, and no {wanted}.")
    one, other = known[old], known[new]
    found = {"title": differences(one.title, other.title), "body": differences(one.body, other.body)}
    return tab(
        request,
        "article/revisions.html",
        about,
        old=one,
        new=other,
        title=pieces(one.title, found["title"], True),
        body=pieces(one.body, found["body"], whole == "1"),
        kinds=Counter(kind for some in found.values() for change in some for kind in change.kinds),
        changes=sum(map(len, found.values())),
        whole=whole == "1",
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the compared texts: `same`, `gone`, `new`, or `cut` for text left out because nothing changed."""

    what: str
    text: str
    facts: bool = False
    """Whether the change touches a number, a date or a name."""


def pieces(text: str, found: list[Difference], whole: bool) -> list[Piece]:
    """The first text with every change set in; without `whole`, only what stands around the changes."""
    made: list[Piece] = []
    at = 0
    for change in found:
        made += _same(text[at : change.start], whole, first=at == 0, last=False)
        facts = change.kinds != ("text",)
        made += [Piece("gone", change.before, facts)] if change.before else []
        made += [Piece("new", change.after, facts)] if change.after else []
        at = change.start + len(change.before)
    return made + (_same(text[at:], whole, first=at == 0, last=True) if found or whole else [])


def _same(text: str, whole: bool, first: bool, last: bool) -> list[Piece]:
    kept = (0 if first else _AROUND) + (0 if last else _AROUND)
    if whole or len(text) <= kept + _AROUND:
        return [Piece("same", text)] if text else []
    before = [] if first else [Piece("same", text[:_AROUND])]
    after = [] if last else [Piece("same", text[-_AROUND:])]
    return [*before, Piece("cut", ""), *after]


@router.get("/article/{id}/views")
def views(request: Request, id: Id) -> Response:
    """How often it was viewed, each time it was looked at."""
    about = subject(request, id)
    return tab(request, "article/views.html", about, course=course(about.seen))


@router.get("/article/{id}/views.csv")
def views_table(request: Request, id: Id) -> Response:
    about = subject(request, id)
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    table.writerows(as_row(id, point).values() for point in about.seen)
    headers = {"Content-Disposition": f'attachment; filename="views-{id}.csv"'}
    return Response("\ufeff" + out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/article/{id}/provenance")
def provenance(request: Request, id: Id) -> Response:
    """Each capture of its page, and where every value was read."""
    about = subject(request, id)
    years: dict[int, list[int]] = {}
    for capture in about.captures:
        years.setdefault(capture.fetched_at.year, [0] * 12)[capture.fetched_at.month - 1] += 1
    return tab(request, "article/provenance.html", about, years=years)


@router.get("/article/{id}/captured")
def captured(request: Request, id: Id, capture: Number = None) -> Response:
    """The page as it was sent, in a frame in which nothing runs."""
    about = subject(request, id)
    return tab(request, "article/captured.html", about, chosen=_chosen(about, capture))


@router.get("/article/{id}/capture/{number}")
def frame(request: Request, id: Id, number: Annotated[int, Path(ge=1, le=2**31 - 1)]) -> Response:
    """The captured page by itself: what the frame shows."""
    about = subject(request, id)
    data, content_type, address = _bytes(request, about, number)
    room = shelf(request)
    kept = {file.url: file.sha256 for file in about.files if file.sha256 and file.role == "image"}

    def picture(url: str) -> bytes | None:
        digest = kept.get(urljoin(address, url))
        return None if digest is None else file_bytes(room.archive, digest)

    shown = replay(decode(data, content_type).text, address, picture)
    return Response(shown, headers={"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY})


@router.get("/article/{id}/capture/{number}/bytes")
def raw(request: Request, id: Id, number: Annotated[int, Path(ge=1, le=2**31 - 1)]) -> Response:
    """The captured bytes, to be saved."""
    about = subject(request, id)
    data, _, _ = _bytes(request, about, number)
    headers = {"Content-Disposition": f'attachment; filename="capture-{number}.html"'}
    return Response(data, media_type="application/octet-stream", headers=headers)


def _chosen(about: Subject, number: int | None) -> int | None:
    """The capture that is shown: the one asked for, else the last that showed a text."""
    if number is not None:
        if all(capture.id != number for capture in about.captures):
            raise NothingFound(f"Article {about.article.id} has no capture {number}.")
        return number
    return about.article.capture_id


def _bytes(request: Request, about: Subject, number: int) -> tuple[bytes, str | None, str]:
    """Body, content type and address of a capture of this article's page, and of no other."""
    _chosen(about, number)
    kept = read_capture(shelf(request).archive, number)
    named = {name.lower(): value for name, value in kept.answer.headers}
    return decoded(kept.answer), named.get("content-type"), kept.answer.url
