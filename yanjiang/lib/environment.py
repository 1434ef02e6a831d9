"""Read settings from the environment. A value that cannot be read is an error that names the variable."""

import ipaddress

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def flag(name: str) -> bool:
    value = env.str(name, default="").strip().lower()
    if value in ("", "0", "off", "false", "no"):
        return False
    if value in ("1", "on", "true", "yes"):
        return True
    raise ImproperlyConfigured(f"{name}: {value!r} is neither on nor off")


def networks(name: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    try:
        return [ipaddress.ip_network(value.strip()) for value in env.list(name, default=[]) if value.strip()]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}") from error


def count(name: str, default: int, *, least: int = 1) -> int:
    value = env.str(name, default="").strip() or str(default)
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name}: {value!r} is not a number from {least}")
    return int(value)


def choice(name: str, *choices: str) -> str:
    """Return one of the choices, or "" if the variable is empty."""
    value: str = env.str(name, default="").strip().lower()
    if value and value not in choices:
        raise ImproperlyConfigured(f"{name}: {value!r} is none of {', '.join(choices)}")
    return value
