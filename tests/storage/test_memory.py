import ctypes
import mmap
import sys
from pathlib import Path
from time import monotonic

import pytest

from storage import memory

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux keeps count of what is mapped")

MIB = 1 << 20


def mapped() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("RssFile:")[1].split()[0]) << 10


@pytest.fixture
def file(tmp_path):
    """A file of 32 MiB, mapped and read once."""
    path = tmp_path / "索引 1" / "body.pos"
    path.parent.mkdir()
    path.write_bytes(bytes(range(256)) * (32 * MIB // 256))
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        assert sum(content[:: mmap.PAGESIZE]) == 0
        yield path, content


def test_mapped_files_are_taken_out_of_memory_and_can_be_read_as_before(file):
    path, content = file
    before = mapped()
    assert 0 < memory.let_go(path.parent, 0) < before - 30 * MIB
    assert before - mapped() > 30 * MIB
    assert content[5 * MIB + 7] == 7
    assert content[:] == path.read_bytes()


def test_little_stays_and_so_does_what_is_kept_or_lies_elsewhere(file, tmp_path):
    path, _ = file
    before = mapped()
    assert memory.let_go(path.parent, before + MIB) == 0
    memory.let_go(tmp_path / "索引", 0)
    memory.let_go(path.parent, 0, (".fast", ".pos"))
    # What earlier tests had mapped may go meanwhile.
    assert before - mapped() < MIB


def test_they_are_let_go_as_long_as_something_reads_them(file):
    path, _ = file
    before = mapped()
    with memory.letting_go(path.parent, 0):
        until = monotonic() + 20
        while mapped() > before - 30 * MIB:
            assert monotonic() < until


FREED = """
import sys
from pathlib import Path
from storage import memory

def own():
    return int(Path("/proc/self/status").read_text().split("RssAnon:")[1].split()[0]) >> 10

if sys.argv[1] == "given back":
    memory.give_back()
# One that is freed teaches glibc to keep the next ones.
del (large := [bytes(30 << 20)])[:]
before, large, small = own(), [], []
for _ in range(100):
    large.append(b"x" * (2 << 20))
    small.append(b"x" * 5000)
large.clear()
print(own() - before)
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="not glibc")
def test_large_pieces_are_given_back_though_small_ones_lie_between(process):
    kept, given_back = (int(process(FREED, how).communicate(timeout=60)[0]) for how in ("kept", "given back"))
    assert given_back < 20 < kept
