from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from storage.tables import Work

SHANGHAI = timezone(timedelta(hours=8))


def test_a_second_is_given_back_in_utc_on_both_databases(any_archive):
    with any_archive.writing() as session:
        session.add(Work(created_at=datetime(2019, 5, 6, 11, 0, 7, 900_000, tzinfo=SHANGHAI)))
    with any_archive.reading() as session:
        [found] = session.scalars(select(Work.created_at)).all()
        later = session.scalars(
            select(Work.id).where(Work.created_at > datetime(2019, 5, 6, 3, 0, 6, tzinfo=UTC))
        ).all()
        before = session.scalars(select(Work.id).where(Work.created_at < found)).all()
    assert found == datetime(2019, 5, 6, 3, 0, 7, tzinfo=UTC)
    assert (len(later), before) == (1, [])


def test_sqlite_keeps_a_number(archive):
    with archive.writing() as session:
        session.add(Work(created_at=datetime(2019, 5, 6, 3, 0, tzinfo=UTC)))
    with archive.reading() as session:
        assert session.execute(text("SELECT typeof(created_at), created_at FROM works")).one() == (
            "integer",
            1557111600,
        )


def test_a_time_without_zone_is_refused(any_archive):
    with any_archive.writing() as session:
        session.add(Work(created_at=datetime(2019, 5, 6)))  # noqa: DTZ001 - the mistake itself
        with pytest.raises(StatementError, match="without zone"):
            session.flush()
        session.rollback()
