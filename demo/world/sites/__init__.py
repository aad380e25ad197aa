"""The seven sites, one file each."""
