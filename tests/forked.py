"""The command in a process of its own that has its modules already: forked from one that has loaded them.

Loading Scrapy, SQLAlchemy and the readers took half the time of the tests that crawl.
"""

import atexit
import os
import runpy
import signal
import subprocess
import sys
import tempfile
from multiprocessing import get_context
from multiprocessing.reduction import DupFd
from pathlib import Path
from typing import Any, TextIO

ROOT = Path(__file__).parents[1]
_CONTEXT = get_context("forkserver")
_LOADED = (
    "archiver.cli.crawls",
    "pipelines.components",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.core.scheduler",
    "scrapy.pipelines.files",
    "scrapy.spidermiddlewares.depth",
    "twisted.internet.asyncioreactor",
)
_OF_ITS_OWN = ("archiver.settings", "archiver.cli", "archiver.__main__")
"""What reads the environment when it is loaded, and what has read it there."""


class Forked:
    """`python -m archiver …` with this environment; what it prints is kept."""

    def __init__(self, arguments: list[str], environment: dict[str, str]) -> None:
        self.args = arguments
        self._printed: list[TextIO] = [tempfile.TemporaryFile("w+", encoding="utf-8") for _ in range(2)]  # noqa: SIM115
        _CONTEXT.set_forkserver_preload(list(_LOADED))
        self._process = _CONTEXT.Process(target=_run, args=(arguments, environment, _Streams(self._printed)))
        self._process.start()

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def kill(self) -> None:
        os.kill(self._process.pid or 0, signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """The exit code; -9 after SIGKILL. Raises TimeoutExpired."""
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return code

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Standard output and standard error, once it has ended. Raises TimeoutExpired."""
        self.wait(timeout)
        for stream in self._printed:
            stream.seek(0)
        out, err = (stream.read() for stream in self._printed)
        return out, err

    def close(self) -> None:
        """Ends it where it has not ended."""
        if self._process.exitcode is None:
            self.kill()
        self._process.join()
        self._process.close()
        for stream in self._printed:
            stream.close()


class _Streams:
    """Open files on their way to the process that will print to them."""

    def __init__(self, files: list[TextIO]) -> None:
        self._files = files

    def __reduce__(self) -> tuple[Any, ...]:
        return list, ([DupFd(file.fileno()) for file in self._files],)


def _run(arguments: list[str], environment: dict[str, str], streams: list[Any]) -> None:
    for number, stream in enumerate(streams, 1):
        os.dup2(stream.detach(), number)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    for name in [name for name in sys.modules if name.startswith(_OF_ITS_OWN)]:
        del sys.modules[name]
    if "twisted.internet.reactor" in sys.modules:
        raise RuntimeError("a reactor was made before the process was forked")
    sys.argv = ["archiver", *arguments]
    try:
        runpy.run_module("archiver", run_name="__main__", alter_sys=True)
    finally:
        atexit._run_exitfuncs()
