"""The search index: derived from the archive, never the truth, and made again whenever it is missing or unfit."""
