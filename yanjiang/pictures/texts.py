"""Record which pictures each rich text shows, on every path by which a text is written.

A model with rich text derives from `PicturedModel`, and its queryset from `PicturedQuerySet`. A sitewide model derives
from `PicturedSitewideModel`, and its queryset from `PicturedSitewideQuerySet`.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from yanjiang.lib.batches import batches
from yanjiang.lib.richtext import rich_fields
from yanjiang.pictures.models import ALT_CHARS, Picture, PictureUse
from yanjiang.pictures.names import mentioned
from yanjiang.sitewide.rows import SitewideModel, SitewideQuerySet

Row = TypeVar("Row", bound=models.Model, covariant=True)


class PicturedQuerySet(models.QuerySet[Row]):
    def update(self, **values: Any) -> int:
        # `bulk_update()` comes here too.
        if not set(rich_fields(self.model)) & set(values):
            return super().update(**values)
        with transaction.atomic():
            # Read the primary keys first: the update may change the values that the queryset filters by.
            pks = list(self.order_by().values_list("pk", flat=True))
            written = super().update(**values)
            record_saved(self.model, pks)
        return written

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        objs = list(objs)
        with transaction.atomic():
            made = super().bulk_create(objs, *args, **kwargs)
            if any(obj.pk is None and mentioned(_text(obj)) for obj in objs):
                raise ValueError("The database does not say which rows it made, so their pictures cannot be recorded.")
            _record(self.model, objs)
        return made


class PicturedModel(models.Model):
    picture_uses = GenericRelation(PictureUse, verbose_name="用到的图片")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            written = kwargs.get("update_fields")
            if written is None or set(written) & set(rich_fields(type(self))):
                _record(type(self), [self])


class PicturedSitewideQuerySet(PicturedQuerySet[Row], SitewideQuerySet[Row]):  # type: ignore[override]
    pass


class PicturedSitewideModel(PicturedModel, SitewideModel):
    objects = PicturedSitewideQuerySet.as_manager()  # type: ignore[assignment, misc]

    class Meta:
        abstract = True


def describe(row: models.Model, alt: str) -> None:
    """Give the pictures of a text that have no description yet the description `alt`."""
    if not mentioned(_text(row)):
        return
    of_row = PictureUse.objects.filter(content_type=ContentType.objects.get_for_model(row), object_id=row.pk)
    Picture.objects.filter(alt="", pk__in=of_row.values("picture")).update(alt=alt[:ALT_CHARS])


def record_saved(model: type[models.Model], pks: Iterable[int]) -> None:
    """Record the pictures of these rows from the database. Bulk writes that bypass these classes call this."""
    names = rich_fields(model)
    for some in batches(pks):
        rows = model._base_manager.filter(pk__in=some).values_list("pk", *names)
        record(model, {pk: "\n".join(texts) for pk, *texts in rows})


def record(model: type[models.Model], texts: Mapping[int, str]) -> None:
    """Make the table of uses agree with these texts, given by the primary keys of their rows."""
    wanted, held = shown_in(texts), held_uses(model, texts)
    stale = [use for key, use in held.items() if key not in wanted]
    if stale:
        PictureUse.objects.filter(pk__in=stale).delete()
    kind = ContentType.objects.get_for_model(model)
    PictureUse.objects.bulk_create(
        [
            PictureUse(content_type=kind, object_id=pk, picture_id=picture)
            for pk, picture in sorted(wanted - held.keys())
        ],
        ignore_conflicts=True,
    )


def shown_in(texts: Mapping[int, str], *, lock: bool = True) -> set[tuple[int, int]]:
    """Return the pictures that texts show, as pairs of the row's and the picture's primary key.

    They are locked for a writer, in its transaction, unless told otherwise.
    """
    shown = {(pk, name) for pk, text in texts.items() for name in mentioned(text)}
    pictures = {picture.file.name: picture.pk for picture in _pictures({name for _pk, name in shown}, lock=lock)}
    return {(pk, pictures[name]) for pk, name in shown if name in pictures}


def held_uses(model: type[models.Model], pks: Iterable[int]) -> dict[tuple[int, int], int]:
    """Return the recorded uses of these rows: (row, picture) -> primary key of the use."""
    held: dict[tuple[int, int], int] = {}
    for some in batches(pks):
        uses = PictureUse.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=some)
        held |= {(row, picture): pk for pk, row, picture in uses.values_list("pk", "object_id", "picture_id")}
    return held


def _pictures(names: set[str], *, lock: bool) -> Iterable[Picture]:
    for some in batches(sorted(names)):
        found = Picture.objects.of_texts(set(some)) if lock else Picture.objects.filter(file__in=some)
        yield from found.only("file")


def _record(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Record the pictures of rows that were saved a moment ago."""
    rows = list(rows)
    # Where the value in Python is an expression, only the database has the text.
    made = [row.pk for row in rows if any(not isinstance(text, str) for text in _texts(row))]
    record(model, {row.pk: _text(row) for row in rows if row.pk not in made})
    record_saved(model, made)


def _text(row: models.Model) -> str:
    return "\n".join(text for text in _texts(row) if isinstance(text, str))


def _texts(row: models.Model) -> list[Any]:
    return [getattr(row, name) or "" for name in rich_fields(type(row))]
