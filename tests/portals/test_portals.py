"""Every specimen: the pages of a portal as it sent them are still read to the values that a person has seen."""

import json
from pathlib import Path

import pytest
from scrapy.utils.project import get_project_settings

from spiders.catalogue import declared
from spiders.specimen import ARTICLE_PAGE, EXPECTED, LIST_PAGE, observed, rules_of

HERE = Path(__file__).parent
SPECIMENS = sorted(path.parent for path in HERE.glob(f"*/{EXPECTED}"))
PORTALS = {portal.name: portal for portal in declared(get_project_settings())}


def test_there_is_a_specimen_and_each_folder_is_one():
    folders = sorted(path for path in HERE.iterdir() if path.is_dir() and path.name != "__pycache__")
    assert folders == SPECIMENS != []


@pytest.mark.parametrize("folder", SPECIMENS, ids=lambda folder: folder.name)
def test_a_portal_is_read_as_expected(folder):
    told = json.loads((folder / EXPECTED).read_text(encoding="utf-8"))
    assert told["reviewed"] is True, (
        f"{folder / EXPECTED} holds what the program itself read: compare each value with the pages by eye, "
        "correct it, then set `reviewed` to true."
    )
    rules = rules_of(PORTALS[folder.name])
    assert observed(told, (folder / LIST_PAGE).read_bytes(), (folder / ARTICLE_PAGE).read_bytes(), rules) == told
