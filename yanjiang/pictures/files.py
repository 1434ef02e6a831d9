"""The files of a picture in the storage: the original and its renditions, all of them or none."""

import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from yanjiang.pictures.intake import Encoded
from yanjiang.pictures.names import picture_name
from yanjiang.sent import removals


def write(picture: Encoded) -> str:
    """Write the files under a random name that contains the size. Return the name."""
    # One folder for each month keeps the number of files in a folder low.
    folder = f"pictures/{timezone.localdate():%Y/%m}"
    stem = f"{folder}/{secrets.token_hex(8)}-{picture.width}x{picture.height}"
    name = stem + picture.suffix
    contents = {name: picture.original}
    contents |= {f"{stem}.{ending}": content for ending, content in picture.renditions.items()}
    try:
        for file, content in contents.items():
            default_storage.save(file, ContentFile(content))
    except BaseException:
        remove(name)
        raise
    return name


def all_of(name: str) -> list[str]:
    """Return the names of the original and of its renditions."""
    picture = picture_name(name)
    return [name, *(picture.renditions() if picture else [])]


def remove(name: str) -> None:
    for file in all_of(name):
        removals.remove(file)
