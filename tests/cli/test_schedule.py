import os
from pathlib import Path

import pytest

from storage.deliveries import portal_of
from storage.runs import PortalFacts

FAKE = """#!/bin/sh
# A crontab command that keeps its table in a file.
case "$1" in
  -l) cat "{table}" 2>/dev/null || {{ echo "no crontab for someone" >&2; exit 1; }} ;;
  -) cat > "{table}" ;;
esac
"""


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file behind a `crontab` command of our own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "crontab"
    command.write_text(FAKE.format(table=tmp_path / "table"))
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return tmp_path / "table"


def test_every_portal_that_was_crawled_is_scheduled(at_any, any_archive, any_database, fill):
    if any_database:
        (any_archive.home / "archiver.toml").write_text(f'database = "{any_database}"\n')
    fill(any_archive, [])
    fill(any_archive, [], PortalFacts("hnfpa", "https://www.hnfpa.org.cn/"))
    with any_archive.writing() as session:
        portal_of(session, PortalFacts("given", "http://given.example.cn/"))
    printed = at_any("schedule")
    assert printed.code == 0
    crawls = " ".join(line for line in printed.out.splitlines() if " crawl " in line)
    assert " http://songxi.example.cn/ " in crawls, "an undeclared portal by its address"
    assert " hnfpa " in crawls
    assert "given" not in crawls, "what came in a file is not crawled"
    assert "Say who crawls" in printed.err


def test_named_portals_need_no_archive(archiver, tmp_path):
    printed = archiver("schedule", "hnfpa", "--archive", tmp_path / "new")
    assert " crawl hnfpa --archive " in printed.out
    assert archiver("schedule", "nobody", "--archive", tmp_path / "new").code == 2


def test_an_archive_without_crawls_has_nothing_to_schedule(at):
    assert at("schedule").code == 3


def test_the_lines_are_installed_and_replaced(at, archive, fill, table):
    fill(archive, [])
    (archive.home / "archiver.toml").write_text('contact = "keeper@example.org"\n')
    printed = at("schedule").out
    first = at("schedule", "--install")
    assert (first.code, first.err) == (0, "")
    assert first.out.startswith("1 portal every night between ")
    assert table.read_text() == printed
    table.write_text("MAILTO=keeper@example.org\n" + printed)
    assert at("schedule", "hnfpa", "--install").code == 0
    lines = table.read_text().splitlines()
    assert lines[0] == "MAILTO=keeper@example.org"
    assert len([line for line in lines if " crawl " in line]) == 1
    assert " crawl hnfpa " in table.read_text()


def test_a_setting_that_cron_would_not_see_is_a_wrong_use(at, archive, fill, monkeypatch):
    fill(archive, [])
    monkeypatch.setenv("ARCHIVER_CONTACT", "keeper@example.org")
    wrong = at("schedule")
    assert wrong.code == 2
    assert f"write contact = … into {archive.home / 'archiver.toml'}" in wrong.err
    (archive.home / "archiver.toml").write_text('contact = "keeper@example.org"\n')
    assert at("schedule").code == 0


def test_a_portal_with_hours_of_its_own_is_scheduled_within_them(at, archive, fill):
    fill(archive, [])
    fill(archive, [], PortalFacts("hnfpa", "https://www.hnfpa.org.cn/"))
    (archive.home / "archiver.toml").write_text('window = "22:00-06:00"\n[portals.hnfpa]\nwindow = "13:00-15:00"\n')
    out = at("schedule", "--systemd").out
    begun = {name: out.split(f" {name} ")[0].count("[Timer]") for name in ("hnfpa", "http://songxi.example.cn/")}
    hours = [line.split()[1][:2] for line in out.splitlines() if line.startswith("OnCalendar=")]
    assert hours[begun["hnfpa"]] == "13"
    assert hours[begun["http://songxi.example.cn/"]] in ("22", "23", "00", "01")


def test_two_schedules_are_one_too_many(at):
    assert at("schedule", "--cron", "--systemd").code == 2


def test_systemd_units_are_printed(at, archive, fill):
    fill(archive, [])
    out = at("schedule", "--systemd").out
    assert out.count("[Timer]") == out.count("[Service]") == 2


def test_a_machine_without_crontab_is_told_of(at, archive, fill, monkeypatch, tmp_path):
    fill(archive, [])
    monkeypatch.setenv("PATH", str(tmp_path))
    failed = at("schedule", "--install")
    assert (failed.code, failed.out) == (1, "")
    assert "There is no crontab on this machine" in failed.err
