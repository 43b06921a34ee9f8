"""Every response into the WARC file, as it came over the wire: a downloader middleware next to the downloader."""

from datetime import datetime, timedelta
from typing import Self
from urllib.parse import urldefrag

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from twisted.web.http import RESPONSES

from spiders.errand import ARCHIVED, KEPT, NOT_MODIFIED, errand_of
from storage.captures import Kept
from storage.runs import OpenRun
from storage.warc import Exchange

_HOP_BY_HOP = {"transfer-encoding", "connection", "keep-alive"}


class KeepCaptures:
    """Keeps each answer and its row; answers from the archive what a killed run had fetched and not read."""

    def __init__(self, run: OpenRun) -> None:
        self._run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        run = crawler.get_extension(OpenRun)
        if run is None:
            raise RuntimeError("captures need the run extension: set EXTENSIONS as archiver.settings does")
        return cls(run)

    def process_request(self, request: Request) -> Response | None:
        errand = errand_of(request)
        if errand.unread is None:
            return None
        return self._from_archive(request, self._run.captures.body(errand.unread))

    def process_response(self, request: Request, response: Response) -> Response | Request:
        if ARCHIVED in response.flags:
            return response
        errand = errand_of(request)
        page_id = errand.page_id
        if page_id is None or request.meta.get("redirect_times"):
            page_id = self._run.frontier.page(request.url, errand.kind, self._run.now())
        kept = self._run.captures.keep(page_id, _exchange(request, response, self._run.now()))
        location = response.headers.get(b"Location")
        if location is not None and response.status in (301, 302, 303, 307, 308):
            self._run.frontier.redirected(page_id, location.decode("latin-1"))
        if kept.not_modified:
            return self._from_archive(request, kept)
        request.meta[KEPT] = kept
        return response

    def _from_archive(self, request: Request, kept: Kept) -> Response:
        headers = Headers()
        for name, value in kept.answer.headers:
            headers.appendlist(name, value)
        request.meta[KEPT] = kept
        flags = [ARCHIVED, NOT_MODIFIED] if kept.not_modified else [ARCHIVED]
        made = responsetypes.from_args(headers=headers, url=request.url, body=kept.answer.body)
        return made(request.url, 200, headers, kept.answer.body, flags, request)


def _exchange(request: Request, response: Response, now: datetime) -> Exchange:
    latency = request.meta.get("download_latency")
    fetched_at = now - timedelta(seconds=latency or 0)
    errand = errand_of(request)
    notes = {"hopsFromSeed": str(errand.depth), "errand": errand.kind}
    referer = request.headers.get(b"Referer")
    if referer:
        notes["via"] = referer.decode("latin-1")
    if latency is not None:
        notes["fetchTimeMs"] = str(round(latency * 1000))
    return Exchange(
        url=urldefrag(request.url).url,
        fetched_at=fetched_at,
        status=response.status,
        reason=RESPONSES.get(response.status, b"").decode("latin-1"),
        headers=[pair for pair in _pairs(response.headers) if pair[0].lower() not in _HOP_BY_HOP],
        body=response.body,
        method=request.method,
        request_headers=_pairs(request.headers),
        request_body=request.body,
        notes=notes,
    )


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values]
