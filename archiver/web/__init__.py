"""The reading room: the archive as web pages and as an API, over the same floors as the commands."""
