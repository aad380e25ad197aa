"""Downloader middlewares: what every request passes before it is sent."""
