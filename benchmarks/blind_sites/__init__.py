"""Twelve sites that the crawler has never seen, served on loopback, and a scorer of what it collects from them."""
