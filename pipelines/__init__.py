"""The stages that a listing passes, in order."""
