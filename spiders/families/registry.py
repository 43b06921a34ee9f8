"""The families, in the order in which they are tried: the cheapest and surest signs first."""

import re
from itertools import groupby
from os.path import commonprefix

from archiver.errors import UsageError
from spiders.families.dedecms import DEDECMS
from spiders.families.discuz import DISCUZ
from spiders.families.empirecms import EMPIRECMS
from spiders.families.epoint import EPOINT
from spiders.families.eyoucms import EYOUCMS
from spiders.families.family import Family
from spiders.families.founder import FOUNDER
from spiders.families.gkmlpt import GKMLPT
from spiders.families.hanweb import HANWEB
from spiders.families.jeecms import JEECMS
from spiders.families.kesion import KESION
from spiders.families.pbootcms import PBOOTCMS
from spiders.families.phpcms import PHPCMS
from spiders.families.powereasy import POWEREASY
from spiders.families.siteserver import SITESERVER
from spiders.families.trs import TRS
from spiders.families.ucap import UCAP
from spiders.families.vsb import VSB
from spiders.families.webplus import WEBPLUS
from spiders.families.wordpress import WORDPRESS
from spiders.reading.page import Page

FAMILIES: tuple[Family, ...] = (
    VSB,
    WEBPLUS,
    HANWEB,
    TRS,
    UCAP,
    GKMLPT,
    EPOINT,
    DEDECMS,
    PHPCMS,
    EMPIRECMS,
    KESION,
    POWEREASY,
    JEECMS,
    EYOUCMS,
    PBOOTCMS,
    SITESERVER,
    DISCUZ,
    WORDPRESS,
    FOUNDER,
)


def _sharing(words: list[str]) -> str:
    """Sorted words as one pattern that writes their common beginnings once, so that a search gets through quickly."""
    branches = []
    for _, group in groupby(words, key=lambda word: word[:1]):
        members = list(group)
        start = commonprefix(members)  # noqa: RUF071 of words, not of paths
        rest = [word[len(start) :] for word in members]
        branches.append(re.escape(start) + (f"(?:{_sharing(rest)})" if len(rest) > 1 else ""))
    # The empty word comes last: the longest of several is found.
    return "|".join(branches[1:] + branches[:1] if words[0] == "" else branches)


_RANKS = {sign: rank for rank, family in enumerate(FAMILIES) for sign in (*family.signs, *family.names)}
# Two searches, each for few first characters, are quicker than one.
_SIGN = re.compile(_sharing(sorted(sign for family in FAMILIES for sign in family.signs)))
_NAME = re.compile(f"[\\n ]({_sharing(sorted(name for family in FAMILIES for name in family.names))})")


def recognise(page: Page) -> Family | None:
    """The family that made a page: of those whose signs show, the one that is tried first; None where none shows."""
    machinery = page.machinery
    found = {_RANKS[mark] for pattern in (_SIGN, _NAME) for mark in pattern.findall(machinery)}
    return FAMILIES[min(found)] if found else None


def family_named(name: str) -> Family:
    """The family of that name; `UsageError` where there is none."""
    for family in FAMILIES:
        if family.name == name:
            return family
    known = ", ".join(family.name for family in FAMILIES)
    raise UsageError(f"no family is called {name!r}; write one of: {known}.")
