"""What to fetch next: one port, SQLite on one machine, Redis for many."""
