"""Archiver: crawls Chinese association portals and keeps every article, however it is printed."""
