"""Twelve sites that the crawler has never seen, a second set of six, served on loopback, and a scorer of what is collected."""
