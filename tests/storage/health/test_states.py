from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from storage.health.findings import Finding
from storage.health.states import note, told, untold
from storage.health.tables import PortalState
from storage.runs import PortalFacts, note_portal

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
SILENT = Finding("silent", "red", "Nothing new for 23 days.", "archiver portal check songxi")
QUIET = Finding("quiet", "amber", "Nothing new for 9 days.", "archiver portal check songxi")


def after(archive, days: int, **health: list[Finding]) -> list[tuple[str, str, str]]:
    """How portals are noted `days` later; what of it changed."""
    with archive.writing() as session:
        changes = note(session, health, NOW + timedelta(days=days))
    return [(change.portal, change.before, change.state) for change in changes]


def news(archive, *portals: str, tell: bool = False) -> list[tuple[str, str, str]]:
    """What is to be told of portals; with `tell` it was."""
    with archive.writing() as session:
        changes = untold(session, portals or ("songxi", "zhenghe"))
        if tell:
            told(session, changes, NOW)
    return [(change.portal, change.before, change.state) for change in changes]


def two_portals(archive) -> None:
    for name in ("songxi", "zhenghe"):
        note_portal(archive, PortalFacts(name, f"http://{name}.example.cn/"))


def test_only_a_change_is_noted(any_archive):
    two_portals(any_archive)
    assert after(any_archive, 0, songxi=[], zhenghe=[]) == []
    assert after(any_archive, 1, songxi=[QUIET], zhenghe=[]) == [("songxi", "green", "amber")]
    assert after(any_archive, 2, songxi=[QUIET], zhenghe=[]) == []
    assert after(any_archive, 3, songxi=[SILENT, QUIET], zhenghe=[]) == [("songxi", "amber", "red")]
    assert after(any_archive, 4, songxi=[], zhenghe=[]) == [("songxi", "red", "green")]
    with any_archive.reading() as session:
        assert session.scalar(select(func.count()).select_from(PortalState)) == 5
        rows = session.scalars(select(PortalState).where(PortalState.state == "red")).all()
    assert [(row.since, row.findings[0]["name"]) for row in rows] == [(NOW + timedelta(days=3), "silent")]


def test_a_portal_that_is_broken_from_the_beginning_is_a_change(any_archive):
    two_portals(any_archive)
    assert after(any_archive, 0, songxi=[SILENT]) == [("songxi", "green", "red")]


def test_each_change_is_told_once(any_archive):
    two_portals(any_archive)
    after(any_archive, 0, songxi=[], zhenghe=[])
    assert news(any_archive) == []
    after(any_archive, 1, songxi=[SILENT], zhenghe=[QUIET])
    assert news(any_archive, "zhenghe") == [("zhenghe", "green", "amber")]
    assert news(any_archive, tell=True) == [("songxi", "green", "red"), ("zhenghe", "green", "amber")]
    assert news(any_archive) == []
    after(any_archive, 2, songxi=[], zhenghe=[QUIET])
    assert news(any_archive, tell=True) == [("songxi", "red", "green")]


def test_what_was_not_told_is_told_later_unless_it_passed(any_archive):
    two_portals(any_archive)
    after(any_archive, 0, songxi=[SILENT], zhenghe=[QUIET])
    after(any_archive, 1, songxi=[], zhenghe=[QUIET])
    assert news(any_archive) == [("zhenghe", "green", "amber")]
    after(any_archive, 2, songxi=[], zhenghe=[SILENT])
    assert news(any_archive, tell=True) == [("zhenghe", "green", "red")]
    after(any_archive, 3, songxi=[], zhenghe=[QUIET])
    assert news(any_archive) == [("zhenghe", "red", "amber")]


def test_the_findings_come_back_as_they_were(any_archive):
    two_portals(any_archive)
    after(any_archive, 0, songxi=[SILENT, QUIET])
    with any_archive.reading() as session:
        [change] = untold(session, ["songxi"])
    assert change.findings == (SILENT, QUIET)
