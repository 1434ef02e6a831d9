"""Static files under names of their content, and under their own where none were collected."""

import logging
from functools import cache

from django.contrib.staticfiles import finders
from whitenoise.storage import CompressedManifestStaticFilesStorage

logger = logging.getLogger("django.staticfiles")


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's storage, whose missing file makes no page fail: it is shown without its style, errors above all."""

    def stored_name(self, name: str) -> str:
        try:
            stored: str = super().stored_name(name)
        except ValueError:
            if not finders.find(name):
                raise  # nobody's file: WhiteNoise asks for such names when it starts
            _tell(name)
            return name
        return stored


@cache
def _tell(name: str) -> None:
    """Log a missing file once, not with every page."""
    logger.error("%s is not among the collected static files: run manage.py collectstatic", name)
