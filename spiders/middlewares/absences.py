"""What a crawl finds missing: an answer that says so, a page that only looks sound, an address that leads elsewhere."""

from contextlib import suppress

from scrapy.http import Response

from archiver.errors import UnreadablePage
from archiver.items import Reading
from archiver.text.fold import key
from spiders.errand import KEPT, errand_of_response
from spiders.reading.absence import absence, impossible, line_keys
from spiders.reading.page import read_page
from storage.runs import OpenRun

_SHORT = 300


class Absences:
    """Judges the pages of one run and notes in the frontier what is missing."""

    def __init__(self, run: OpenRun) -> None:
        self._run = run
        self._not_found: frozenset[str] | None = None

    def question(self) -> str | None:
        """An address that cannot exist, where the portal was not yet asked for one and an article gives its form."""
        asked, _ = self._run.frontier.not_found()
        some = None if asked else self._run.frontier.some_article()
        return impossible(some) if some else None

    def learned(self, page_id: int, response: Response | None = None) -> None:
        """Note the answer for the address that cannot exist: an honest one, or a page."""
        capture = None
        if response is not None and response.meta[KEPT].page_id == page_id:
            capture = response.meta[KEPT].id
        self._run.frontier.learned(page_id, capture, self._run.now())
        self._not_found = None

    def refused(self, page_id: int, status: int) -> bool:
        """Note that the portal answers 404 or 410 where an article stood; False where none did."""
        return self._run.frontier.missing(page_id, str(status), self._run.now())

    def redirected(self, response: Response) -> None:
        """Note that the address of an article leads to another page now."""
        page_id = errand_of_response(response).page_id
        if page_id is not None and page_id != response.meta[KEPT].page_id:
            self._run.frontier.missing(page_id, "redirected", self._run.now())

    def judge(self, response: Response, reading: Reading | None) -> str | None:
        """How a page says that there is no article, noted where one stood: `missing`; elsewhere it is a `dead` link.

        None for a page that is what it seems. `reading` is the article read from it, None for a list.
        """
        kept = response.meta[KEPT]
        if reading is not None and not self._is_suspect(reading):
            return None
        stood = self._run.frontier.stood(kept.page_id)
        if reading is None and stood is None:
            return None
        page = read_page(response.body, response.url, (response.headers.get("Content-Type") or b"").decode("latin-1"))
        how = absence(page, stood or "", self._lines())
        if how is None or (how == "emptied" and reading is not None and reading.article.body):
            return None
        return "missing" if self._run.frontier.missing(kept.page_id, how, self._run.now(), kept.id) else "dead"

    def _is_suspect(self, reading: Reading) -> bool:
        """Whether an article is short enough for a message, or named as the portal's not-found page is."""
        article = reading.article
        return len(article.body or "") < _SHORT or key(article.title or "") in self._lines()

    def _lines(self) -> frozenset[str]:
        """The lines of the portal's not-found page; none where it answers honestly, or was not asked yet."""
        if self._not_found is None:
            url, capture = self._run.frontier.not_found()
            self._not_found = frozenset()
            if url is not None and capture is not None:
                answer = self._run.captures.body(capture).answer
                headers = {name.lower(): value for name, value in answer.headers}
                # Many answer 404 with nothing in it, which has no lines to know it by.
                with suppress(UnreadablePage):
                    self._not_found = line_keys(read_page(answer.body, url, headers.get("content-type")))
        return self._not_found
