"""The demo: a small web of its own, a campaign on it, and what `make demo` runs."""
