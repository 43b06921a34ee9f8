"""What a process holds of memory beyond what it uses: freed pieces that glibc keeps, files that Linux keeps mapped."""

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from mmap import PAGESIZE
from pathlib import Path
from threading import Event, Thread

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
"""As in glibc's malloc.h."""
_MADV_DONTNEED = 4
"""As in Linux's mman.h."""
_LARGE = 1 << 20
"""Bytes. The search engine gathers what it indexes in pieces of this size."""
_HEAPS = 2
_PAUSE = 0.2


def give_back() -> None:
    """Have glibc (mallopt(3)) give back every large piece that is freed, and all threads two heaps, not eight a core.

    Left to itself it comes to keep large pieces for the next time, in each heap as many as there ever were; and the
    search engine begins a few threads at each look at the archive. Elsewhere than on glibc nothing is done.
    """
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(_M_ARENA_MAX, _HEAPS)
        libc.mallopt(_M_MMAP_THRESHOLD, _LARGE)


def let_go(folder: Path, most: int, keep: tuple[str, ...] = ()) -> int:
    """Take the files of a folder that this process has mapped out of its memory, where mapped files have come to more
    than `most` bytes (madvise(2)); they stay mapped, and in the system's cache, and come back as they are read. Files
    whose names end as `keep` says stay. Returns how many bytes of files are in memory afterwards, or 0 where there was
    nothing to let go.

    For files that are only read, as an index's are. Elsewhere than on Linux nothing is done.
    """
    if sys.platform != "linux" or _mapped() <= most:
        return 0
    libc = ctypes.CDLL(None)
    within = f"{folder.resolve()}/"
    for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        # Addresses, rights, offset, device, inode, and the file if there is one (proc_pid_maps(5)).
        *parts, file = line.split(maxsplit=5)
        if len(parts) == 5 and file.startswith(within) and "w" not in parts[1] and not file.endswith(keep):
            start, end = (int(address, 16) for address in parts[0].split("-"))
            libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _MADV_DONTNEED)
    return _mapped()


@contextmanager
def letting_go(folder: Path, most: int) -> Iterator[None]:
    """`let_go`, again and again while something is done that reads such files."""
    over = Event()

    def run() -> None:
        while not over.wait(_PAUSE):
            let_go(folder, most)

    thread = Thread(target=run, name="letting-go", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _mapped() -> int:
    """Bytes of files that are in this process's memory (proc_pid_statm(5))."""
    # Unbuffered: it is asked at each question, and `Path` takes four times as long.
    with open("/proc/self/statm", "rb", buffering=0) as file:
        return int(file.read(100).split()[2]) * PAGESIZE
