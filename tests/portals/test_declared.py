"""The declared portals are declarations: short, each with its own address, nothing in them that does not exist."""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from scrapy.utils.project import get_project_settings

import spiders.portals
from spiders.addresses import is_home, start_url
from spiders.catalogue import declared, portal_named
from spiders.families.registry import family_named
from spiders.specimen import rules_of

FILES = sorted(path for path in Path(spiders.portals.__file__).parent.glob("*.py") if path.name != "__init__.py")
PORTALS = declared(get_project_settings())


def test_each_file_declares_the_portal_of_its_name():
    assert [path.stem for path in FILES] == [portal.name for portal in PORTALS]
    assert len(PORTALS) > 100


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_declaration_is_at_most_fifteen_lines(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 15
    assert text.startswith('"""')


@pytest.mark.parametrize("portal", PORTALS, ids=lambda portal: portal.name)
def test_a_declaration_is_usable(portal):
    assert re.fullmatch(r"[a-z][a-z0-9_]{1,24}", portal.name)
    assert start_url(portal.site) == portal.site
    assert is_home(portal.site)
    assert portal.site.endswith("/")
    assert portal.title
    assert portal.kind
    family = rules_of(portal).family
    assert family is None or family_named(family).name == family
    assert portal_named(portal.name, PORTALS) is portal
    assert portal_named(portal.site, PORTALS) is portal


def test_no_two_portals_share_an_address():
    hosts = Counter(urlsplit(portal.site).netloc.removeprefix("www.") for portal in PORTALS)
    assert [host for host, count in hosts.items() if count > 1] == []


def test_nobody_claims_to_have_seen_a_portal_work_that_he_has_not():
    assert [portal.name for portal in PORTALS if portal.checked] == ["demo"]
