"""The declared portals: one short file each, nothing else. Addresses are from a public directory of associations."""
