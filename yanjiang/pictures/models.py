"""The pictures of the site, and which rich texts show them."""

from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from yanjiang.lib.plaintext import NameField
from yanjiang.pictures import files
from yanjiang.pictures.names import thumbnail
from yanjiang.sent import removals
from yanjiang.sitewide import cache as sitewide

ALT_CHARS = 120


class PictureQuerySet(models.QuerySet["Picture"]):
    def of_texts(self, names: set[str]) -> Self:
        """Return the pictures of these names, locked, so that none is deleted while a text with it is being saved."""
        return self.select_for_update(no_key=True).filter(file__in=names).order_by("pk")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete pictures with their files. Raises ProtectedError if one is in use."""
        with transaction.atomic():
            # Lock first: this waits for a text with one of these that is being saved, and then sees its use.
            gone = list(self.order_by("pk").select_for_update().values_list("pk", "file"))
            deleted = super(PictureQuerySet, self.model._default_manager.filter(pk__in=[pk for pk, _ in gone])).delete()
            for _pk, name in gone:
                removals.remove_after_commit(files.all_of(name))
        return deleted


class Picture(models.Model):
    """A picture of the library. `yanjiang.pictures.library` makes it; its file never changes."""

    file = models.FileField("文件", max_length=100, unique=True, editable=False)
    alt = NameField("说明文字", max_length=ALT_CHARS, blank=True, help_text="说出图上有什么，给看不见图片的读者。")
    digest = models.CharField("摘要值", max_length=64, unique=True, editable=False)
    width = models.PositiveSmallIntegerField("宽度", editable=False)
    height = models.PositiveIntegerField("高度", editable=False)
    size = models.PositiveIntegerField("大小", editable=False)
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="pictures",
        verbose_name="上传者",
    )
    created_at = models.DateTimeField("上传时间", auto_now_add=True)

    told = ""  # on a picture that was just stored: a message for the person about losses

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "图片"
        permissions = [("edit_all_pictures", "可以修改和删除他人上传的图片")]
        indexes = [
            # The admin's list filters by month.
            models.Index(fields=["created_at"], name="picture_created"),
        ]

    def __str__(self) -> str:
        return self.alt or f"{self.pk} 号图片"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the picture, and make the pages anew that show its description."""
        with transaction.atomic():
            is_new = self._state.adding
            super().save(*args, **kwargs)
            if not is_new:
                sitewide.changed()

    save.alters_data = True  # type: ignore[attr-defined]

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        return Picture.objects.filter(pk=self.pk).delete()

    @property
    def url(self) -> str:
        return self.file.url

    @property
    def thumbnail_url(self) -> str:
        return thumbnail(self.url)


class PictureUse(models.Model):
    """A rich text that shows a picture. Only `yanjiang.pictures.texts` writes it."""

    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="uses", verbose_name="图片")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+", verbose_name="类型")
    object_id = models.PositiveBigIntegerField("编号")
    owner = GenericForeignKey("content_type", "object_id")

    class Meta:
        verbose_name = verbose_name_plural = "图片的使用"
        constraints = [
            # Queries for the pictures of a text use this index too.
            models.UniqueConstraint(fields=["content_type", "object_id", "picture"], name="picture_use_once")
        ]

    def __str__(self) -> str:
        return f"{self.picture_id}: {self.content_type_id}/{self.object_id}"
