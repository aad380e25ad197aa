"""The web application of the analyst."""
