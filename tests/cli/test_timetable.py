import subprocess
from datetime import UTC, date, time
from pathlib import Path
from shutil import which
from zoneinfo import ZoneInfo

import pytest

from archiver.cli.timetable import Stop, crontab, timetable, unit_prefix, units, with_block
from archiver.errors import UsageError

HOME = Path("/srv/档案 100%")
STOPS = [Stop(f"portal{number}", f"http://{number}.example.cn:80") for number in range(40)]
TODAY = date(2019, 5, 6)


def test_every_portal_runs_once_at_night_and_then_the_changes_are_told():
    *crawls, last = timetable(STOPS, HOME)
    assert sorted(name for crawl in crawls for name in crawl.arguments[1:]) == sorted(stop.name for stop in STOPS)
    assert all(crawl.arguments[0] == "crawl" for crawl in crawls)
    assert all(time(1) <= crawl.at < time(5) for crawl in crawls)
    assert 8 <= len(crawls) <= 16, "spread over the night, and never more processes than slots"
    assert (last.arguments, last.at > time(7, 30)) == (("status", "--notify"), True)


def test_portals_of_one_host_are_crawled_in_turn_by_one_command():
    one = "http://songxi.example.cn:80"
    [crawl, _] = timetable([Stop("songxi", one), Stop("songxi_old", one), Stop("songxi", one)], HOME)
    assert crawl.arguments == ("crawl", "songxi", "songxi_old")


def test_a_portal_keeps_its_hour_when_others_come_and_go():
    def hours(stops, home=HOME):
        return {name: crawl.at for crawl in timetable(stops, home) for name in crawl.arguments[1:]}

    few, all_ = hours(STOPS[:5]), hours(STOPS)
    assert {name: all_[name] for name in few} == few
    assert hours(STOPS) != hours(STOPS, Path("/other"))


@pytest.mark.parametrize(
    ("window", "latest"),
    [((time(22), time(6)), time(2)), ((time(13), time(15)), time(14)), ((time(3), time(3, 10)), time(3, 16))],
)
def test_a_portal_with_hours_of_its_own_begins_in_their_first_half(window, latest):
    stops = [Stop(stop.name, stop.host, window=window) for stop in STOPS]
    *crawls, _ = timetable([*stops, Stop("free", "http://free.example.cn:80")], HOME)
    begun = {name: crawl.at for crawl in crawls for name in crawl.arguments[1:]}
    assert time(1) <= begun.pop("free") < time(5)
    for at in begun.values():
        assert window[0] <= at < latest if window[0] < latest else at >= window[0] or at < latest


def test_the_crontab_has_the_machines_time_and_escapes_what_cron_reads_otherwise():
    departures = timetable(STOPS[:1], HOME)
    in_china = crontab(departures, ["/opt/a b/archiver"], HOME, TODAY, ZoneInfo("Asia/Shanghai")).splitlines()
    in_utc = crontab(departures, ["/opt/a b/archiver"], HOME, TODAY, UTC).splitlines()
    assert in_china[0] == "# >>> archiver /srv/档案 100%"
    assert in_china[-1] == "# <<< archiver /srv/档案 100%"
    minute, hour, *rest = in_china[1].split(" ", 5)
    assert rest == ["*", "*", "*", r"'/opt/a b/archiver' crawl portal0 --archive '/srv/档案 100\%'"]
    assert (int(hour), int(minute)) == (departures[0].at.hour, departures[0].at.minute)
    assert in_utc[1].split(" ")[:2] == [minute, str((int(hour) - 8) % 24)]
    assert in_china[2].endswith(r"status --notify --archive '/srv/档案 100\%'")


def test_a_line_break_never_reaches_a_schedule():
    with pytest.raises(UsageError, match="cannot stand in a schedule"):
        crontab(timetable(STOPS[:1], Path("/a\nb")), ["archiver"], Path("/a\nb"), TODAY, UTC)


def test_the_block_takes_the_place_of_the_one_before():
    old = crontab(timetable(STOPS[:1], HOME), ["archiver"], HOME, TODAY, UTC)
    new = crontab(timetable(STOPS, HOME), ["archiver"], HOME, TODAY, UTC)
    other = crontab(timetable(STOPS[:1], Path("/b")), ["archiver"], Path("/b"), TODAY, UTC)
    assert with_block("", old) == old
    assert with_block("5 4 * * * backup", old) == "5 4 * * * backup\n" + old
    before = "MAILTO=me\n" + old + other + "5 4 * * * backup\n"
    assert with_block(before, new) == "MAILTO=me\n" + new + other + "5 4 * * * backup\n"
    assert with_block(with_block(before, new), new) == with_block(before, new)


def test_the_units_of_systemd():
    files = units(timetable(STOPS[:1], HOME), ["/opt/a b/archiver"], HOME)
    assert len(files) == 4
    assert all(name.startswith(unit_prefix(HOME)) for name in files)
    [service, timer] = [text for name, text in files.items() if "-crawl-" in name]
    assert 'ExecStart="/opt/a b/archiver" crawl portal0 --archive "/srv/档案 100%%"\n' in service
    assert "SuccessExitStatus=4\n" in service
    [moment] = [line for line in timer.splitlines() if line.startswith("OnCalendar=")]
    assert moment.endswith(" Asia/Shanghai")


@pytest.mark.skipif(which("systemd-analyze") is None, reason="systemd is not installed here")
def test_systemd_understands_its_units(tmp_path):
    program = tmp_path / "a $b" / "archiver"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    files = units(timetable(STOPS[:3], HOME), [str(program)], HOME)
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / name) for name in files)], capture_output=True, text=True
    )
    ours = [line for line in done.stderr.splitlines() if unit_prefix(HOME) in line]
    assert ours == []
