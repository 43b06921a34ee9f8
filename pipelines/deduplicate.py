"""Second door: what identifies a text, computed without looking into the archive."""

from dataclasses import dataclass

from archiver.items import Article
from archiver.text.fold import fingerprint, key


@dataclass(frozen=True, slots=True)
class Identity:
    """By what an article is known again."""

    fingerprint: str
    """Of title and body: equal for one text of one page."""
    text_key: str
    """Of the body: equal for every exact reprint, in either script, with or without pinyin."""
    title_key: str
    length: int
    """Letters and digits in the body's key; a short text identifies nothing by itself."""


def identity(article: Article) -> Identity:
    """The identity of an article that passed validation (its title is there)."""
    title, body = key(article.title or ""), key(article.body or "")
    return Identity(
        fingerprint=fingerprint(f"{title} {body}"),
        text_key=fingerprint(body),
        title_key=fingerprint(title),
        length=len(body),
    )
