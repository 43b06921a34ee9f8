"""Everything durable: database, captures, frontier, search index."""
