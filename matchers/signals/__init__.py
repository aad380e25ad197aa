"""The kinds of evidence, one file each: a function looks at a listing and a target and says what it saw."""
