"""The Scrapy project: spiders, reading of pages, sources, the frontier."""
