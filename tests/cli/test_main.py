import os
import subprocess
import sys
from pathlib import Path

import pytest

from archiver.cli.app import COMMANDS

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(
    "arguments",
    [["export"], ["search", "健康", "--limit", "200"], ["search", "健康", "--limit", "200", "--json"], ["status"]],
)
def test_output_that_nobody_reads_any_more_is_no_error(archive, fill, printed, arguments):
    fill(archive, [printed(f"http://songxi.example.cn/{n}.html", body=f"第{n}篇" + "讲座" * 900) for n in range(60)])
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-m", "archiver", *arguments, "--archive", archive.home],
        cwd=ROOT,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, "")


LOADED = """
import contextlib, sys
from archiver.cli import main
with contextlib.suppress(SystemExit):
    main()
print(*sorted({"alembic", "fastapi", "scrapy", "tldextract", "twisted"} & sys.modules.keys()), file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [["search", "讲座"], ["status"], ["show", "1"], ["export"]])
def test_a_reader_waits_for_nothing_that_only_a_crawl_needs(archive, fill, printed, arguments):
    fill(archive, [printed()])
    command = [sys.executable, "-c", LOADED, *arguments, "--archive", archive.home]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ended.stdout
    assert ended.stderr == "\n"


def test_a_mistyped_command_is_told_which_was_meant(archiver):
    told = archiver("serach", "讲座")
    assert told.code == 2
    assert "Did you mean 'search'?" in told.err


def test_help_names_every_command_with_an_example(archiver):
    listed = archiver("--help")
    assert listed.code == 0
    for command in COMMANDS:
        assert f"  {command} " in listed.out
    for command in ("search", "show", "export", "portals", "status", "runs", "reindex", "migrate"):
        told = archiver(command, "--help")
        assert told.code == 0
        assert f"例：archiver {command}" in told.out


def test_without_a_command_the_help_is_shown(archiver):
    assert "Commands" in archiver().out + archiver().err
