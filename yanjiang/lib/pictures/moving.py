"""For the migrations that brought the pictures of other apps into the library."""

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

from yanjiang.lib.pictures import files
from yanjiang.lib.pictures.intake import encoded

logger = logging.getLogger(__name__)


def move(pictures: Any, file: str, *, alt: str, uploader_id: int | None = None) -> Any:
    """Return a row of `pictures`, the library's model as the migration knows it, made from a stored file.

    Returns None, and says so in the log, where the file is gone or no picture.
    """
    try:
        with default_storage.open(file) as stored:
            picture = encoded(stored)
    except (OSError, ValidationError) as problem:
        logger.warning("%s was not moved into the picture library: %s", file, problem)
        return None
    if known := pictures.objects.filter(digest=picture.digest).first():
        return known
    return pictures.objects.create(
        file=files.write(picture),
        alt=alt[:120],
        digest=picture.digest,
        width=picture.width,
        height=picture.height,
        size=len(picture.original),
        uploader_id=uploader_id,
    )
