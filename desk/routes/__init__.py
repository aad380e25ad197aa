"""One module a page: it reads the query, asks a room, renders."""
