"""Citations of an archived article: GB/T 7714—2015, APA, RIS and BibTeX, each naming the capture and its digest."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

_SPACE = re.compile(r"\s+")
_BIBTEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "&%$#_"},
    }
)
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """What a citation says of one printing; None is unknown and left out."""

    id: int
    """The article's number in the archive."""
    title: str
    author: str | None
    source: str | None
    portal: str
    """The portal's name, short and in Latin letters."""
    site: str | None
    """What the portal calls itself."""
    published: str | None
    """ISO 8601, as precise as printed."""
    url: str
    seen: datetime
    """When the cited text was last seen on the page."""
    capture: int | None
    """The capture that showed it; None for an article taken in from a file."""
    sha256: str | None
    permalink: str | None = None
    """Where the archive shows the article."""

    @property
    def responsible(self) -> str | None:
        """Who answers for the text: its author, else its source, else the portal."""
        return _one_line(self.author or self.source or self.site or "") or None

    @property
    def day(self) -> str | None:
        return self.published and self.published[:10]


def gbt7714(cited: Cited) -> str:
    """The entry of a Chinese list of references (GB/T 7714—2015, electronic resource [EB/OL]) as one line."""
    who = f"{cited.responsible}. " if cited.responsible else ""
    published = f"({cited.day})" if cited.day else ""
    held = [f"采集 {_moment(cited.seen)}"] if cited.capture is not None else [f"收录 {_moment(cited.seen)}"]
    held += [f"SHA-256 {cited.sha256}"] if cited.sha256 else []
    held += [cited.permalink] if cited.permalink else []
    return (
        f"{who}{_one_line(cited.title)}[EB/OL]. {published}[{cited.seen.astimezone(UTC):%Y-%m-%d}]. "
        f"{cited.url}. 档案: {', '.join(held)}."
    )


def apa(cited: Cited) -> str:
    """The entry of a list of references in the style of the APA (7th edition) as one line."""
    when = f"({_spoken(cited.day) if cited.day else 'n.d.'})."
    title = f"{_one_line(cited.title)}."
    begin = f"{cited.responsible}. {when} {title}" if cited.responsible else f"{title} {when}"
    site = f" {_one_line(cited.site)}." if cited.site and _one_line(cited.site) != cited.responsible else ""
    return f"{begin}{site} Retrieved {_spoken(cited.seen.astimezone(UTC).date())}, from {cited.url} [{_held(cited)}]"


def ris(cited: Cited) -> str:
    """A RIS record, its lines ended as the format asks (CR LF), ready to stand behind another."""
    fields: list[tuple[str, str | None]] = [
        ("TY", "ELEC"),
        ("ID", _key(cited)),
        ("AU", cited.responsible),
        ("TI", cited.title),
        ("PB", cited.site),
        ("PY", cited.day and cited.day[:4]),
        ("DA", cited.day and "/".join([*[*cited.day.split("-"), "", ""][:3], ""])),
        ("Y2", f"{cited.seen.astimezone(UTC):%Y/%m/%d}"),
        ("UR", cited.url),
        ("LK", cited.permalink),
        ("LA", "zh"),
        ("N1", _held(cited)),
    ]
    lines = [f"{tag}  - {_one_line(value)}\r\n" for tag, value in fields if value]
    return "".join([*lines, "ER  - \r\n", "\r\n"])


def bibtex(cited: Cited) -> str:
    """A BibTeX entry (`@misc`, with the fields that biblatex reads beside the old ones), ended by an empty line."""
    year, month, *_ = [*(cited.day or "").split("-"), "", ""]
    fields: list[tuple[str, str | None]] = [
        ("title", f"{{{_escaped(cited.title)}}}"),
        ("author", cited.responsible and f"{{{_escaped(cited.responsible)}}}"),
        ("organization", cited.site and _escaped(cited.site)),
        ("year", year),
        ("month", month and str(int(month))),
        ("date", cited.day),
        ("url", _address(cited.url)),
        ("urldate", f"{cited.seen.astimezone(UTC):%Y-%m-%d}"),
        ("howpublished", r"\url{" + _address(cited.permalink or cited.url) + "}"),
        ("note", _escaped(_held(cited))),
        ("langid", "chinese"),
    ]
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields if value]
    return "".join([f"@misc{{{_key(cited)},\n", *lines, "}\n", "\n"])


STYLES = {"gbt7714": gbt7714, "apa": apa, "ris": ris, "bibtex": bibtex}
"""Every form of a citation by its name."""


def _key(cited: Cited) -> str:
    return f"{re.sub(r'[^A-Za-z0-9.-]', '-', cited.portal)}-{cited.id}"


def _held(cited: Cited) -> str:
    """What proves the text: the capture, when it was made, the digest of its bytes."""
    if cited.capture is None:
        return f"Archive article {cited.id}, taken in {_moment(cited.seen)}"
    digest = f", SHA-256 {cited.sha256}" if cited.sha256 else ""
    return f"Archive capture {cited.capture} of {_moment(cited.seen)}{digest}"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _spoken(day: str | date) -> str:
    """A day as English text has it: 2018, June 29; a day of reading as June 29, 2018."""
    if isinstance(day, date):
        return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
    year, *rest = day.split("-")
    return ", ".join([year, " ".join(_parts(rest))] if rest else [year])


def _parts(rest: list[str]) -> Iterable[str]:
    yield _MONTHS[int(rest[0]) - 1]
    if len(rest) > 1:
        yield str(int(rest[1]))


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _escaped(text: str) -> str:
    return _one_line(text).translate(_BIBTEX)


def _address(url: str) -> str:
    """An address inside braces: those of its own are written as percent codes."""
    return url.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")
