"""Connections that end while the process is busy."""

import asyncio
import logging
import time

import pytest
from twisted.internet.defer import Deferred

from spiders.connections import Connections


class _Pool:
    """Open connections that end once a loop, busy for longer than they were given, comes to it."""

    def closeCachedConnections(self) -> Deferred[None]:
        ended: Deferred[None] = Deferred()
        loop = asyncio.get_running_loop()
        loop.call_soon(_busy)
        loop.call_soon(loop.call_soon, ended.callback, None)
        return ended


def _busy() -> None:
    until = time.monotonic() + 0.05
    while time.monotonic() < until:
        pass


class _Hanging:
    def closeCachedConnections(self) -> Deferred[None]:
        return Deferred()


def _close(pool: object) -> None:
    connections = Connections.__new__(Connections)
    connections._pool = pool
    asyncio.run(asyncio.wait_for(connections.close(), 60))


@pytest.fixture(autouse=True)
def short(monkeypatch):
    monkeypatch.setattr("spiders.connections._ENDING", 0.02)


def test_connections_that_end_late_are_no_error(caplog):
    with caplog.at_level(logging.WARNING):
        _close(_Pool())
    assert not caplog.records


def test_connections_that_never_end_hold_nothing_up():
    _close(_Hanging())
