from datetime import UTC, datetime

from sqlalchemy import select

from storage.numbers import Numbers
from storage.tables import Work

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)


def test_numbers_are_free_and_rows_without_one_still_find_theirs(any_archive):
    with any_archive.writing() as session:
        session.add(Work(created_at=NOW))
    with any_archive.writing() as session:
        numbers = Numbers.of(session)
        numbers.expect(3)
        taken = [numbers.next(Work) for _ in range(5)]
        session.add_all(Work(id=number, created_at=NOW) for number in taken)
        assert Numbers.of(session) is numbers
    with any_archive.writing() as session:
        session.add(Work(created_at=NOW))
    with any_archive.writing() as session:
        taken.append(Numbers.of(session).next(Work))
        session.add(Work(id=taken[-1], created_at=NOW))
    with any_archive.reading() as session:
        found = session.scalars(select(Work.id)).all()
    assert len(found) == len(set(found)) == 8
    assert len(set(taken)) == 6
    assert taken == sorted(taken)
