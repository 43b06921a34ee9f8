"""What stands around a crawl: where it may go, what is kept of each answer, and what is due."""
