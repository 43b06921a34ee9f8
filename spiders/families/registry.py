"""The families, in the order in which they are tried: the cheapest and surest signs first."""

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


def recognise(page: Page) -> Family | None:
    """The family that made a page; None where none shows."""
    machinery = page.machinery
    for family in FAMILIES:
        for sign in family.signs:
            if sign in machinery:
                return family
    return None


def family_named(name: str) -> Family:
    """The family of that name; `UsageError` where there is none."""
    for family in FAMILIES:
        if family.name == name:
            return family
    known = ", ".join(family.name for family in FAMILIES)
    raise UsageError(f"no family is called {name!r}; write one of: {known}.")
