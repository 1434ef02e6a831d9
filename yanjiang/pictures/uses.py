"""Find the uses of a picture, in foreign keys and in rich texts."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from yanjiang.lib.richtext import rich_fields
from yanjiang.pictures.models import Picture, PictureUse

MOST = 50  # uses that are listed; a picture may be in thousands of articles


@dataclass(frozen=True)
class Use:
    """A use: where it is in an editor's words, the address of the form to change it, and its row."""

    where: str
    url: str
    row: Any


def uses(picture: Picture, *, most: int = MOST) -> list[Use]:
    return list(islice(_uses(picture, most), most))


def _uses(picture: Picture, most: int) -> Iterator[Use]:
    for relation in picture._meta.get_fields(include_hidden=True):
        model: Any = relation.related_model
        if relation.one_to_many and model is not PictureUse:
            field: Any = relation.remote_field
            for row in model._base_manager.filter(**{field.name: picture}).order_by("pk")[:most]:
                yield _use(row, field.verbose_name)
    for kind_id in picture.uses.order_by().values_list("content_type", flat=True).distinct():
        kind = ContentType.objects.get_for_id(kind_id)
        model = kind.model_class()
        of_kind = picture.uses.filter(content_type=kind).order_by("object_id").values_list("object_id", flat=True)
        for row in model._base_manager.filter(pk__in=list(of_kind[:most])).order_by("pk"):
            yield _use(row, model._meta.get_field(rich_fields(model)[0]).verbose_name)


def _use(row: Any, what: str) -> Use:
    opts = row._meta
    url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
    return Use(where=f"{opts.verbose_name}“{row}”的{what}", url=url, row=row)
