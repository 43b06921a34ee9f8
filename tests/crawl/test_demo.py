"""The first look: `archiver demo` leaves a searchable archive and says how to go on."""

import json

import pytest


@pytest.mark.xdist_group("port 8091")
def test_the_demo_shows_what_came_in_and_what_to_try(archiver) -> None:
    done = archiver("demo")
    assert done.returncode == 0, done.stderr
    assert "2 articles are printed on more than one portal" in done.stdout
    assert "Try next:" in done.stdout
    for words in ("计划生育", "計劃生育", "计(jì)划生育"):
        found = archiver("search", words, "--json")
        assert [json.loads(line)["title"] for line in found.stdout.splitlines()]
