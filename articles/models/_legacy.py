"""Old addresses: where a path that answers 404 has gone."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse

from articles.models._missing import MissingPath
from yanjiang.lib.batches import batches
from yanjiang.lib.links import is_local_url
from yanjiang.lib.plaintext import NameField

if TYPE_CHECKING:
    from articles.models._article import Article
    from articles.models._section import Section

MOST_STEPS = 20  # of a chain that are followed; a table without chains needs one


def legacy_path(address: str) -> str:
    """Return an old address as the table has it: the decoded path with single slashes, "" if there is none.

    >>> legacy_path("http://www.example.com//a/%E6%BC%94.html?x=1")
    '/a/演.html'
    """
    try:
        path = unquote(urlsplit(address.strip()).path if "//" in address else address.strip().partition("?")[0])
    except ValueError:  # such as half an IPv6 address
        return ""
    return re.sub("/+", "/", path.partition("#")[0])


class LegacyPathQuerySet(models.QuerySet["LegacyPath"]):
    def remember(
        self, path: str, *, section: "Section | None" = None, article: "Article | None" = None, url: str = ""
    ) -> None:
        """Let an old path lead to a section, an article or an address of this site.

        With none of them it answers 410, gone for good. Raises ValidationError if it would lead back to itself.
        """
        legacy = self.filter(path=path).first() or LegacyPath(path=path)
        legacy.section, legacy.article, legacy.url = section, article, url
        legacy.save()

    def bury(self, paths: Iterable[str]) -> None:
        """Let the paths of deleted pages answer 410, unless they lead elsewhere already, in few statements.

        Old addresses that led to one of these pages answer 410 as well.
        """
        for some in batches(paths):
            with transaction.atomic():
                self.bulk_create([LegacyPath(path=path) for path in some], ignore_conflicts=True)
                self.filter(url__in=[*some, *(path.rstrip("/") for path in some)]).update(url="")
                MissingPath.objects.filter(path__in=some).delete()

    def lead_to_sections(self, moved: Mapping[str, int]) -> None:
        """Let paths, and old addresses that led to them, lead to the sections with these ids, in few statements."""
        for paths in batches(moved):
            with transaction.atomic():
                self.bulk_create(
                    [LegacyPath(path=path, section_id=moved[path]) for path in paths],
                    update_conflicts=True,
                    unique_fields=["path"],
                    update_fields=["section", "article", "url"],
                )
                leading_here = list(self.filter(url__in=[*paths, *(path.rstrip("/") for path in paths)]))
                for row in leading_here:
                    row.section_id, row.url = moved[f"{row.url.rstrip('/')}/"], ""
                self.bulk_update(leading_here, ["section", "url"], batch_size=200)
                MissingPath.objects.filter(path__in=paths).delete()

    def move(self, path: str, target: str) -> None:
        """Let the old address of a page lead to its new address on this site, which is an old address no more."""
        with transaction.atomic():
            self.filter(path=target).delete()
            self.remember(path, url=target)

    def end_of(self, url: str, *, start: str) -> "LegacyPath | None":
        """Follow an address through the table: return the last row of the chain, None if it is no old address.

        Raises ValidationError if the chain leads back to `start`.
        """
        end = None
        for _step in range(MOST_STEPS):
            path = legacy_path(url)
            if _same(path, start):
                break
            following = self.filter(path=path).first()
            if following is None:
                return end
            end, url = following, following.url
            if not url:
                return end
        raise ValidationError({"url": f"这样会循环：“{url}”又转回“{start}”。"})


class LegacyPath(models.Model):
    """An old path and what it leads to. Written by moved sections, the emptied trash, importers and its admin.

    It refers to a section or an article by its row, so there is one redirect however often a section moves. A `url`
    that is itself an old address is replaced by that one's target, so no redirect leads to another.
    """

    path = NameField("旧路径", max_length=500, unique=True, help_text="以 / 开头；可以直接粘贴旧网址，域名会自动去掉。")
    section = models.ForeignKey(
        "articles.Section", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="转到栏目"
    )
    article = models.ForeignKey(
        "articles.Article", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="转到文章"
    )
    url = NameField(
        "转到本站网址", max_length=500, blank=True, help_text="栏目和文章以外的页面，以 / 开头，例如 /pages/about/。"
    )

    objects = LegacyPathQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "旧地址"
        constraints = [
            models.CheckConstraint(condition=Q(path__startswith="/"), name="legacy_path_is_absolute"),
            models.CheckConstraint(
                condition=Q(section=None, article=None) | Q(section=None, url="") | Q(article=None, url=""),
                name="legacy_path_has_one_target",
            ),
        ]
        indexes = [
            # The rows that lead to an address which has moved itself.
            models.Index(fields=["url"], condition=~Q(url=""), name="legacy_path_by_url"),
        ]

    def __str__(self) -> str:
        return self.path

    def clean(self) -> None:
        if not self.path:
            return  # the field itself reports that it is missing
        if ".php?" in self.path.lower():
            raise ValidationError({"path": "带“?”的脚本地址由旧网址的规则处理，不能单独设定；请填写不带“?”的路径。"})
        self.path = legacy_path(self.path)
        if not self.path.startswith("/"):
            raise ValidationError({"path": "旧路径要以一个 / 开头。"})
        if bool(self.section_id) + bool(self.article_id) + bool(self.url) > 1:
            raise ValidationError("栏目、文章和网址只能选一个；都不选表示内容已永久删除。")
        if self.url and not is_local_url(self.url):
            raise ValidationError({"url": "请填写本站的网址，以一个 / 开头。"})
        self._aim_at_what_is_there()
        if self.target_url and _same(legacy_path(self.target_url), self.path):
            raise ValidationError({"path": "旧路径和要转到的网址是同一个，会循环。"})
        if self.url:
            LegacyPath.objects.end_of(self.url, start=self.path)

    def _aim_at_what_is_there(self) -> None:
        """Replace the address of a section or an article by its row. Refuse a path that a section has today."""
        sections: Any = self._meta.get_field("section").related_model
        by_path = {
            section.path: section
            for section in sections.objects.filter(path__in=[self.path.strip("/"), self.url.strip("/")])
        }
        if taken := by_path.get(self.path.strip("/")):
            raise ValidationError({"path": f"这个地址现在就是栏目“{taken}”，不会转到别处。"})
        if found := by_path.get(self.url.strip("/")):
            self.section, self.url = found, ""
        elif article := re.fullmatch(r"/articles/(\d{1,18})/?", self.url):
            articles: Any = self._meta.get_field("article").related_model
            if found := articles.objects.filter(pk=article[1]).first():
                self.article, self.url = found, ""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and point the rows that led here to the target. Raises ValidationError if that makes a cycle."""
        with transaction.atomic():
            if self.url and (end := LegacyPath.objects.end_of(self.url, start=self.path)):
                self.section_id, self.article_id, self.url = end.section_id, end.article_id, end.url
            super().save(*args, **kwargs)
            MissingPath.objects.filter(path=self.path).delete()
            leading_here = LegacyPath.objects.filter(url__in=(self.path, self.path.rstrip("/"))).exclude(url="")
            leading_here.update(section=self.section_id, article=self.article_id, url=self.url)

    save.alters_data = True  # type: ignore[attr-defined]

    @property
    def target_url(self) -> str:
        """Return today's address, "" if the content is gone for good.

        It is always one of this site. A section or an article on another site shows the reader a link to it.
        """
        if self.section:
            return reverse("articles:section", args=[self.section.path])
        return reverse("articles:detail", args=[self.article.pk]) if self.article else self.url


def _same(path: str, other: str) -> bool:
    return path.rstrip("/") == other.rstrip("/")
