"""Old addresses: where a path that answers 404 has gone."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from yanjiang.lib.plaintext import NameField

if TYPE_CHECKING:
    from articles.models._article import Article
    from articles.models._section import Section


class LegacyPathQuerySet(models.QuerySet["LegacyPath"]):
    def remember(self, path: str, *, section: "Section | None" = None, article: "Article | None" = None) -> None:
        """Let an old path lead to a section or an article; with neither it answers 410, gone for good."""
        self.update_or_create(path=path, defaults={"section": section, "article": article})


class LegacyPath(models.Model):
    """An old path and what it leads to. Written by moved sections, the emptied trash, importers and its admin.

    It points at the thing, not at another path: however often a section moves, there is one redirect.
    """

    path = NameField("旧路径", max_length=500, unique=True, help_text="以 / 开头，不含域名。")
    section = models.ForeignKey(
        "articles.Section", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="转到栏目"
    )
    article = models.ForeignKey(
        "articles.Article", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="转到文章"
    )

    objects = LegacyPathQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "旧地址"
        constraints = [
            models.CheckConstraint(condition=models.Q(path__startswith="/"), name="legacy_path_is_absolute"),
            models.CheckConstraint(
                condition=models.Q(section=None) | models.Q(article=None), name="legacy_path_has_one_target"
            ),
        ]

    def __str__(self) -> str:
        return self.path

    def clean(self) -> None:
        if not self.path.startswith("/") or self.path.startswith("//"):
            raise ValidationError({"path": "旧路径要以一个 / 开头。"})
        if self.section_id and self.article_id:
            raise ValidationError("栏目和文章只能选一个；都不选表示内容已永久删除。")

    @property
    def target_url(self) -> str:
        """Return the address of today, "" where the content is gone for good.

        It is one of this site, also of what has moved elsewhere: there the reader finds a link.
        """
        if self.section:
            return reverse("articles:section", args=[self.section.path])
        return reverse("articles:detail", args=[self.article.pk]) if self.article else ""
