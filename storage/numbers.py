"""Numbers for new rows, taken in advance: rows then know each other's numbers, and many go in as one statement."""

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from storage.tables import Article, Membership, Revision, View, Work

_TABLES = (Article, Membership, Revision, View, Work)
Numbered = type[Article] | type[Membership] | type[Revision] | type[View] | type[Work]


class Numbers:
    """Of one session that holds the writer lock. Whoever takes a number here takes all of that table's here."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._postgresql = session.get_bind().dialect.name == "postgresql"
        self._left: dict[str, list[int]] = {}
        self._last: dict[str, int] = {}
        self._together = 1

    @classmethod
    def of(cls, session: Session) -> "Numbers":
        """The session's numbers."""
        numbers: Numbers = session.info.setdefault("numbers", cls(session))
        return numbers

    def expect(self, rows: int) -> None:
        """So many rows of a table are likely to come: as many numbers are fetched at once."""
        self._together = max(rows, 1)

    def next(self, table: Numbered) -> int:
        """The number of a new row."""
        left = self._left.setdefault(table.__tablename__, [])
        if not left:
            left.extend(reversed(self._fetched(table)))
        return left.pop()

    def _fetched(self, table: Numbered) -> list[int]:
        name = table.__tablename__
        if self._postgresql:
            drawn = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :many)")
            return list(self._session.connection().scalars(drawn, {"name": name, "many": self._together}))
        if not self._last:
            every = (select(func.max(one.id)).scalar_subquery().label(one.__tablename__) for one in _TABLES)
            row = self._session.connection().execute(select(*every)).one()
            self._last = {one: last or 0 for one, last in row._mapping.items()}
        last = self._last[name]
        self._last[name] = last + self._together
        return list(range(last + 1, last + self._together + 1))
