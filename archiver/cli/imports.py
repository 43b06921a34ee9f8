"""`archiver import`: take in the pages that another crawler captured."""

import time
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from archiver.cli.add import finish, progress, refuse_missing
from archiver.cli.console import ArchiveOption, JsonOption, now, options_for
from archiver.errors import UnreadablePage
from archiver.items import Reading
from storage import deliveries, foreign
from storage.archive import Archive
from storage.captures import Captures
from storage.frontier import mark_read
from storage.runs import PortalFacts
from storage.search.follow import catch_up
from storage.warc import Answer, Exchange, decoded, recover, sha256


def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE.warc[.gz]…", help="WARC files of any crawler.")],
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> None:
    """Take in the HTML pages of WARC files: each is copied into the archive's own captures and read like a crawled
    page. What the archive holds already is passed over.

    例：archiver import 旧站备份.warc.gz --archive 档案库
    """
    # Reading and the catalogue of portals take a second to load, which the other commands need not wait for.
    from pipelines.delivery import COUNTS

    refuse_missing(files)
    options = options_for(archive)
    began = time.monotonic()
    counts: Counter[str] = Counter(dict.fromkeys(("pages", "known", "lists", *COUNTS), 0))
    with closing(Archive.open(options.home, options.database, create=True)) as opened:
        recover(opened.warcs)
        run = deliveries.begin(opened, now())
        info = {"software": options.user_agent, "format": "WARC File Format 1.1", "description": "imported pages"}
        captures = Captures(opened, run, f"{now():%Y%m%d%H%M%S}-{run:06}.warc.gz", info)
        outcome = "stopped"
        try:
            importing = _Import(opened, captures, counts)
            for file in files:
                with progress(file, as_json) as advance:
                    seen = 0
                    try:
                        for position, page in foreign.responses(file):
                            advance(position - seen)
                            seen = position
                            importing.take(page)
                    except foreign.Unreadable as error:
                        counts["failed"] += 1
                        typer.echo(f"archiver: {error}", err=True)
            outcome = "done"
        finally:
            captures.close()
            deliveries.end(opened, run, outcome, counts, now())
        catch_up(opened)
    finish(counts, time.monotonic() - began, as_json)


class _Import:
    """Takes in one page after the other."""

    def __init__(self, opened: Archive, captures: Captures, counts: Counter[str]) -> None:
        from scrapy.utils.project import get_project_settings

        from spiders.catalogue import declared

        self._archive = opened
        self._captures = captures
        self._counts = counts
        self._declared = declared(get_project_settings())
        self._portals: dict[str, Any] = {}

    def take(self, page: Exchange | foreign.Repeated | foreign.Skipped) -> None:
        """Keep the page, read it, and take its article in."""
        from pipelines.deduplicate import identity
        from pipelines.delivery import counted
        from pipelines.intake import quarantine, take_in
        from pipelines.validate import objection
        from spiders.addresses import tidy
        from spiders.reading import READER_VERSION
        from spiders.reading.article import read_article

        if isinstance(page, foreign.Repeated):
            whole = self._whole(page)
            if whole is None:
                return  # of a picture, or of a page in a file that was not given
            page = whole
        self._counts["pages"] += 1
        if isinstance(page, foreign.Skipped):
            self._counts["failed"] += 1
            typer.echo(f"archiver: {page.url}: {page.why}; skipped.", err=True)
            return
        page = replace(page, url=tidy(page.url))
        portal = self._portal(page.url)
        facts = PortalFacts(portal.name, portal.site, portal.title, portal.province, portal.kind, portal.timezone)
        with self._archive.writing() as session:
            if deliveries.is_captured(session, page.url, page.fetched_at, sha256(page.body)):
                self._counts["known"] += 1
                return
            row = deliveries.portal_of(session, facts)
            timezone = row.timezone
            known = deliveries.pages_at(session, [page.url]).get(page.url)
            if known is None:
                known = deliveries.new_page(row.id, page.url, page.fetched_at)
                session.add(known)
                session.flush()
            page_id = known.id
        kept = self._captures.keep(page_id, page)
        content_type = next((value for name, value in page.headers if name.lower() == "content-type"), None)
        body = decoded(Answer(page.url, page.status, page.headers, page.body))
        try:
            article = read_article(body, page.url, portal.rules, content_type=content_type)
        except UnreadablePage as error:
            self._counts["failed"] += 1
            typer.echo(f"archiver: {page.url}: {error}", err=True)
            return
        reading = Reading(
            article=article,
            fetched_at=page.fetched_at,
            page_id=page_id,
            capture_id=kept.id,
            reader_version=READER_VERSION,
        )
        at = now()
        with self._archive.writing() as session:
            if article.kind == "list":
                mark_read(session, page_id, kept.id, "list", None)
                self._counts["lists"] += 1
                return
            found = objection(article, at.astimezone(ZoneInfo(timezone)).replace(tzinfo=None))
            if found is not None:
                quarantine(session, reading, *found, at)
                self._counts["quarantined"] += 1
                return
            self._counts.update(counted(take_in(session, reading, identity(article), timezone, at)))

    def _whole(self, page: foreign.Repeated) -> Exchange | None:
        """A revisit with the bytes that it repeats, where the archive holds them."""
        from spiders.addresses import tidy

        with self._archive.reading() as session:
            capture_id = deliveries.capture_at(session, tidy(page.of_url), page.of)
        if capture_id is None:
            return None
        answer = self._captures.body(capture_id).answer
        return Exchange(
            url=page.url,
            fetched_at=page.fetched_at,
            status=200,
            reason="OK",
            headers=answer.headers,
            body=answer.body,
            method="GET",
            request_headers=[],
            request_body=b"",
            notes=page.notes,
        )

    def _portal(self, url: str) -> Any:
        """The declared portal of an address, or one named by its host."""
        from spiders.addresses import host_of
        from spiders.catalogue import portal_named

        host = host_of(url)
        if host not in self._portals:
            self._portals[host] = portal_named(host.removesuffix(":80").removesuffix(":443") + "/", self._declared)
        return self._portals[host]
