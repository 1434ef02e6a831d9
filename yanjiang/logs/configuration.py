"""The loggers of the site and where their lines go, as Python's logging reads it."""

from typing import Any


def logging_configuration(form: str, *, has_admins: bool, sentry_dsn: str) -> dict[str, Any]:
    """Return the configuration. Everything goes to the standard error stream, errors to mail and to Sentry too."""
    handlers: dict[str, dict[str, Any]] = {"console": {"class": "logging.StreamHandler", "formatter": form}}
    if has_admins:
        handlers["mail"] = {"()": "yanjiang.logs.error_mails.ErrorMailHandler", "level": "ERROR"}
    if sentry_dsn:
        handlers["sentry"] = {"()": "yanjiang.logs.sentry.handler", "dsn": sentry_dsn}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"()": "yanjiang.logs.formats.LineFormatter"},
            "json": {"()": "yanjiang.logs.formats.JsonFormatter"},
        },
        "handlers": handlers,
        "root": {"handlers": list(handlers), "level": "WARNING"},
        "loggers": {
            "django": {"handlers": list(handlers), "level": "WARNING", "propagate": False},
            "axes": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            # Logins, failed logins and lockouts.
            "axes.handlers": {"level": "INFO"},
        },
    }
