"""Articles taken out of the archive: streamed, in the formats of spreadsheets, reference managers and archives."""
