import io
import stat

from archiver.web.passwords import Passwords

PASSWORD = "松溪 2018 meadow"


def test_the_command_writes_the_hash_and_only_its_owner_reads_it(at, archive, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert at("password", "anna").code == 0
    file = archive.home / "passwords"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert PASSWORD not in file.read_text()
    assert Passwords(file).right("anna", PASSWORD)
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert at("password", "berta").code == 2
    assert at("password", "an na").code == 2
    assert at("password", "anna", "--remove").code == 0
    assert at("password", "anna", "--remove").code == 2
