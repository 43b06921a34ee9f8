import json
import logging
import sys

import pytest

from archiver.cli.log import JsonLines, put_aside


@pytest.fixture
def record():
    def make(message, *arguments, **more):
        made = logging.LogRecord(
            "spiders.run", logging.INFO, __file__, 1, message, arguments, more.pop("exc_info", None)
        )
        made.__dict__.update(more)
        return made

    return make


def test_a_record_is_one_json_line(record):
    spider = type("Spider", (), {"name": "songxi"})()
    line = JsonLines().format(record("gone: %s\nat %s", "第一篇", 3, spider=spider))
    assert "\n" not in line
    said = json.loads(line)
    assert (said["portal"], said["message"], said["level"]) == ("songxi", "gone: 第一篇\nat 3", "INFO")
    assert said["at"].endswith("+00:00")


def test_a_traceback_is_in_its_line(record):
    try:
        raise ValueError("broken")
    except ValueError:
        line = JsonLines().format(record("no", exc_info=sys.exc_info()))
    assert "\n" not in line
    assert json.loads(line)["traceback"].endswith("ValueError: broken")


def test_a_full_log_is_put_aside_and_the_oldest_goes(tmp_path):
    file = tmp_path / "crawl.log"
    for number in range(5):
        file.write_text(f"{number}" * 10)
        put_aside(file, full=10, kept=3)
        assert not file.exists()
    assert {path.name: path.read_text()[0] for path in tmp_path.iterdir()} == {
        "crawl.log.1": "4",
        "crawl.log.2": "3",
        "crawl.log.3": "2",
    }
    file.write_text("small")
    put_aside(file, full=10, kept=3)
    assert file.exists()
