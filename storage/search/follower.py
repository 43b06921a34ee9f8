"""A follower: the search index kept up with the archive while something long writes into it."""

import logging
import threading

from sqlalchemy.exc import DBAPIError

from archiver.errors import ArchiverError
from storage.archive import Archive
from storage.search.follow import catch_up
from storage.search.index import SearchIndex

PAUSE = 2.0
"""Seconds between two looks at the archive: what is committed can be found well within five."""

_log = logging.getLogger(__name__)


class Follower:
    """Takes what an archive commits into its index, in a thread of its own, from `start` to `close`."""

    def __init__(self, archive: Archive, pause: float = PAUSE) -> None:
        self._archive = archive
        self._pause = pause
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="follower", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take in the last of it, and end. Raises ArchiveUnusable where the index cannot be written."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        catch_up(self._archive)

    def _run(self) -> None:
        index: SearchIndex | None = None
        while not self._stop.wait(self._pause):
            try:
                index = index or SearchIndex(self._archive.index)
                catch_up(self._archive, index)
            except (ArchiverError, DBAPIError) as error:
                # What writes goes on; `close` tries once more, and says what stays.
                _log.warning("The search index cannot follow the archive: %s", error)
                return
