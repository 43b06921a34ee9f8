"""All rows of an archive, from one database into another that is empty: SQLite and PostgreSQL in any pair."""

from itertools import islice

from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy import Table as Described

from storage.tables import Table

_CHUNK = 1000


def copy_rows(source: Connection, target: Connection) -> int:
    """Copy every table; the caller holds a transaction on both, that of the source one unchanging view.

    The target has the tables and no rows in them. Returns how many rows went over.
    """
    tables = Table.metadata.sorted_tables
    postgresql = target.dialect.name == "postgresql"
    if not postgresql:
        target.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    loosened = _loosen(target, tables) if postgresql else []
    copied = sum(_copy(source, target, table) for table in tables)
    for statement in loosened:
        target.execute(text(statement))
    if postgresql:
        _count_on(target, tables)
    return copied


def _copy(source: Connection, target: Connection, table: Described) -> int:
    copied = 0
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_CHUNK)
    with source.execute(query) as rows:
        left = iter(rows.mappings())
        while some := [dict(row) for row in islice(left, _CHUNK)]:
            target.execute(table.insert(), some)
            copied += len(some)
    return copied


def _loosen(target: Connection, tables: list[Described]) -> list[str]:
    """Take away the constraints that would ask for rows of a later table; returns what puts them back."""
    order = {table.name: number for number, table in enumerate(tables)}
    known = inspect(target)
    back = []
    for table in tables:
        for key in known.get_foreign_keys(table.name):
            if order[key["referred_table"]] > order[table.name]:
                columns, referred = ", ".join(key["constrained_columns"]), ", ".join(key["referred_columns"])
                target.execute(text(f'ALTER TABLE {table.name} DROP CONSTRAINT "{key["name"]}"'))
                back.append(
                    f'ALTER TABLE {table.name} ADD CONSTRAINT "{key["name"]}" FOREIGN KEY ({columns})'
                    f" REFERENCES {key['referred_table']} ({referred})"
                )
    return back


def _count_on(target: Connection, tables: list[Described]) -> None:
    """Rows came with their numbers; new ones are to be counted from behind the last."""
    for table in tables:
        if "id" not in table.columns:
            continue
        last = target.scalar(select(func.max(table.columns.id)))
        if last is not None:
            sequence = target.scalar(text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table.name})
            target.execute(text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})
