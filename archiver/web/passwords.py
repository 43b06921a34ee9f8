"""Who may read: a file of names with the Argon2 hash of each one's password, a line a reader."""

import os
import re
import threading
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from archiver.errors import ArchiverError, UsageError

SHORTEST, LONGEST = 8, 1000
_NAME = re.compile(r"[\w.@-]{1,100}")
_hasher = PasswordHasher()
# A hash takes 64 MiB while it is checked; more at once would let guesses fill the memory.
_checking = threading.Semaphore(2)


class Passwords:
    """The readers of a file. It is read again when it has changed."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._read_at: tuple[int, int] | None = None
        self._known: dict[str, str] = {}
        self._nobody = _hasher.hash(os.urandom(16).hex())

    def readers(self) -> dict[str, str]:
        """The hash of each reader by name. Raises ArchiverError for a file that cannot be read."""
        try:
            state = self.file.stat()
            if (state.st_mtime_ns, state.st_size) != self._read_at:
                lines = self.file.read_text(encoding="utf-8").splitlines()
                pairs = (line.split(":", 1) for line in lines if ":" in line and not line.startswith("#"))
                self._known = {name.strip(): hash.strip() for name, hash in pairs}
                self._read_at = state.st_mtime_ns, state.st_size
        except FileNotFoundError:
            self._known, self._read_at = {}, None
        except (OSError, UnicodeDecodeError) as error:
            raise ArchiverError(f"The password file {self.file} cannot be read: {error}.") from error
        return self._known

    def right(self, name: str, password: str) -> bool:
        """Whether this is the reader's password; takes as long for a name that is not known."""
        if len(password) > LONGEST:
            return False
        hash = self.readers().get(name)
        with _checking:
            try:
                return _hasher.verify(hash or self._nobody, password) and hash is not None
            except (Argon2Error, InvalidHashError):
                return False

    def put(self, name: str, password: str | None) -> None:
        """Give a reader a password, or with None take the reader out. Raises UsageError for what cannot be one."""
        if not _NAME.fullmatch(name):
            raise UsageError(f"{name!r} is no name: write letters, digits and . @ - _ , at most 100.")
        known = dict(self.readers())
        if password is None:
            if known.pop(name, None) is None:
                raise UsageError(f"There is no reader {name} in {self.file}.")
        elif not SHORTEST <= len(password) <= LONGEST:
            raise UsageError(f"A password has {SHORTEST} to {LONGEST} characters.")
        else:
            known[name] = _hasher.hash(password)
        fresh = self.file.with_name(self.file.name + ".new")
        try:
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                file.writelines(f"{reader}:{hash}\n" for reader, hash in sorted(known.items()))
            fresh.replace(self.file)
        except OSError as error:
            raise ArchiverError(f"The password file {self.file} cannot be written: {error.strerror}.") from error
