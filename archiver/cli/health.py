"""The health of portals as the commands act on it: judged, noted, told to the operator when it changes."""

import logging
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from archiver.cli.console import now
from archiver.errors import UsageError
from archiver.settings import Options
from spiders.addresses import host_of
from storage.archive import Archive
from storage.health.findings import WORST, Finding, findings
from storage.health.observation import observed
from storage.health.states import Change, note, told, untold
from storage.history import running

if TYPE_CHECKING:
    from apprise import NotifyBase

Health = Mapping[str, Sequence[Finding]]
"""What was found of each portal, by name."""


def judged(archive: Archive, moment: datetime, portals: Collection[str] | None = None) -> Health:
    """What is wrong with each portal of the archive, or with those named."""
    with archive.reading() as session:
        seen = observed(session, moment, portals, running(archive, session, host_of))
    return {portal.portal: findings(portal) for portal in seen}


def heed(archive: Archive, options: Options, health: Health, moment: datetime) -> tuple[list[Change], list[str]]:
    """Note how the portals are and tell what changed, once; returns the changes, and what went wrong with telling.

    What reached no address at all is told again the next time.

    Raises UsageError where `ARCHIVER_NOTICES` cannot be understood.
    """
    with archive.writing() as session:
        changes = note(session, health, moment)
        news = untold(session, health)
    if not (news and options.notices):
        return changes, []
    addresses = options.notices.split()
    failures = deliver(addresses, *letter(news))
    if len(failures) == len(addresses):
        return changes, [*failures, "It is sent again the next time."]
    with archive.writing() as session:
        told(session, news, moment)
    return changes, failures


def tend(options: Options, portals: Collection[str]) -> bool:
    """Judge the portals that were just crawled, print and tell what changed; returns whether one looks broken."""
    moment = now()
    with closing(Archive.open(options.home, options.database)) as archive:
        health = judged(archive, moment, portals)
        print_changes(*heed(archive, options, health, moment))
    return any(finding.state == "red" for found in health.values() for finding in found)


def letter(news: Sequence[Change]) -> tuple[str, str]:
    """Subject and text of the notice that tells these changes, the worst first."""
    ordered = sorted(news, key=lambda change: WORST.index(change.state))
    first = ordered[0]
    more = f" and {len(news) - 1} more" if len(news) > 1 else ""
    lines = []
    for change in ordered:
        lines.append(f"{change.portal}: {change.state} (was {change.before})")
        lines += [f"  {finding.sentence}\n  {finding.command}" for finding in change.findings]
    return f"Archiver: {first.portal} is {first.state}{more}", "\n".join(lines) + "\n"


def deliver(addresses: Sequence[str], subject: str, text: str) -> list[str]:
    """Send a notice to each address; a sentence for each where it did not arrive."""
    return [
        f"The notice to {_place(number, addresses)} was not delivered."
        for number, service in enumerate(_services(addresses))
        if not service.notify(title=subject, body=text)
    ]


def _place(number: int, addresses: Sequence[str]) -> str:
    """An address without what it hides: behind its scheme there may be a password or a key."""
    return f"address {number + 1} of ARCHIVER_NOTICES ({addresses[number].partition(':')[0]}:…)"


def check_notices(options: Options) -> None:
    """Raise UsageError where `ARCHIVER_NOTICES` cannot be understood: before a night's crawl, not after it."""
    if options.notices:
        _services(options.notices.split())


def _services(addresses: Sequence[str]) -> "list[NotifyBase]":
    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    try:
        from apprise import Apprise
    except ImportError as error:
        raise UsageError(
            "ARCHIVER_NOTICES needs apprise: install it with `pip install 'portal-archiver[notices]'`."
        ) from error
    services = []
    for number, address in enumerate(addresses):
        service = Apprise.instantiate(address)
        if service is None:
            raise UsageError(
                f"The {_place(number, addresses)} is none that apprise knows; "
                "write it like mailtos://user:password@example.org or json://127.0.0.1:8000/hook."
            )
        services.append(service)
    return services


def changed(changes: Sequence[Change]) -> list[str]:
    """A line for each thing that is wrong with a portal whose health changed, and what helps."""
    lines = []
    for change in changes:
        if not change.findings:
            lines.append(f"archiver: {change.portal} is {change.state} again.")
        for finding in change.findings:
            said = f"{change.portal} is {change.state}: {finding.sentence} Try: {finding.command}"
            lines.append(f"archiver: {said}")
    return lines


def print_changes(changes: Sequence[Change], failures: Sequence[str]) -> None:
    """What cron mails of the health of portals; nothing where nothing changed."""
    for line in (*changed(changes), *(f"archiver: {failure}" for failure in failures)):
        typer.echo(line, err=True)
