import asyncio
import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from aiosmtpd.controller import Controller

from archiver.cli.health import letter
from storage.health.findings import Finding
from storage.health.states import Change
from storage.runs import PortalFacts

# A plugin of apprise that is not ours to mend.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
SITE = "http://songxi.example.cn/"
BROKEN = "http://songxi.example.cn/ leads to no article and no channel; its layout may have changed."


class Hook(HTTPServer):
    """A webhook on loopback: keeps what it is sent, answers with `status`."""

    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.sent: list[dict] = []

    @property
    def address(self) -> str:
        return f"json://127.0.0.1:{self.server_port}/hook/secret"


class _Answers(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        self.server.sent.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hook() -> Iterator[Hook]:
    with Hook() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def crawled(archive, outcome: str, reason: str | None = None, at: datetime = NOW) -> None:
    from storage.runs import OpenRun

    run = OpenRun(archive, PortalFacts("songxi", SITE), SITE, {}, at)
    run.close(outcome, reason, {}, at)


def test_the_letter_tells_the_worst_first():
    check = Finding("layout", "red", BROKEN, "archiver portal check songxi")
    changes = [
        Change(1, "zhenghe", "red", "green", NOW, ()),
        Change(2, "songxi", "green", "red", NOW, (check,)),
    ]
    subject, text = letter(changes)
    assert subject == "Archiver: songxi is red and 1 more"
    assert text == (f"songxi: red (was green)\n  {BROKEN}\n  archiver portal check songxi\nzhenghe: green (was red)\n")


def test_a_change_is_told_once_to_a_webhook(at_any, any_archive, fill, printed, hook, monkeypatch):
    monkeypatch.setenv("ARCHIVER_NOTICES", hook.address)
    fill(any_archive, [printed()])
    assert at_any("status", "--notify").code == 0
    assert hook.sent == [], "a portal that is well is no news"
    crawled(any_archive, "broken", BROKEN, NOW + timedelta(hours=1))
    first = at_any("status", "--notify")
    assert (first.code, first.out) == (5, "")
    assert first.err == f"archiver: songxi is red: {BROKEN} Try: archiver portal check songxi\n"
    second = at_any("status", "--notify")
    assert (second.code, second.out, second.err) == (5, "", ""), "silence on every further night"
    fill(any_archive, [printed()], at=NOW + timedelta(hours=2))
    assert at_any("status", "--notify").err == "archiver: songxi is green again.\n"
    assert [sent["title"] for sent in hook.sent] == ["Archiver: songxi is red", "Archiver: songxi is green"]
    assert BROKEN in hook.sent[0]["message"]


def test_a_notice_that_does_not_arrive_is_sent_again(at, archive, fill, printed, hook, monkeypatch):
    monkeypatch.setenv("ARCHIVER_NOTICES", hook.address)
    crawled(archive, "broken", BROKEN)
    hook.status = 500
    failed = at("status", "--notify")
    assert failed.code == 1
    assert failed.err.splitlines()[-2:] == [
        "archiver: The notice to address 1 of ARCHIVER_NOTICES (json:…) was not delivered.",
        "archiver: It is sent again the next time.",
    ]
    hook.status = 200
    assert at("status", "--notify").code == 5
    assert [sent["title"] for sent in hook.sent] == ["Archiver: songxi is red"] * 2


def test_looking_tells_nothing(at, archive, hook, monkeypatch):
    monkeypatch.setenv("ARCHIVER_NOTICES", hook.address)
    crawled(archive, "broken", BROKEN)
    assert at("status").code == at("status", "--json").code == 5
    assert hook.sent == []


class Letters:
    """Keeps the mail that an SMTP server receives."""

    def __init__(self) -> None:
        self.received: list[tuple[str, list[str], bytes]] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        self.received.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 OK"


def test_a_change_is_told_by_mail(at, archive, monkeypatch):
    from email import message_from_bytes, policy

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    letters = Letters()
    loop = asyncio.new_event_loop()
    server = Controller(letters, "127.0.0.1", port, loop=loop)
    server.start()
    try:
        monkeypatch.setenv(
            "ARCHIVER_NOTICES",
            f"mailto://127.0.0.1:{port}?from=archive@example.org&to=keeper@example.org&mode=insecure",
        )
        crawled(archive, "broken", BROKEN)
        assert at("status", "--notify").code == 5
    finally:
        server.stop()
    [(sender, recipients, content)] = letters.received
    assert (sender, recipients) == ("archive@example.org", ["keeper@example.org"])
    mail = message_from_bytes(content, policy=policy.default)
    assert mail["subject"] == "Archiver: songxi is red"
    assert BROKEN in mail.get_body(("plain", "html")).get_content()


def test_an_address_that_nobody_knows_is_a_wrong_use_and_stays_unprinted(at, archive, monkeypatch):
    monkeypatch.setenv("ARCHIVER_NOTICES", "json://127.0.0.1:1/ post://someone:secret@example.org")
    crawled(archive, "broken", BROKEN)
    for command in (("status", "--notify"), ("crawl", SITE)):
        wrong = at(*command)
        assert wrong.code == 2
        assert "The address 2 of ARCHIVER_NOTICES (post:…) is none" in wrong.err
        assert "secret" not in wrong.err
