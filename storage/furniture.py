"""The furniture of portals, learned: which lines stand at the edge of so many articles that they are no text."""

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from storage.tables import PortalLine

_WINDOW = 50
"""Every so many articles of a portal, lines that turned up no more often than once in it are forgotten."""
_FURNITURE_PAGES, _FURNITURE_SHARES = 5, (0.02, 0.15)
"""A line that stands on so many pages and this share of them is furniture. A line with numbers (its mark is odd), which
were left out of account, must stand on more: the lines of a form differ in their numbers, and these are its facts."""
ALL = 0
"""Stands for all articles among the marks of lines."""
_COUNTED = " ON CONFLICT (portal_id, line) DO UPDATE SET pages = portal_lines.pages + excluded.pages"
_LINES = text(
    "INSERT INTO portal_lines (portal_id, line, pages, missed) SELECT * FROM unnest(CAST(:portals AS integer[]),"
    f" CAST(:lines AS integer[]), CAST(:pages AS integer[]), CAST(:missed AS integer[])){_COUNTED}"
)


def portal_lines(session: Session, portals: Iterable[int]) -> dict[int, Counter[int]]:
    """Of each portal on how many articles a line stands, by its mark; under `ALL` how many were counted."""
    found: dict[int, Counter[int]] = {portal_id: Counter() for portal_id in portals}
    rows = session.execute(
        select(PortalLine.portal_id, PortalLine.line, PortalLine.pages).where(PortalLine.portal_id.in_(found))
    )
    for portal_id, line, pages in rows:
        found[portal_id][line] = pages
    return found


def furniture(lines: Mapping[int, int]) -> frozenset[int]:
    """The lines (their marks) that stand on so many of a portal's articles that they are no part of the text."""
    total = lines.get(ALL, 0)
    least = [max(_FURNITURE_PAGES, share * total) for share in _FURNITURE_SHARES]
    return frozenset(line for line, pages in lines.items() if line != ALL and pages >= least[line & 1])


def learn_lines(session: Session, learnt: Mapping[int, Mapping[int, int]]) -> None:
    """Count, by portal, the lines of some more articles; under `ALL` stands how many articles."""
    counted = session.execute(
        select(PortalLine.portal_id, PortalLine.pages).where(PortalLine.portal_id.in_(learnt), PortalLine.line == ALL)
    )
    before = {row[0]: row[1] for row in counted}
    rows = [
        (portal_id, line, pages, before.get(portal_id, 0) // _WINDOW)
        for portal_id, lines in sorted(learnt.items())
        for line, pages in sorted(lines.items())
    ]
    if session.get_bind().dialect.name == "postgresql":
        columns = zip(("portals", "lines", "pages", "missed"), map(list, zip(*rows, strict=True)), strict=True)
        session.execute(_LINES, dict(columns))
    else:
        session.connection().exec_driver_sql(f"INSERT INTO portal_lines VALUES (?, ?, ?, ?){_COUNTED}", rows)
    for portal_id, lines in learnt.items():
        window = (before.get(portal_id, 0) + lines[ALL]) // _WINDOW
        if window > before.get(portal_id, 0) // _WINDOW:
            rare = (PortalLine.line != ALL, PortalLine.pages + PortalLine.missed <= window)
            session.execute(delete(PortalLine).where(PortalLine.portal_id == portal_id, *rare))
