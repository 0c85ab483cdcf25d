"""Who writes log lines, and in which form."""

from __future__ import annotations

import logging
from typing import Any


def configuration(level: str, *, as_json: bool, with_access: bool) -> dict[str, Any]:
    """For Django's LOGGING: one handler for everything, so that nothing writes past core/log_lines.py."""
    # Django and the worker give these handlers of their own, which would write paths and texts of errors.
    ours = {"handlers": [], "level": level, "propagate": True}
    names = ("django", "django.server", "django.tasks", "django_ox")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"()": "alongside.core.log_lines.Line"},
            "json": {"()": "alongside.core.log_lines.Json"},
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "json" if as_json else "line"}
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": dict.fromkeys(names, ours)
        # Refused requests are written by operations/refusals.py; what broke stays Django's.
        | {"django.request": {"level": "ERROR"}, "alongside.refusals": {"level": "WARNING"}}
        | {"alongside.access": {"level": "INFO" if with_access else "WARNING"}},
    }


def take_back() -> None:
    """Handlers of libraries and of the web server go (lark and granian bring some): ours writes their lines, too."""
    loggers = [one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    for logger in loggers:
        for handler in [one for one in logger.handlers if not isinstance(one, logging.NullHandler)]:
            logger.removeHandler(handler)
            logger.propagate = True
