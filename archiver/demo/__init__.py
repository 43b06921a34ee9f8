"""The demo portals: a county association, its city association and a mirror, served on loopback."""
