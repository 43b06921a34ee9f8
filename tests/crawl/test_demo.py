"""What stands on port 8091: `archiver demo`, and the declared demo portal; so one process runs both, in turn."""

import json

import pytest

from archiver.demo.server import DemoPortals


def test_the_demo_shows_what_came_in_and_what_to_try(archiver) -> None:
    done = archiver("demo")
    assert done.returncode == 0, done.stderr
    assert "2 articles are printed on more than one portal" in done.stdout
    assert "Try next:" in done.stdout
    for words in ("计划生育", "計劃生育", "计(jì)划生育"):
        found = archiver("search", words, "--json")
        assert [json.loads(line)["title"] for line in found.stdout.splitlines()]


def test_a_checked_portal(archiver):
    try:
        served = DemoPortals((8091, 0, 0))
    except OSError:
        pytest.skip("port 8091, where the declared demo portal stands, is taken")
    with served:
        done = archiver("portal", "check", "demo", "--json")
        row = json.loads(done.stdout)
        assert (done.returncode, row["outcome"], row["reason"]) == (0, "ok", None)
        assert row["fields"]["title"] in {truth.title for truth in served.truth()}
        assert served.hits == ()
    done = archiver("portal", "check", "demo")
    assert done.returncode == 1
    assert "demo: unreachable" in done.stdout
    assert "connection refused" in done.stdout
