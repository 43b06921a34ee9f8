import socket
import subprocess
import sys
import urllib.request

import pytest

from archiver.cli.serve import is_loopback


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "archive.example.org"])
def test_a_public_address_is_refused_in_one_sentence(at, archive, host):
    answer = at("serve", "--host", host)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1
    assert host in answer.err


def test_what_is_loopback():
    assert all(map(is_loopback, ("127.0.0.1", "::1", "localhost", "127.8.8.8")))
    assert not any(map(is_loopback, ("0.0.0.0", "", "example.org", "10.0.0.1")))


def test_a_taken_port_is_one_sentence(at, archive):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        answer = at("serve", "--port", taken.getsockname()[1])
    assert answer.code == 1
    assert "--port" in answer.err


def test_it_serves_until_it_is_told_to_end(archive, fill, printed):
    fill(archive, [printed()])
    command = [sys.executable, "-m", "archiver", "serve", "--port", "0", "--archive", str(archive.home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            address = server.stdout.readline().split()[0]
            with urllib.request.urlopen(f"{address}article/1", timeout=60) as page:
                assert printed().title in page.read().decode()
        finally:
            server.terminate()
        assert server.wait(timeout=60) in (0, -15)
