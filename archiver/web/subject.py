"""The article that a page is about: found by its number, with what stands at the head of each of its tabs."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response

from archiver.errors import NothingFound
from archiver.text.citation import Cited
from archiver.text.mirror import restore
from archiver.text.pinyin import is_obfuscated
from archiver.web.frame import page, shelf
from archiver.web.script import Script, script_of, written
from archiver.web.shelf import Shelf
from storage.articles import StoredArticle, StoredAttachment, absence, article, attachments, revisions
from storage.export.lines import cited
from storage.provenance import KeptCapture, captures_of
from storage.views import Point, series


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One article with everything that its tabs count."""

    article: StoredArticle
    """With the text of the revision asked for, else the last."""
    files: list[StoredAttachment]
    captures: list[KeptCapture]
    seen: list[Point]
    texts: list[StoredArticle]
    """Its revisions, the first one first."""
    obfuscated: bool
    script: Script
    title: str
    words: str
    """The query it was found by."""

    @property
    def pictures(self) -> dict[str, str]:
        """Our own address for each picture whose bytes are kept, by the portal's."""
        return {
            file.url: f"/article/{self.article.id}/file/{place}"
            for place, file in enumerate(self.files, 1)
            if file.role == "image" and file.sha256
        }

    def address(self, tab: str = "", **more: Any) -> str:
        """A tab of this article, with the same words, script and revision."""
        kept: dict[str, Any] = {
            "revision": self.article.revision if self.article.revision != self.article.revisions else None,
            "script": self.script if self.script != "printed" else None,
            "q": self.words or None,
        }
        pairs = [(name, value) for name, value in {**kept, **more}.items() if value is not None]
        path = f"/article/{self.article.id}{f'/{tab}' if tab else ''}"
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def written(self, text: str) -> str:
        return written(text, self.script)


def subject(request: Request, id: int, revision: int | None = None) -> Subject:
    """Raises NothingFound where the archive has no such article or revision."""
    room = shelf(request)
    with room.archive.reading() as session:
        stored = article(session, id, revision)
        if stored is None:
            known = None if revision is None else article(session, id)
            raise NothingFound(
                absence(session, id)
                if known is None
                else f"Article {id} has no revision {revision}; its last one is {known.revisions}."
            )
        files = attachments(session, id)
        captures = captures_of(session, id)
        seen = series(session, id)
        texts = revisions(session, id) if stored.revisions > 1 else [stored]
    obfuscated = is_obfuscated(stored.body)
    script = script_of(request.query_params.get("script"))
    return Subject(
        article=stored,
        files=files,
        captures=captures,
        seen=seen,
        texts=texts,
        obfuscated=obfuscated,
        script=script,
        title=written(restore(stored.title, obfuscated).text, script),
        words=request.query_params.get("q", "")[:200],
    )


def cited_here(request: Request, about: Subject) -> Cited:
    """What a citation of the article says, the address of this revision in this archive included."""
    here = f"{str(request.base_url).rstrip('/')}/article/{about.article.id}?revision={about.article.revision}"
    return cited(about.article, here)


def tab(request: Request, template: str, about: Subject, **values: Any) -> Response:
    """A tab of an article."""
    room: Shelf = shelf(request)
    portal = room.overview().titles.get(about.article.portal, about.article.portal)
    return page(request, template, about=about, article=about.article, portal=portal, **values)
