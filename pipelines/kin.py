"""The kin of an article in the archive: who prints the same text, who holds it, whose form it shares."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import event
from sqlalchemy.orm import Session

from archiver.text.anchors import MOST, MOST_SOUGHT, sample_size
from archiver.text.pinyin import is_obfuscated
from pipelines.comparison import Comparable, Comparison, compare
from pipelines.deduplicate import Identity, keys
from pipelines.verdict import Printing, exact_reprints
from storage import furniture, reprints
from storage.reprints import Candidate, Known
from storage.tables import Membership, View, Work

_MOST, _LENGTH_EACH, _MOST_OF_PAGE = 8, 500, 40
"""So many candidates are compared; of a long page, which may hold many articles, one more for this many letters."""
_LOOKED_AT = 4
_COMMON = 0.12
_KEPT = 2048
_REFRESHED = 50
_FIRST_REVIEW = 10

Pair = tuple[Known, Comparison]
EXACT = Comparison("exact", 1.0, 1.0, True)


@dataclass(frozen=True, slots=True)
class Subject:
    """The article that is to find its place."""

    article_id: int
    portal_id: int
    url: str
    text: str
    published: datetime | None
    timezone: str
    identity: Identity

    @property
    def day(self) -> date | None:
        return day_of(self.published, self.timezone)

    @property
    def comparable(self) -> Comparable:
        return Comparable(self.identity.title, self.identity.lines)


@dataclass(slots=True)
class Kin:
    """The relatives of an article; in each pair the comparison's first text is the article's."""

    same: list[Pair] = field(default_factory=list)
    """The same article: exact, near, or one the beginning of the other."""
    paged: list[Pair] = field(default_factory=list)
    """The same text as a page that holds an article among other text."""
    held: list[Pair] = field(default_factory=list)
    """Articles that this one, a page, holds."""
    holders: list[Pair] = field(default_factory=list)
    """Pages that hold this article."""
    siblings: list[Pair] = field(default_factory=list)


class Bench:
    """Where texts of the archive are laid side by side; kept as long as a session, so that each is folded once."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._texts: dict[int, Comparable] = {}
        self._furniture: dict[int, tuple[int, frozenset[int]]] = {}
        self._lines: dict[int, Counter[int]] = {}
        self._learnt: dict[int, Counter[int]] = {}
        self._anchors: dict[int, list[int]] = {}
        self._looked_up: dict[int, list[int]] = {}
        self._waiting: list[Work | Membership | View] = []
        self._unsettled: set[int] = set()
        self._any_apart: bool | None = None
        self._listening = False
        self._reviewed: dict[int, int] = {}

    @classmethod
    def of(cls, session: Session) -> "Bench":
        """The session's bench."""
        bench: Bench = session.info.setdefault("bench", cls(session))
        return bench

    def look_ahead(self, anchors: Iterable[int], portals: Iterable[int]) -> None:
        """Look up at once what many articles will be looked for with, and the lines of their portals."""
        sought = sorted(set(anchors))
        found = reprints.postings(self.session, sought)
        self._looked_up = {anchor: found.get(anchor, []) for anchor in sought}
        self._lines.update(furniture.portal_lines(self.session, set(portals) - self._lines.keys()))

    def to_review(self) -> list[int]:
        """The portals that have shown 10, 20, 40 … articles since they were asked for last: more is known of them."""
        passed = []
        for portal_id, new in self._learnt.items():
            total = self._lines[portal_id][furniture.ALL]
            before = self._reviewed.get(portal_id, total - new[furniture.ALL])
            self._reviewed[portal_id] = total
            if (total // _FIRST_REVIEW).bit_length() > (before // _FIRST_REVIEW).bit_length():
                self._furniture.pop(portal_id, None)
                passed.append(portal_id)
        return passed

    def put_off(self, article_id: int, *rows: Work | Membership | View) -> None:
        """Rows of an article that nobody asks for before it comes up again; many are then written at once."""
        self._at_commit()
        self._waiting += rows
        self._unsettled.add(article_id)

    def settle(self, articles: Iterable[int] | None = None) -> None:
        """Write the rows that were put off, where they are of one of these articles; of any without."""
        if not self._unsettled or (articles is not None and self._unsettled.isdisjoint(articles)):
            return
        self._unsettled.clear()
        waiting, self._waiting = self._waiting, []
        for table in (Work, Membership, View):  # each points at those before it
            self.session.add_all(row for row in waiting if isinstance(row, table))
            self.session.flush()

    def known(self, articles: Sequence[int]) -> list[Known]:
        """These articles with their places in works, in the order given."""
        self.settle(articles)
        return reprints.known(self.session, articles)

    def parted(self, articles: Sequence[int]) -> dict[int, set[int]]:
        """For each of the articles those that a person keeps apart from it."""
        if self._any_apart is None:
            self._any_apart = reprints.has_parted(self.session)
        return reprints.parted(self.session, articles) if self._any_apart else {}

    def compare(self, text: Comparable, portal_id: int, other: Known) -> Comparison:
        """A text of a portal beside that of another article."""
        return compare(text, self.text(other), self.furniture(portal_id) | self.furniture(other.portal_id))

    def pair(self, first: Known, second: Known) -> Comparison:
        """Two articles of the archive."""
        return self.compare(self.text(first), first.portal_id, second)

    def text(self, known: Known) -> Comparable:
        made = self._texts.get(known.revision_id)
        if made is None:
            if len(self._texts) >= _KEPT:
                self._texts.clear()
            made = Comparable(*keys(known.title, known.text, is_obfuscated(known.text)))
            self._texts[known.revision_id] = made
        return made

    def furniture(self, portal_id: int) -> frozenset[int]:
        """The furniture of a portal, judged anew now and then."""
        asked, marks = self._furniture.get(portal_id, (0, frozenset[int]()))
        if asked % _REFRESHED == 0:
            marks = furniture.furniture(self._lines_of(portal_id))
        self._furniture[portal_id] = asked + 1, marks
        return marks

    def learn(self, portal_id: int, marks: Iterable[int]) -> None:
        """Count the lines of one more article; they are stored when the session commits."""
        self._at_commit()
        new = self._learnt.setdefault(portal_id, Counter())
        new.update(counted := {furniture.ALL, *marks})
        self._lines_of(portal_id).update(counted)

    def keep_anchors(self, article_id: int, anchors: Sequence[int]) -> None:
        """Note the anchors of an article; they are found at once, and stored when the session commits."""
        self._at_commit()
        for anchor in set(anchors):
            self._anchors.setdefault(anchor, []).append(article_id)

    def postings(self, anchors: Sequence[int]) -> dict[int, list[int]]:
        """For each anchor the articles that have it."""
        found = {anchor: found for anchor in anchors if (found := self._looked_up.get(anchor))}
        if unknown := [anchor for anchor in anchors if anchor not in self._looked_up]:
            found |= reprints.postings(self.session, unknown)
        for anchor in anchors:
            if new := self._anchors.get(anchor):
                stored = found.get(anchor, [])
                found[anchor] = (stored + [id for id in new if id not in stored])[: reprints.HEAVY]
        return found

    def _at_commit(self) -> None:
        if not self._listening:
            self._listening = True
            event.listen(self.session, "before_commit", self._store, once=True)

    def _lines_of(self, portal_id: int) -> Counter[int]:
        if portal_id not in self._lines:
            self._lines.update(furniture.portal_lines(self.session, [portal_id]))
        return self._lines[portal_id]

    def _store(self, session: Session) -> None:
        self._listening = False
        self.settle()
        if self._learnt:
            furniture.learn_lines(session, self._learnt)
        self._learnt.clear()
        reprints.keep_anchors(session, [(anchor, id) for anchor, ids in self._anchors.items() for id in ids])
        self._anchors.clear()


def sought(identity: Identity) -> list[int]:
    """The anchors that an article is looked for with."""
    return list(dict.fromkeys((identity.text_anchor, identity.title_anchor, *identity.sampled)))


def find_kin(session: Session, subject: Subject) -> Kin:
    """Compare the article with those in the archive that are likely to be its kin."""
    identity = subject.identity
    bench = Bench.of(session)
    found = bench.postings(sought(identity))
    twins = _twins(session, subject, found.get(identity.text_anchor, []))
    kin = Kin()
    if twins:
        for known in twins:
            (kin.paged if known.relation == "contained-in-page" else kin.same).append((known, EXACT))
        return kin
    if not identity.sampled:
        return kin
    found.pop(identity.text_anchor, None)
    text = subject.comparable
    likely = _likely(session, subject, reprints.candidates(found, identity.title_anchor, *[subject.article_id] * 2))
    pairs = [(known, bench.compare(text, subject.portal_id, known)) for known in bench.known(likely)]
    if not pairs:
        return kin
    digests = reprints.digest_pages(session, [known.article_id for known, met in pairs if met.kinship])
    for known, met in pairs:
        _sort_in(kin, known, met, known.article_id in digests, bench.text(known).title == text.title)
    if kin.held:
        # A page that begins with one article and holds another is a page, not the first one's longer printing.
        begun = [pair for pair in kin.same if _is_longer_lead(pair) and bench.text(pair[0]).title != text.title]
        kin.same = [pair for pair in kin.same if pair not in begun]
        kin.held += begun
    return kin


def _likely(session: Session, subject: Subject, found: Sequence[Candidate]) -> list[int]:
    """Those whose share of common anchors can mean a common text: a sentence that many quote is none.

    The text of fewer letters has so many anchors for so many letters; as many as the longer keeps must be common.
    """
    length = subject.identity.length
    most = min(_MOST + length // _LENGTH_EACH, _MOST_OF_PAGE)
    found = found[: _LOOKED_AT * most]
    lengths = reprints.lengths(session, [candidate.article_id for candidate in found])
    likely = []
    for candidate in found:
        other = max(lengths.get(candidate.article_id, 0), 1)
        density = min(_density(length, MOST_SOUGHT), _density(other, MOST))
        if candidate.titled or candidate.shared >= _COMMON * density * min(length, other):
            likely.append(candidate.article_id)
    return likely[:most]


def _density(length: int, most: int) -> float:
    return sample_size(length, most) / length


def _twins(session: Session, subject: Subject, articles: Sequence[int]) -> list[Known]:
    ids = [id for id in articles if id != subject.article_id]
    if not ids:
        return []
    printings = [
        Printing(id, day_of(published, subject.timezone))
        for id, published in reprints.twins(session, ids, subject.identity.text_key)
    ]
    alike = exact_reprints(subject.identity, subject.day, printings)
    if not alike:
        return []
    bench = Bench.of(session)
    apart = bench.parted([subject.article_id]).get(subject.article_id, set())
    nearest = list(dict.fromkeys(printing.article_id for printing in alike if printing.article_id not in apart))
    # One printing of each work is enough, and the first few show whether there is more than one work.
    return list({known.work_id: known for known in reversed(bench.known(nearest[:_MOST]))}.values())[::-1]


def _sort_in(kin: Kin, known: Known, met: Comparison, is_digest: bool, same_title: bool) -> None:
    page = is_digest or known.relation == "contained-in-page"
    if met.kinship in ("exact", "near"):
        (kin.paged if known.relation == "contained-in-page" else kin.same).append((known, met))
    elif met.kinship in ("lead", "held"):
        if met.first_is_longer:
            if page:
                return  # a page in a page
            (kin.same if met.kinship == "lead" or same_title else kin.held).append((known, met))
        else:
            (kin.holders if page or (met.kinship == "held" and not same_title) else kin.same).append((known, met))
    elif met.kinship == "sibling":
        kin.siblings.append((known, met))


def _is_longer_lead(pair: Pair) -> bool:
    return pair[1].kinship in ("lead", "held") and pair[1].first_is_longer


def day_of(published: datetime | None, timezone: str) -> date | None:
    """The day of a moment on the portal's calendar."""
    return published and published.astimezone(ZoneInfo(timezone)).date()
