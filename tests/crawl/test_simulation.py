"""Thirty nights of a portal that lives: every event is found when its page is first asked for, and named rightly."""

from pathlib import Path

import pytest

from benchmarks.simulate import content, false_findings, found, live, never_taken_in, ordinary_life
from benchmarks.simulated_portal import Event, Life, SimulatedPortal
from storage.archive import Archive
from storage.tables import Run

NIGHTS = 30
LIFE = ordinary_life(24, NIGHTS, a_day=1)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[SimulatedPortal, Path]:
    home = tmp_path_factory.mktemp("lived") / "archive"
    with SimulatedPortal(LIFE) as portal:
        live(portal, home, NIGHTS)
    return portal, home


def test_every_event_is_found_and_named(lived: tuple[SimulatedPortal, Path]) -> None:
    results = found(*lived)
    assert [one for one in results if not one.right] == []
    assert {one.event.what for one in results if one.noted is not None} >= {"edit", "retitle", "404", "410", "restore"}


def test_nothing_is_found_that_did_not_happen(lived: tuple[SimulatedPortal, Path]) -> None:
    assert false_findings(*lived) == (0, 0)
    assert never_taken_in(*lived) == set()


def test_a_portal_that_is_down_or_refuses_is_said_and_left_alone(lived: tuple[SimulatedPortal, Path]) -> None:
    portal, home = lived
    archive = Archive.open(home)
    with archive.reading() as session:
        outcomes = [run.outcome for run in session.query(Run).order_by(Run.id)]
    archive.close()
    unwell = {*LIFE.down, *LIFE.blocks}
    assert [outcomes[night] for night in sorted(unwell)] == ["failed", "blocked", "blocked"]
    assert max(sum(request.day == night for request in portal.requests) for night in unwell) <= 12
    assert outcomes[-1] == "done"


def test_a_killed_run_changes_nothing_in_the_end(tmp_path: Path) -> None:
    life = Life(12, 1, (Event(3, "edit", 10), Event(5, "404", 11)))
    archives = []
    for kills in (False, True):
        with SimulatedPortal(life) as portal:
            live(portal, tmp_path / str(kills), 14, kills=kills)
        archives.append(content(tmp_path / str(kills)))
    assert archives[0] == archives[1]
    assert len(archives[0]) > 24
