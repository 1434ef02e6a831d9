"""Read settings from the environment. A value that cannot be read is an error that names the variable."""

import ipaddress
import re
from collections.abc import Mapping
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

LEAST_SECRET = 20  # characters: a random word of letters and digits of this length has 100 bits

POSTGRES, SQLITE = "django.db.backends.postgresql", "django.db.backends.sqlite3"
CONNECTING = 2  # seconds, the least that PostgreSQL's client takes: pages wait for it when a replica is away

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


def token(name: str) -> str:
    """Return a secret that opens a page: "" for none, or one that nobody guesses."""
    value: str = env.str(name, default="").strip()
    if value and len(value) < LEAST_SECRET:
        raise ImproperlyConfigured(f"{name}: less than {LEAST_SECRET} characters can be guessed")
    if not re.fullmatch(r"[!-~]*", value):  # a comment behind the value, which would open the page to whoever reads it
        raise ImproperlyConfigured(f"{name}: only letters, digits and signs of ASCII, without spaces and comments")
    return value


def mail_addresses(name: str) -> list[tuple[str, str]]:
    """Return mail addresses. Django wants the name of a person beside each, and "" is one."""
    addresses = [address.strip() for address in env.list(name, default=[]) if address.strip()]
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError as error:
            raise ImproperlyConfigured(f"{name}: {address!r} is no mail address") from error
    return [("", address) for address in addresses]


def database(name: str, url: str) -> dict[str, Any]:
    """Return the database that a URL names. The URL is not in an error: it may have a password."""
    if env.DB_SCHEMES.get(url.partition("://")[0]) not in (POSTGRES, SQLITE):
        raise ImproperlyConfigured(f"{name} is neither postgres://user:password@host:5432/name nor sqlite:///path")
    try:
        found: dict[str, Any] = env.db_url_config(url)
    except ValueError:
        # The error of `urlsplit()` quotes what it takes for the port: a password with an unquoted slash in it.
        raise ImproperlyConfigured(f"{name} is no postgres://user:password@host:5432/name") from None
    return found


def replica(name: str, primary: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the database of a read replica, or None."""
    url = env.str(name, default="").strip()
    if not url:
        return None
    if primary["ENGINE"] != POSTGRES:
        raise ImproperlyConfigured(f"{name}: only PostgreSQL has a replica, and DATABASE_URL is no postgres://…")
    if env.DB_SCHEMES.get(url.partition("://")[0]) != POSTGRES:
        raise ImproperlyConfigured(f"{name} is no postgres://user:password@host:5432/name")
    found = database(name, url)
    if found["NAME"] != primary["NAME"]:
        raise ImproperlyConfigured(f"{name}: the name of its database is not that of DATABASE_URL")
    return found | {"OPTIONS": {"connect_timeout": CONNECTING, **found.get("OPTIONS", {})}}
