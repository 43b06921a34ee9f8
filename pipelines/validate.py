"""First door: an article that cannot be right is quarantined with a reason, never dropped and never stored."""

from datetime import datetime, timedelta

from archiver.items import Article

_SHORTEST_TITLE = 2
_DAMAGE = 0.05


def objection(article: Article, now: datetime) -> tuple[str, str] | None:
    """Why this article must not enter the archive: a reason word and a sentence; None when it may.

    `now` is the portal's local time, naive.
    """
    if article.title is None or len(article.title) < _SHORTEST_TITLE:
        return "no-title", "The page shows no title of its own."
    text = article.body or ""
    if not text and not article.images and not article.attachments:
        return "no-body", "The page holds neither text nor pictures nor attachments."
    # A charset read wrongly shows as replacement characters throughout, a damaged page as a few.
    damaged = text.count("\ufffd")
    if damaged > _DAMAGE * len(text):
        return "damaged", f"{damaged} of {len(text)} characters could not be decoded ({article.charset_used})."
    if article.published is not None and article.published.value > now + timedelta(days=1):
        return "future", f"The page says it was published on {article.published.raw}, which is still to come."
    return None
