"""The shapes of the API's answers: the same keys as the commands print with `--json`."""

from typing import Any

from pydantic import BaseModel


class Found(BaseModel):
    id: int
    title: str
    portal: str
    channel: str | None
    url: str
    published: str | None
    views: int | None
    snippet: str
    work: int
    printings: int
    score: float | None


class Search(BaseModel):
    total: int
    works: int
    works_exact: bool
    hits: list[Found]
    next: str | None
    """The cursor of the answers that follow; null after the last."""
    facets: dict[str, dict[str, int]] | None
    """Only when asked for."""


class Attached(BaseModel):
    role: str
    name: str
    url: str
    type: str | None
    sha256: str | None
    size: int | None


class Article(BaseModel):
    id: int
    url: str
    portal: str
    channel: str | None
    title: str
    published: str | None
    published_raw: str | None
    views: int | None
    source: str | None
    author: str | None
    breadcrumb: list[str]
    body: str
    restored: dict[str, Any] | None
    html: str | None
    attachments: list[Attached]
    work: int
    printings: int
    revision: int
    revisions: int
    family: str | None
    evidence: dict[str, list[str]]
    sha256: str | None
    first_seen: str
    last_seen: str
    gone_at: str | None


class Text(BaseModel):
    revision: int
    title: str
    appeared: str
    last_seen: str
    sha256: str | None


class Revisions(BaseModel):
    id: int
    revisions: list[Text]


class Changed(BaseModel):
    where: str
    at: int
    before: str
    after: str
    kinds: list[str]


class Diff(BaseModel):
    id: int
    a: int
    b: int
    changes: list[Changed]


class Seen(BaseModel):
    id: int
    observed_at: str
    count: int
    how: str
    growth: int | None
    per_day: float | None
    mark: str | None


class Views(BaseModel):
    id: int
    views: list[Seen]


class Member(BaseModel):
    id: int
    url: str
    relation: str


class Printings(BaseModel):
    work: int
    canonical: int
    members: list[Member]
    digests: list[int]
    siblings: list[int]


class Capture(BaseModel):
    id: int
    fetched_at: str
    status: int
    media_type: str | None
    charset_declared: str | None
    charset_used: str | None
    sha256: str
    size: int
    warc_file: str
    warc_offset: int
    warc_length: int
    refers_to: int | None
    revision: int | None


class Captures(BaseModel):
    id: int
    captures: list[Capture]


class Citation(BaseModel):
    id: int
    style: str
    text: str


class Similar(BaseModel):
    id: int
    hits: list[Found]


class Portals(BaseModel):
    at: str
    portals: list[dict[str, Any]]


class Runs(BaseModel):
    at: str
    runs: list[dict[str, Any]]


class Period(BaseModel):
    period: str
    articles: int
    of: int
    share: float | None


class Word(BaseModel):
    word: str
    articles: int
    undated: int
    periods: list[Period]


class Trends(BaseModel):
    by: str
    trends: list[Word]


class Watch(BaseModel):
    name: str
    query: str
    all_printings: bool
    added_at: str
    run_at: str | None
    told: int


class Watches(BaseModel):
    watches: list[Watch]
