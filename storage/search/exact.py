"""`exact:` in a query: the index knows folded texts only, so what it finds is looked through as printed."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from archiver.errors import UsageError
from storage.archive import Archive
from storage.search.index import SearchIndex
from storage.search.matches import matches
from storage.search.syntax import And, Exact, Node, Not, Or, Text, exacts
from storage.tables import Article, Revision

MOST_READ = 50_000
"""More texts than this are not looked through: that would take longer than a person waits."""
_CHUNK = 500


def settled(node: Node, index: SearchIndex, archive: Archive) -> Node:
    """The tree with every `exact:` bound to the articles it stands in.

    Beside other words only what these find is looked through. Raises UsageError where that is still too much.
    """
    if not exacts(node):
        return node
    beside = [part for part in node.nodes if not exacts(part)] if isinstance(node, And) else []
    with archive.reading() as session:
        return _settled(node, beside, index, session)


def _settled(node: Node, beside: list[Node], index: SearchIndex, session: Session) -> Node:
    match node:
        case Exact():
            candidates = matches(index, And((Text(node.folded), *beside)))
            if len(candidates) > MOST_READ:
                raise UsageError(
                    f"exact: would have to read {len(candidates)} articles that hold {node.printed} in some form. "
                    "Write more words beside it, or a filter (portal:, from:)."
                )
            return replace(node, ids=tuple(_printing(session, candidates, node.printed)))
        case Not():
            return Not(_settled(node.node, beside, index, session))
        case And() | Or():
            return replace(node, nodes=tuple(_settled(child, beside, index, session) for child in node.nodes))
    return node


def _printing(session: Session, ids: list[int], printed: str) -> Iterator[int]:
    texts = select(Article.id, Revision.title, Revision.text).join(Revision, Revision.id == Article.revision_id)
    for start in range(0, len(ids), _CHUNK):
        for id, title, text in session.execute(texts.where(Article.id.in_(ids[start : start + _CHUNK]))):
            if printed in title or printed in text:
                yield id
