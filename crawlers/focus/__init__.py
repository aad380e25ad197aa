"""Focus: links ordered by how likely they lead to listings of interest, learned while the crawl goes on."""
