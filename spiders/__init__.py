"""From an address to an article: portals, families, reading and the middlewares around a crawl."""
