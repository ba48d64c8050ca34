"""The log: one event a line on standard error, for people or as JSON; never names, phones or addresses."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog


def configure_log(form: str, level: str) -> None:
    """Set up the process's log once: ``form`` is "human" or "json", ``level`` a name such as "info"."""
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if form == "human":
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=14)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def get_log(**context: Any) -> Any:
    """A logger bound to some context (stage, account); events are verbs."""
    return structlog.get_logger().bind(**context)


def short_id(sha256: str) -> str:
    """How the log and the command line call a message: the first 10 signs of its hash."""
    return sha256[:10]
