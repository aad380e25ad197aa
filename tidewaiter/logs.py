"""Logs: events with fields, to stderr; the libraries' own logs go through the same renderer."""

from __future__ import annotations

import logging
import sys
from typing import TextIO

import structlog

from tidewaiter.config import Settings

QUIET = (
    "scrapy",
    "playwright",
    "urllib3",
    "elastic_transport",
    "asyncio",
    "sentence_transformers",
    "filelock",
    "httpx",
    "RapidOCR",
)
"""Libraries whose `info` says nothing that an operator reads."""


class ToStderr(logging.StreamHandler[TextIO]):
    """Writes to whatever stderr is when something is logged: it may be another than when the logs were set up."""

    def emit(self, record: logging.LogRecord) -> None:
        """Writes one line."""
        self.stream = sys.stderr
        super().emit(record)


def set_up_logs(settings: Settings) -> None:
    """Sends structlog's and the libraries' logs to stderr, as text or JSON lines, from the level in the settings on."""
    level = getattr(logging, settings.log_level.upper())
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            exception_formatter=structlog.dev.plain_traceback,  # the default shows locals: pages, cookies, tokens
        )
    )
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = ToStderr()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    for old in [old for old in root.handlers if isinstance(old, ToStderr)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
