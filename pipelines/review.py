"""Siblings looked at again once more of a portal's furniture is known: two reprints in frames nobody had learnt yet."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from pipelines.deduplicate import identity_of
from pipelines.kin import Bench, Subject
from pipelines.works import Works
from storage import reprints
from storage.tables import Portal

_LOOKED_AT = 200
"""So many of a portal's pairs, the newest first."""


def review(session: Session, portals: Sequence[int], now: datetime) -> None:
    """Compare the pairs again that were taken for siblings on these portals; what turns out the same, or a part
    of the other, is placed again.

    An article that stands in a work with others, or where a person put it, stays there.
    """
    bench, hand = Bench.of(session), Works(session, now)
    bench.settle()
    for pair in reprints.sibling_pairs(session, portals, _LOOKED_AT):
        both = bench.known(pair)
        if len({known.work_id for known in both}) < 2 or any(known.by_person for known in both):
            continue
        one, other = both
        if bench.pair(one, other).kinship in (None, "sibling"):
            continue
        alone = next((known for known in (other, one) if reprints.is_alone(session, known.work_id)), None)
        if alone is None:
            continue
        timezone = session.get_one(Portal, alone.portal_id).timezone
        identity = identity_of(alone.title, alone.text)
        subject = Subject(alone.article_id, alone.portal_id, alone.url, alone.text, alone.published, timezone, identity)
        hand.place(subject, hand.standing(alone.article_id))
        hand.touched.add(alone.article_id)
        hand.announce()
        bench.settle()
        session.flush()
        if len({known.work_id for known in bench.known(pair)}) == 1:
            reprints.undo_siblings(session, pair, now)
