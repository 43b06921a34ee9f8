"""The log of crawls: a JSON object a line, in files that are put aside when they are full."""

import json
import logging
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

_FULL = 10_000_000
_KEPT = 5
_NAME = "crawl.log"


class JsonLines(logging.Formatter):
    """A record as one line: when, how grave, who says it, of which portal, what."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "portal": getattr(getattr(record, "spider", None), "name", None),
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps({name: value for name, value in line.items() if value is not None}, ensure_ascii=False)


def keep_log(folder: Path) -> None:
    """Log this process into the folder: a terminal shows progress, cron a summary, and the log the rest.

    A full file is put aside when a crawl begins, under a lock: crawls side by side write into one file, a line each.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / f"{_NAME}.lock"):
        put_aside(folder / _NAME)
        handler = logging.FileHandler(folder / _NAME, encoding="utf-8")
    handler.setFormatter(JsonLines())
    handler.setLevel(logging.INFO)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)


def put_aside(file: Path, full: int = _FULL, kept: int = _KEPT) -> None:
    """`crawl.log` becomes `crawl.log.1` when it is full, that one `crawl.log.2`, and so on; the oldest goes."""
    if not file.is_file() or file.stat().st_size < full:
        return
    for number in range(kept - 1, 0, -1):
        older = file.with_name(f"{file.name}.{number}")
        if older.is_file():
            older.replace(file.with_name(f"{file.name}.{number + 1}"))
    file.replace(file.with_name(f"{file.name}.1"))
