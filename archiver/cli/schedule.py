"""`archiver schedule`: every portal each night at an hour of its own, by cron or systemd."""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from archiver.cli.console import ArchiveOption, now, options_for
from archiver.cli.timetable import Departure, Hours, Stop, crontab, timetable, unit_prefix, units, with_block
from archiver.errors import ArchiverError, NothingFound, UsageError
from archiver.settings import FILE_NAME, Options
from spiders.addresses import host_of
from spiders.manners import read_window
from storage.archive import Archive
from storage.history import crawled_portals

_SYSTEM, _USER = Path("/etc/systemd/system"), Path(".config/systemd/user")


def schedule(
    portals: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PORTAL|URL]…", help="Portals by name, or addresses (default: all in the archive)."),
    ] = None,
    cron: Annotated[bool, typer.Option("--cron", help="As lines of a crontab (the default).")] = False,
    systemd: Annotated[bool, typer.Option("--systemd", help="As services and timers of systemd.")] = False,
    install: Annotated[
        bool, typer.Option("--install", help="Put them into your crontab, or among your units, and start them.")
    ] = False,
    archive: ArchiveOption = None,
) -> None:
    """Print what crawls each portal every night and tells what changed; with --install, see to it that it runs.

    例：archiver schedule    archiver schedule --systemd --install
    """
    if cron and systemd:
        raise UsageError("Choose one of --cron and --systemd; two schedules would crawl each portal twice.")
    options = options_for(archive)
    home = options.home.expanduser().absolute()
    refuse_hidden(os.environ, home)
    departures = timetable(stops(options, portals), home)
    if systemd:
        files = units(departures, program(), home)
        if install:
            install_units(files, home)
        else:
            for name, text in files.items():
                typer.echo(f"# {name}\n{text}")
    else:
        local = now().astimezone().tzinfo
        block = crontab(departures, program(), home, now().date(), local) if local else ""
        if install:
            install_crontab(block)
        else:
            typer.echo(block, nl=False)
    if install:
        typer.echo(told(departures))
    if options.contact is None:
        typer.echo(f'archiver: Say who crawls: write contact = "you@example.org" into {home / FILE_NAME}.', err=True)


def stops(options: Options, given: Sequence[str] | None) -> list[Stop]:
    """The portals to be crawled: those given, or all that the archive has crawled before."""
    # Scrapy takes a second to load, which the other commands need not wait for.
    from archiver.cli.crawls import chosen

    if given:
        named = zip(given, (chosen([name])[0] for name in given), strict=True)
        return [
            Stop(name, host_of(portal.site), portal.timezone, hours(options, portal.name)) for name, portal in named
        ]
    with closing(Archive.open(options.home, options.database)) as opened, opened.reading() as session:
        known = crawled_portals(session)
    if not known:
        raise NothingFound("The archive has crawled no portal yet; crawl one, or name those to be crawled.")
    declared = {portal.name for portal in chosen([])}
    return [
        Stop(
            portal.name if portal.name in declared else portal.site,
            host_of(portal.site),
            portal.timezone,
            hours(options, portal.name),
        )
        for portal in known
    ]


def hours(options: Options, portal: str) -> Hours | None:
    """The hours in which alone a portal may be crawled, by `window` in the settings."""
    own = options.portals.get(portal)
    window = (own.window if own else None) or options.window
    return read_window(window) if window else None


def refuse_hidden(environment: Mapping[str, str], home: Path) -> None:
    """Raise UsageError for a setting that stands in this shell's environment alone: cron and systemd do not see it."""
    file = home / FILE_NAME
    written = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    for name in Options.model_fields:
        variable = f"ARCHIVER_{name.upper()}"
        if name != "home" and environment.get(variable) and name not in written:
            raise UsageError(
                f"{variable} stands in this shell's environment, which cron and systemd do not see; "
                f"write {name} = … into {file}."
            )


def program() -> list[str]:
    """This very program, from any folder."""
    beside = Path(sys.executable).with_name("archiver")
    return [str(beside)] if beside.is_file() else [sys.executable, "-m", "archiver"]


def install_crontab(block: str) -> None:
    """Put the block into this user's crontab, in the place of the one before it."""
    listed = _run(["crontab", "-l"], check=False)
    if listed.returncode and "no crontab" not in listed.stderr:
        raise ArchiverError(f"The crontab cannot be read: {listed.stderr.strip() or 'crontab -l failed'}.")
    _run(["crontab", "-"], given=with_block(listed.stdout if not listed.returncode else "", block))


def install_units(files: Mapping[str, str], home: Path) -> None:
    """Write the units, take away those of an earlier schedule of this archive, start the timers."""
    root = os.geteuid() == 0
    folder, command = (_SYSTEM, ["systemctl"]) if root else (Path.home() / _USER, ["systemctl", "--user"])
    folder.mkdir(parents=True, exist_ok=True)
    for old in sorted(folder.glob(f"{unit_prefix(home)}*")):
        if old.name not in files and old.suffix in (".timer", ".service"):
            if old.suffix == ".timer":
                _run([*command, "disable", "--now", old.name])
            old.unlink()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    _run([*command, "daemon-reload"])
    _run([*command, "enable", "--now", *(name for name in files if name.endswith(".timer"))])
    if not root:
        typer.echo("They run while you are logged in; `loginctl enable-linger` lets them run always.")


def told(departures: Sequence[Departure]) -> str:
    """What was installed, in a sentence."""
    first, last = departures[0], departures[-2]
    names = sum(len(departure.arguments) - 1 for departure in departures[:-1])
    return (
        f"{names} {'portal' if names == 1 else 'portals'} every night between {first.at:%H:%M} and {last.at:%H:%M} "
        f"({first.timezone}); what changed is told at {departures[-1].at:%H:%M}."
    )


def _run(command: Sequence[str], *, given: str | None = None, check: bool = True) -> "subprocess.CompletedProcess[str]":
    found = shutil.which(command[0])
    if found is None:
        raise ArchiverError(f"There is no {command[0]} on this machine; install it, or print the schedule without it.")
    done = subprocess.run([found, *command[1:]], input=given, capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise ArchiverError(f"{' '.join(command)} failed: {(done.stderr or done.stdout).strip()}.")
    return done
