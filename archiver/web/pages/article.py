"""An article to be read, its printings and its files."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from markupsafe import Markup
from sqlalchemy.orm import Session
from starlette.responses import Response

from archiver.errors import NothingFound, UsageError
from archiver.text.citation import STYLES
from archiver.text.difference import differences
from archiver.text.fold import fold
from archiver.text.mirror import restore
from archiver.web.frame import shelf
from archiver.web.markup import annotated, paragraphs, shown
from archiver.web.replay import picture_type
from archiver.web.script import SCRIPTS
from archiver.web.subject import Subject, cited_here, subject, tab
from storage.articles import StoredArticle, articles
from storage.provenance import beside, file_bytes
from storage.reprints import works_shown
from storage.search.query import parse
from storage.search.syntax import sought_texts

router = APIRouter(include_in_schema=False)

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
Number = Annotated[int | None, Query(ge=1, le=2**31 - 1)]
_LIKE_ENOUGH = 20
"""So many printings are compared sentence by sentence; of more, only the list is shown."""


@router.get("/article/{id}")
def text(request: Request, id: Id, revision: Number = None, pinyin: str = "") -> Response:
    """The text as cleaned, in the script its reader wants."""
    about = subject(request, id, revision)
    with shelf(request).archive.reading() as session:
        around = neighbours(session, about)
    return tab(
        request,
        "article/text.html",
        about,
        scripts=SCRIPTS,
        body=body(about, pinyin == "shown"),
        pinyin_shown=pinyin == "shown",
        around=around,
        citations={style: write(cited_here(request, about)).strip() for style, write in STYLES.items()},
    )


def body(about: Subject, pinyin: bool) -> Markup:
    """The article's text as HTML; a mirror's without what the mirror put in, unless it is asked for."""
    stored, texts = about.article, _sought(about.words)
    if about.obfuscated:
        clean = restore(stored.body, True)
        return annotated(stored.body, clean) if pinyin else paragraphs(about.written(clean.text), texts)
    if stored.html:
        return shown(stored.html, about.pictures, about.written, texts)
    return paragraphs(about.written(stored.body), texts)


def _sought(words: str) -> tuple[str, ...]:
    try:
        return sought_texts(parse(words)) if words else ()
    except UsageError:
        return ()


@router.get("/article/{id}/printings")
def printings(request: Request, id: Id) -> Response:
    """All printings of the work, the earliest first, with what each added or dropped."""
    about = subject(request, id)
    with shelf(request).archive.reading() as session:
        work = next(iter(works_shown(session, id)), None)
        if work is None:
            raise NothingFound(f"Article {id} belongs to no work.")
        stored = {one.id: one for one in articles(session, [member for member, _, _ in work.members])}
        kin = list(articles(session, [*work.digests, *work.siblings][:50]))
    relations = {member: relation for member, _, relation in work.members}
    listed = sorted(stored.values(), key=lambda one: (one.published or "9999", one.first_seen, one.id))
    first = stored.get(work.canonical, listed[0])
    compared = len(listed) <= _LIKE_ENOUGH
    return tab(
        request,
        "article/printings.html",
        about,
        canonical=first.id,
        printings=[(one, relations[one.id], _changed(first, one) if compared else None) for one in listed],
        digests=[one for one in kin if one.id in work.digests],
        siblings=[one for one in kin if one.id not in work.digests],
    )


def _changed(first: StoredArticle, other: StoredArticle) -> tuple[list[str], list[str]] | None:
    """Sentences that a printing added and dropped against the first one, in one script; None for the first itself."""
    if first.id == other.id:
        return None
    one, two = (fold(restore(text.body).text).replace("\n", "") for text in (first, other))
    found = [change for change in differences(one, two) if len(change.before) + len(change.after) > 1]
    added = [change.after for change in found if len(change.after) > len(change.before)]
    dropped = [change.before for change in found if len(change.before) >= len(change.after)]
    return added[:_LIKE_ENOUGH], dropped[:_LIKE_ENOUGH]


@router.get("/article/{id}/file/{place}")
def file(request: Request, id: Id, place: Annotated[int, Path(ge=1, le=100_000)]) -> Response:
    """A file of the article: a picture to be shown, anything else to be saved, and never opened in the browser."""
    about = subject(request, id)
    kept = about.files[place - 1] if place <= len(about.files) else None
    data = file_bytes(shelf(request).archive, kept.sha256) if kept is not None and kept.sha256 else None
    if kept is None or data is None:
        raise NothingFound(f"No bytes of a file {place} of article {id} are kept.")
    kind = picture_type(data)
    ending = kept.type if kept.type and kept.type.isascii() and kept.type.isalnum() and len(kept.type) <= 8 else "bin"
    name = f"{kept.sha256}.{ending}"
    headers = {
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Content-Disposition": f'{"inline" if kind else "attachment"}; filename="{name}"',
        "ETag": f'"{kept.sha256}"',
        "Cache-Control": "private, max-age=3600",
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=kind or "application/octet-stream", headers=headers)


def neighbours(session: Session, about: Subject) -> tuple[StoredArticle | None, StoredArticle | None]:
    """The articles of the same portal that were taken in before and after this one."""
    before, after = beside(session, about.article.id)
    found = {one.id: one for one in articles(session, [id for id in (before, after) if id is not None])}
    return found.get(before or 0), found.get(after or 0)
