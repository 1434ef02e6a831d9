"""Add pictures to the library. Every new picture is stored here."""

from typing import IO

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from yanjiang.pictures import files
from yanjiang.pictures.intake import Encoded, digest, encoded
from yanjiang.pictures.models import ALT_CHARS, Picture


def keep(upload: IO[bytes], *, alt: str = "", uploader: User | None = None) -> Picture:
    """Return the library's existing picture of this file, or store a new one with its renditions.

    Raises ValidationError with a message for the person who chose the file; nothing is stored then.
    """
    return found(upload) or store(encoded(upload), alt=alt, uploader=uploader)


def found(upload: IO[bytes]) -> Picture | None:
    """Return the picture that was made from the same file, or None."""
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
        # Another request has stored the same file in the meantime.
        return Picture.objects.get(digest=picture.digest)
    except BaseException:
        files.remove(name)
        raise
    made.told = picture.told
    return made
