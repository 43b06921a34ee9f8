"""An article's place among the works: joined, merged, kept apart, linked as a digest; every decision is a row."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from archiver.text.pinyin import is_obfuscated
from pipelines.comparison import RULE_VERSION, Comparison
from pipelines.kin import Bench, Kin, Pair, Subject, find_kin
from pipelines.verdict import Rank, Relation, rank
from storage import reprints
from storage.numbers import Numbers
from storage.reprints import Known
from storage.tables import Article, Membership, Work

_SIBLINGS = 3
_COMPARED_AGAIN = 50
_NEVER = datetime.max.replace(tzinfo=UTC)
_PREFERENCE = {"exact": 0, "near": 1, "lead": 2, "held": 3}


def next_change(session: Session) -> int:
    """The archive's counter, one further; looked up once a transaction, as the writer lock keeps others from it."""
    last: int | None = session.info.get("change")
    if last is None:
        last = session.scalar(select(func.max(Article.change))) or 0
    session.info["change"] = last + 1
    return last + 1


class Works:
    """Places one article; `touched` are the others whose work, or being reprinted, changed with it."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now
        self._numbers = Numbers.of(session)
        self.touched: set[int] = set()
        self.joined = False
        """Whether the article placed last came into a work that had printings."""

    def place(self, subject: Subject, own: Membership | None) -> Membership:
        """The standing membership of the article; `own` is what it had, in a work of its own."""
        kin = find_kin(self.session, subject)
        membership = self._join(subject, own, kin)
        if kin.holders:
            Bench.of(self.session).settle()
        if membership.relation != "contained-in-page":
            for holder, met in kin.holders:
                self._hold(holder, met, subject.article_id, membership.work_id)
        nearest = sorted(kin.siblings, key=lambda pair: (pair[1].facts, -pair[1].matched, pair[0].article_id))[
            :_SIBLINGS
        ]
        others = [(known.article_id, met.measures) for known, met in nearest]
        reprints.note_siblings(self.session, subject.article_id, others, RULE_VERSION, self.now)
        self.announce(subject.article_id)
        return membership

    def take_out(self, article_id: int, work_id: int, why: str) -> int:
        """By a person's decision: out of its work, into this one, or into one of its own where `work_id` is 0."""
        own = self.standing(article_id)
        if own is not None:
            self._leave(own)
        if work_id:
            self._enter(article_id, work_id, "near", None, None, why)
        else:
            work_id = self._alone(article_id, why).work_id
        Bench.of(self.session).settle()
        self.session.flush()
        return work_id

    def bring_together(self, works: Sequence[int], why: str) -> None:
        """By a person's decision: the members of all these works into the first."""
        for work_id in works[1:]:
            self._move_all(work_id, works[0], why)
        self._greet(works[0], all_of_them=True)
        members = reprints.members(self.session, works[0])
        full = [known for known in members if not known.relation.startswith("contained")] or members
        best = min(full, key=self._rank)
        self._crown(works[0], best.article_id)
        for known in members:
            if known.article_id == best.article_id:
                self._relate(best.article_id, works[0], "first", None, None)
            elif known.relation == "first":
                met = Bench.of(self.session).pair(best, known)
                self._relate(known.article_id, works[0], relation_of(met, of_first=True), best.article_id, met)

    def _join(self, subject: Subject, own: Membership | None, kin: Kin) -> Membership:
        accepted = self._accepted(subject, kin)
        held = self._per_work(kin.held)
        if not accepted:
            pages = [pair for pair in kin.paged if not self._apart(subject.article_id, pair[0].work_id)]
            inside = list(held.values()) if len(held) == 1 else pages[:1] if not held else []
            if inside:
                known, met = inside[0]
                if self._apart(subject.article_id, known.work_id):
                    return own or self._alone(subject.article_id)
                self.joined = True
                self._unmake(own)
                self._greet(known.work_id)
                return self._enter(subject.article_id, known.work_id, "contained-in-page", known.article_id, met)
            membership = own or self._alone(subject.article_id)
        else:
            self.joined = True
            self._unmake(own)
            membership = self._merge(subject, accepted)
        if len(held) > 1:
            ids = [known.article_id for known, _ in held.values()]
            reprints.note_digest(self.session, subject.article_id, ids, {"works": len(held)}, RULE_VERSION, self.now)
        return membership

    def _accepted(self, subject: Subject, kin: Kin) -> list[tuple[Pair, Pair]]:
        """The works to join, the best first: the printing that matched, and the canonical one that does not object."""
        bench = Bench.of(self.session)
        accepted: list[tuple[Pair, Pair]] = []
        order = sorted(
            kin.same, key=lambda pair: (_PREFERENCE[pair[1].kinship or "held"], -pair[1].matched, pair[0].work_id)
        )
        compared = {known.article_id: met for known, met in kin.same}
        seen: set[int] = set()
        for known, met in order:
            if known.work_id in seen or self._apart(subject.article_id, known.work_id):
                continue
            seen.add(known.work_id)
            head = reprints.canonical(self.session, known.work_id) or known
            judged = compared.get(head.article_id)
            if judged is None:
                judged = met if met.kinship == "exact" else bench.compare(subject.comparable, subject.portal_id, head)
            if judged.kinship == "sibling":
                kin.siblings.append((head, judged))
                continue
            if all(self._may_merge(first[1][0], head, subject.article_id) for first in accepted):
                accepted.append(((known, met), (head, judged)))
        return accepted

    def _may_merge(self, first: Known, second: Known, via: int) -> bool:
        if self._works_apart(first.work_id, second.work_id):
            return False
        return Bench.of(self.session).pair(first, second).kinship != "sibling"

    def _merge(self, subject: Subject, accepted: Sequence[tuple[Pair, Pair]]) -> Membership:
        """Join the oldest of the works, bring the others into it, and let the best printing stand for it."""
        works = sorted({known.work_id for (known, _), _ in accepted})
        target = works[0]
        (via, met), _ = accepted[0]
        heads = [head for _, head in accepted]
        if len(works) == 1:
            self._greet(target)
        for work_id in works[1:]:
            self._move_all(work_id, target)
        if len(works) > 1:
            self._greet(target, all_of_them=True)
        parts = {head.article_id for head, judged in heads if _is_part(judged, of_first=True)}
        mine = rank(subject.url, subject.text, subject.identity.obfuscated, subject.published, _NEVER)
        part = any(_is_part(judged, of_first=False) for _, judged in heads)
        best, best_rank = (None, mine) if not part else (heads[0][0], self._rank(heads[0][0]))
        for head, _ in heads:
            its = self._rank(head)
            if head.article_id not in parts and its < best_rank:
                best, best_rank = head, its
        via_head, judged = next((head for head in heads if best and head[0].article_id == best.article_id), heads[0])
        if best is None:
            membership = self._enter(subject.article_id, target, "first", None, None)
            self._crown(target, subject.article_id)
            for head, judged in heads:
                self._relate(head.article_id, target, relation_of(judged, of_first=True), subject.article_id, judged)
        else:
            close = judged if judged.kinship else met
            near = via_head if judged.kinship else via
            membership = self._enter(
                subject.article_id, target, relation_of(close, of_first=False), near.article_id, close
            )
            if len(heads) > 1 or heads[0][0].article_id != best.article_id:
                self._crown(target, best.article_id)
            for head, _ in heads:
                if head.article_id != best.article_id:
                    met = Bench.of(self.session).pair(best, head)
                    self._relate(head.article_id, target, relation_of(met, of_first=True), best.article_id, met)
                elif len(heads) > 1 or head.relation != "first":
                    self._relate(head.article_id, target, "first", None, None)
        return membership

    def _hold(self, holder: Known, met: Comparison, article_id: int, work_id: int) -> None:
        """A page holds the article: it becomes a member of its work, or a digest where it holds more."""
        own = self.standing(holder.article_id)
        if own is None or own.why is not None or own.work_id == work_id:
            return
        if self._apart(holder.article_id, work_id):
            return
        linked = reprints.digest_pages(self.session, [holder.article_id]).get(holder.article_id, [])
        measures = met.measures
        if linked:
            reprints.note_digest(self.session, holder.article_id, [article_id], measures, RULE_VERSION, self.now)
            return
        held = [own.via_article_id] if own.relation == "contained-in-page" and own.via_article_id else []
        if not held:
            others = [k for k in reprints.members(self.session, own.work_id, _COMPARED_AGAIN) if k != holder]
            held = [
                k.article_id for k in others if k.relation == "contained-lead" and k.article_id != holder.article_id
            ]
        if held:
            self._leave(own)
            self._alone(holder.article_id)
            ids = [*held[:1], article_id]
            reprints.note_digest(self.session, holder.article_id, ids, measures, RULE_VERSION, self.now)
        else:
            self._leave(own)
            self._greet(work_id)
            self._enter(holder.article_id, work_id, "contained-in-page", article_id, met)
        self.touched.add(holder.article_id)

    def _per_work(self, held: Iterable[Pair]) -> dict[int, Pair]:
        found: dict[int, Pair] = {}
        for known, met in held:
            found.setdefault(known.work_id, (known, met))
        return found

    def standing(self, article_id: int) -> Membership | None:
        """The decision that holds for an article."""
        Bench.of(self.session).settle([article_id])
        return self.session.scalar(
            select(Membership).where(Membership.article_id == article_id, Membership.undone_at.is_(None))
        )

    def _alone(self, article_id: int, why: str | None = None) -> Membership:
        """A work of its own."""
        work = Work(id=self._numbers.next(Work), created_at=self.now, canonical_id=article_id)
        membership = self._made(article_id, work.id, "first", None, None, why)
        Bench.of(self.session).put_off(article_id, work, membership)
        return membership

    def _enter(
        self,
        article_id: int,
        work_id: int,
        relation: Relation,
        via: int | None,
        met: Comparison | None,
        why: str | None = None,
    ) -> Membership:
        membership = self._made(article_id, work_id, relation, via, met, why)
        self.session.add(membership)
        return membership

    def _made(
        self,
        article_id: int,
        work_id: int,
        relation: Relation,
        via: int | None,
        met: Comparison | None,
        why: str | None,
    ) -> Membership:
        measures: dict[str, Any] = met.measures if met is not None else {}
        return Membership(
            id=self._numbers.next(Membership),
            work_id=work_id,
            article_id=article_id,
            relation=relation,
            via_article_id=via,
            measures=measures,
            rule_version=RULE_VERSION,
            decided_at=self.now,
            why=why,
        )

    def _unmake(self, own: Membership | None) -> None:
        if own is not None:
            own.undone_at = self.now
            self.session.flush()

    def _leave(self, own: Membership) -> None:
        """Take an article out of its work; the best of those that stay stands for it from now on."""
        self._unmake(own)
        self.touched.add(own.article_id)
        left = reprints.members(self.session, own.work_id, _COMPARED_AGAIN)
        work = self.session.get_one(Work, own.work_id)
        if len(left) == 1:
            self.touched.add(left[0].article_id)
        if left and work.canonical_id == own.article_id:
            full = [known for known in left if not known.relation.startswith("contained")] or left
            best = min(full, key=self._rank)
            self._crown(own.work_id, best.article_id)
            self._relate(best.article_id, own.work_id, "first", None, None)
        elif not left:
            work.canonical_id = None

    def _move_all(self, source: int, target: int, why: str | None = None) -> None:
        for known in reprints.members(self.session, source):
            own = self.standing(known.article_id)
            if own is not None:
                self._unmake(own)
                moved = Membership(
                    id=self._numbers.next(Membership),
                    work_id=target,
                    article_id=own.article_id,
                    relation=own.relation,
                    via_article_id=own.via_article_id,
                    measures=own.measures,
                    rule_version=RULE_VERSION,
                    decided_at=self.now,
                    why=why or own.why,
                )
                self.session.add(moved)
                self.touched.add(known.article_id)
        self.session.get_one(Work, source).canonical_id = None
        self.session.flush()

    def _relate(
        self, article_id: int, work_id: int, relation: Relation, via: int | None, met: Comparison | None
    ) -> None:
        """Replace the relation of a member where it is another now."""
        own = self.standing(article_id)
        if own is None or own.relation in (relation, "contained-in-page"):
            return
        self._unmake(own)
        self._enter(article_id, work_id, relation, via, met, own.why)

    def _crown(self, work_id: int, article_id: int) -> None:
        self.session.execute(update(Work).where(Work.id == work_id).values(canonical_id=article_id))

    def _greet(self, work_id: int, *, all_of_them: bool = False) -> None:
        """The only printing of a work becomes one of several, which the search index is to hear of."""
        members = self.session.scalars(
            select(Membership.article_id)
            .where(Membership.work_id == work_id, Membership.undone_at.is_(None))
            .limit(None if all_of_them else 2)
        ).all()
        if all_of_them or len(members) == 1:
            self.touched.update(members)

    def announce(self, but: int = 0) -> None:
        """Give the articles whose work changed a new change number, for the search index."""
        touched = sorted(self.touched - {but})
        self.touched.clear()
        for article_id in touched:
            change = next_change(self.session)
            self.session.execute(update(Article).where(Article.id == article_id).values(change=change))

    def _rank(self, known: Known) -> Rank:
        return rank(known.url, known.text, is_obfuscated(known.text), known.published, _NEVER)

    def _apart(self, article_id: int, work_id: int) -> bool:
        """Whether a person keeps the article apart from a member of the work."""
        apart = Bench.of(self.session).parted([article_id]).get(article_id, set())
        return bool(apart) and any(known.article_id in apart for known in reprints.members(self.session, work_id))

    def _works_apart(self, first: int, second: int) -> bool:
        ones = {known.article_id for known in reprints.members(self.session, first, _COMPARED_AGAIN)}
        others = {known.article_id for known in reprints.members(self.session, second, _COMPARED_AGAIN)}
        apart = Bench.of(self.session).parted(sorted(ones))
        return any(apart[one] & others for one in ones if one in apart)


def _is_part(met: Comparison, *, of_first: bool) -> bool:
    """Whether the second text is only a part of the first (or, turned, the first of the second)."""
    return met.kinship in ("lead", "held") and met.first_is_longer == of_first


def relation_of(met: Comparison, *, of_first: bool) -> Relation:
    """The relation of one text to the other: with `of_first`, of the second to the first."""
    if met.kinship == "exact":
        return "exact"
    if _is_part(met, of_first=of_first):
        return "contained-lead"
    return "near"
