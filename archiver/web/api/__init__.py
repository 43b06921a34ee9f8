"""The API of the reading room: everything the pages show, as data."""
