"""The health of portals: what each one's own history lets expect, what was found, what is told of it."""
