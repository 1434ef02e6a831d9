"""Reads UPLOADS_URL: which storage keeps the uploads."""

from importlib.util import find_spec
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

FORM = "s3://key:secret@host[:port]/bucket[/prefix][?region=…&scheme=https|http&style=path|virtual]"
CHOICES = {"scheme": ("https", "http"), "style": ("path", "virtual")}  # the first of each is the default


def storage(value: str) -> dict[str, Any]:
    """Return the entry of STORAGES: S3 for an address, the folder for "". Raises ImproperlyConfigured.

    No message has the value in it, for that has a secret.
    """
    if not value:
        return {"BACKEND": "yanjiang.lib.storage.WholeFileStorage"}
    options = _options(value)
    if not (find_spec("boto3") and find_spec("storages")):
        raise ImproperlyConfigured("UPLOADS_URL: django-storages[s3] is not installed (uv sync --group s3)")
    return {"BACKEND": "yanjiang.lib.object_storage.WholeObjectStorage", "OPTIONS": options}


def _options(value: str) -> dict[str, str]:
    try:
        url = urlsplit(value)
        host, port = url.hostname or "", url.port
        asked = dict(parse_qsl(url.query, strict_parsing=True)) if url.query else {}
    except ValueError:
        host, port, asked = "", None, {}
    bucket, _, prefix = unquote(url.path).strip("/").partition("/") if host else ("", "", "")
    if not (host and url.scheme == "s3" and url.username and url.password and bucket) or url.fragment:
        raise ImproperlyConfigured(f"UPLOADS_URL: it is not {FORM}")
    scheme, style = (asked.pop(name, choices[0]) for name, choices in CHOICES.items())
    if scheme not in CHOICES["scheme"] or style not in CHOICES["style"] or asked.keys() - {"region"}:
        raise ImproperlyConfigured(f"UPLOADS_URL: behind the question mark it is not as in {FORM}")
    return {
        "access_key": unquote(url.username),
        "secret_key": unquote(url.password),
        "endpoint_url": f"{scheme}://{f'[{host}]' if ':' in host else host}{f':{port}' if port else ''}",
        "bucket_name": bucket,
        "location": prefix.strip("/"),
        "region_name": asked.get("region", "us-east-1"),
        "addressing_style": style,
    }
