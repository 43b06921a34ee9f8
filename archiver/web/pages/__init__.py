"""The pages of the reading room, one module a subject."""
