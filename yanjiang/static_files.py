"""Static files under names with a hash of their content; under their plain names if they were not collected."""

import logging
from functools import cache
from typing import Any

from django.contrib.staticfiles import finders
from whitenoise.storage import CompressedManifestStaticFilesStorage

logger = logging.getLogger("django.staticfiles")


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's storage, but a missing file raises no error: a page without its style is better than none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.url = cache(super().url)  # a page links a dozen files, and their names stay until the next start

    def stored_name(self, name: str) -> str:
        try:
            stored: str = super().stored_name(name)
        except ValueError:
            if not finders.find(name):
                raise  # no such file: WhiteNoise asks for such names when it starts
            _tell(name)
            return name
        return stored


@cache
def _tell(name: str) -> None:
    """Log each missing file once per process."""
    logger.error("%s is not among the collected static files: run manage.py collectstatic", name)
