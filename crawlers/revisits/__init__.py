"""Looking again at listings that are stored: how often each changes, which are due, and what their pages say now."""
