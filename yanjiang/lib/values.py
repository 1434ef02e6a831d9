"""Read values of settings. A wrong one raises ImproperlyConfigured with the name of its variable."""

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

LEAST_SECRET = 20  # characters: a random word of letters and digits of this length has 100 bits


def token(name: str, value: str) -> str:
    """Read a secret that opens a page: "" for none, or one that nobody guesses."""
    if value.strip() and len(value.strip()) < LEAST_SECRET:
        raise ImproperlyConfigured(f"{name}: less than {LEAST_SECRET} characters can be guessed")
    return value.strip()


def choice(name: str, value: str, choices: tuple[str, ...]) -> str:
    """Read one of these words; the first one where there is none."""
    chosen = value.strip().lower() or choices[0]
    if chosen not in choices:
        raise ImproperlyConfigured(f"{name}: {value!r} is none of {', '.join(choices)}")
    return chosen


def mail_addresses(name: str, value: list[str]) -> list[tuple[str, str]]:
    """Read addresses. Django wants the name of a person beside each, and "" is one."""
    addresses = [address.strip() for address in value if address.strip()]
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError as error:
            raise ImproperlyConfigured(f"{name}: {address!r} is no mail address") from error
    return [("", address) for address in addresses]
