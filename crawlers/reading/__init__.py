"""From a page's bytes and URL to listings."""
