"""From an article to the archive: validated, compared, stored."""
