"""The index: one port, two engines."""
