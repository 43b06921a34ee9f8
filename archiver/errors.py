"""The errors a person may meet: one clear sentence each, and the exit code it ends the command with."""

DONE, FAILED, USAGE, NOTHING_FOUND, LOCKED, BROKEN = range(6)


class ArchiverError(Exception):
    """Something a person can act on; the message says what, where, and what to do next."""

    exit_code = FAILED


class UsageError(ArchiverError):
    """The command was asked in a way it cannot answer."""

    exit_code = USAGE


class NothingFound(ArchiverError):
    """The question was fine and the archive holds no answer."""

    exit_code = NOTHING_FOUND


class Locked(ArchiverError):
    """Another run holds the lock of this host or archive."""

    exit_code = LOCKED


class LayoutChanged(ArchiverError):
    """A portal no longer looks as it did: its list is empty or its articles cannot be read."""

    exit_code = BROKEN


class UnreadablePage(ArchiverError):
    """The bytes are not a page of text (a PDF, an image, nothing at all)."""


class ArchiveUnusable(ArchiverError):
    """The archive cannot be opened, read or written as it stands; nothing in it was changed."""
