"""Snapshots of a listing that hold up later."""
