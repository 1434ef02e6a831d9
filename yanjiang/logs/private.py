"""Takes personal data and secrets out of a text that goes to the log, into a mail or to Sentry."""

import ipaddress
import re

# A shared draft is open to everybody who has its address.
_DRAFT = re.compile(r"(/preview/)[^/\s'\"]+")
_QUERY = re.compile(r"(/[^\s?'\"<>]*)\?[^\s'\"<>]+")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")  # of China's mobile networks
_ADDRESS = re.compile(r"(?<![\w.:])[0-9A-Fa-f]*[.:][0-9A-Fa-f.:]+(?![\w.:])")
# PostgreSQL repeats values of the statement in these lines.
_VALUES = re.compile(r"^(?:DETAIL|CONTEXT|LINE \d+):.*(?:\n\s*\^)?$", re.MULTILINE)


def without_personal_data(text: str) -> str:
    """Replace values of a database's error, query strings, mail and network addresses, telephone numbers and drafts."""
    text = _VALUES.sub("[values]", text)
    text = _DRAFT.sub(r"\1[draft]", text)
    text = _QUERY.sub(r"\1?[query]", text)
    text = _MAIL.sub("[mail]", text)
    text = _MOBILE.sub("[telephone]", text)
    return _ADDRESS.sub(_without_address, text)


def _without_address(match: re.Match[str]) -> str:
    """Replace an address, but for this machine's own: it says which service is away."""
    try:
        address = ipaddress.ip_address(match[0])
    except ValueError:
        return match[0]
    return match[0] if address.is_loopback else "[address]"
