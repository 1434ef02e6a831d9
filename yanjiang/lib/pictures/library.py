"""The one door by which pictures come into the library."""

from typing import IO

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from yanjiang.lib.pictures import files
from yanjiang.lib.pictures.intake import Encoded, digest, encoded
from yanjiang.lib.pictures.models import ALT_CHARS, Picture


def keep(upload: IO[bytes], *, alt: str = "", uploader: User | None = None) -> Picture:
    """Return the library's picture of this file: the one it has already, or a new one with its renditions.

    Raises ValidationError, with a message for the person who chose the file, and then nothing is kept.
    """
    return found(upload) or store(encoded(upload), alt=alt, uploader=uploader)


def found(upload: IO[bytes]) -> Picture | None:
    """Return the picture that was made from the same file."""
    return Picture.objects.filter(digest=digest(upload)).first()


def store(picture: Encoded, *, alt: str = "", uploader: User | None = None) -> Picture:
    """Write a picture's files and its row, or neither."""
    name = files.write(picture)
    try:
        with transaction.atomic():
            made = Picture.objects.create(
                file=name,
                alt=alt[:ALT_CHARS],
                digest=picture.digest,
                width=picture.width,
                height=picture.height,
                size=len(picture.original),
                uploader=uploader,
            )
    except IntegrityError:
        files.remove(name)
        # The same file came in by another door in the meantime.
        return Picture.objects.get(digest=picture.digest)
    except BaseException:
        files.remove(name)
        raise
    made.told = picture.told
    return made
