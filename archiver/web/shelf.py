"""The archive as the reading room has it open: an index that is followed in the background, and counts made beforehand.

No page waits for a crawl: what was stored since the last look is taken into the index by a thread of its own, and what
costs a walk through all tables (the portals' state) is counted there too.
"""

import gc
import logging
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from archiver.cli.health import Health, judged
from archiver.errors import ArchiverError
from archiver.text.mirror import restore
from storage.archive import Archive
from storage.articles import last_change
from storage.coverage import Coverage, coverage
from storage.history import PastRun, history
from storage.search.exact import settled
from storage.search.follow import catch_up
from storage.search.index import SearchIndex
from storage.search.snippet import snippet
from storage.search.syntax import Node
from storage.tables import Run

LOOK_EVERY = 2.0
"""Seconds between two looks for what is new."""
COUNT_EVERY = 30.0
"""Seconds between two counts of the portals at least; where a count takes long, twenty times as long."""
RUNS = 100
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of all portals, and the last runs, at one moment."""

    at: datetime
    portals: tuple[Coverage, ...]
    runs: tuple[PastRun, ...]
    health: Health
    """What was found wrong with each portal, by name."""

    @property
    def articles(self) -> int:
        return sum(portal.articles for portal in self.portals)

    @property
    def titles(self) -> dict[str, str]:
        """The title of each portal by its name; its name where no title is known."""
        return {portal.portal: portal.title or portal.portal for portal in self.portals}


class Shelf:
    """One archive for many readers. `follow` brings everything up to date; `start` does so again and again."""

    def __init__(self, archive: Archive) -> None:
        """Raises ArchiveUnusable where the index can neither be read nor made."""
        self.archive = archive
        self.index = SearchIndex(archive.index)
        self._overview: Overview | None = None
        self._counted: tuple[int, int] | None = None
        self._next_count = 0.0
        self._stop = threading.Event()
        self._counting = threading.Lock()
        self._thread: threading.Thread | None = None

    def settled(self, node: Node) -> Node:
        """The query with each `exact:` looked up. Raises UsageError where that is asked of too many texts."""
        return settled(node, self.index, self.archive)

    def overview(self) -> Overview:
        """The portals' state as it was counted last; counted now where it never was."""
        # No page waits for a count that goes on: it shows the one before.
        if self._overview is None:
            with self._counting:
                return self._overview or self._count()
        return self._overview

    def follow(self) -> None:
        """Take in what is new now: into the index, and into the overview."""
        catch_up(self.archive, self.index)
        with self._counting:
            self._count()

    def start(self) -> None:
        """Make ready what the first reader would wait for, then follow the archive in a thread."""
        self.overview()
        # The tables of readings and variants load with the first text that needs them, half a second of work.
        restore("計(jì)生協會(huì)", True)
        snippet("計生協會", ["计生"])
        # The program itself is no garbage: each time Python looked through all of it, every reader waited 20 to 50 ms.
        gc.collect()
        gc.freeze()
        self._thread = threading.Thread(target=self._run, name="follow", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=30)
            gc.unfreeze()
        self.archive.close()

    def _run(self) -> None:
        said = ""
        while not self._stop.wait(LOOK_EVERY):
            try:
                self._look()
            except (ArchiverError, DBAPIError) as error:
                # The pages go on with what there is; a trouble that stays is said once.
                if str(error) != said:
                    _log.warning("The archive cannot be followed: %s", error)
                said = str(error)

    def _look(self) -> None:
        with self.archive.reading() as session:
            state = last_change(session), session.scalar(select(func.max(Run.id))) or 0
        if self.index.change != state[0]:
            catch_up(self.archive, self.index)
        if state != self._counted and time.monotonic() >= self._next_count:
            with self._counting:
                began = time.monotonic()
                self._count()
                took = time.monotonic() - began
            self._counted, self._next_count = state, time.monotonic() + max(COUNT_EVERY, took * 20)

    def _count(self) -> Overview:
        now = datetime.now(UTC)
        health = judged(self.archive, now)
        with self.archive.reading() as session:
            self._overview = Overview(now, tuple(coverage(session, now)), tuple(history(session, RUNS)), health)
        return self._overview
