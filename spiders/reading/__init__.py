"""Reading: bytes of a portal's page → what it says, each value with the place where it was read."""

READER_VERSION = 4
"""Raised when the rules change what they read; stored with every revision."""
