"""Pure functions that read a text: handles, identifiers, prices, places, words, dates."""
