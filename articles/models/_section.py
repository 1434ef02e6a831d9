"""Sections: the tree that articles are filed under. Its paths are the site's addresses."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.models import TreeNode
from tree_queries.query import TreeQuerySet

from articles.models._derived import derived
from articles.models._legacy import LegacyPath
from yanjiang.lib.chinese import pinyin_segment
from yanjiang.lib.links import address, validate_link
from yanjiang.lib.plaintext import NameField
from yanjiang.lib.richtext import RichTextField
from yanjiang.pictures.texts import PicturedSitewideModel, PicturedSitewideQuerySet

# The first segments of the portal's other addresses, and the segments that may follow any section's path.
RESERVED_FIRST = frozenset((
    "admin", "articles", "consultants", "healthz", "hits", "metrics", "pages", "preview", "readyz", "search", "sitemap",
    "static", "tags", "uploads",
))  # fmt: skip
RESERVED_ANYWHERE = frozenset(("feed", "atom"))
PATH_CHARS = 500
TOO_DEEP = "栏目层级过深，完整路径超过了 500 个字符。"
SEGMENT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class SectionQuerySet(TreeQuerySet, PicturedSitewideQuerySet["Section"]):  # type: ignore[override]
    def lock(self) -> None:
        """Let one transaction at a time change the tree: two moves that do not see each other could make a cycle."""
        list(self.without_tree_fields().select_for_update().order_by("pk").values_list("pk"))


class Section(TreeNode, PicturedSitewideModel):  # type: ignore[django-manager-missing]
    """A section (栏目). Written by its admin and by importers; `path` is made here alone."""

    class Kind(models.TextChoices):
        LIST = "list", "文章列表"
        COVER = "cover", "栏目封面"
        LINK = "link", "外部链接"

    # PROTECT, where the base has CASCADE: a branch with articles is merged, never deleted with its parent.
    parent = TreeNodeForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级栏目"
    )
    name = NameField("栏目名称", max_length=60)
    segment = NameField(
        "路径",
        max_length=60,
        blank=True,
        validators=[RegexValidator(r"^[A-Za-z0-9-]*$", "路径只能用字母、数字和连字符。")],
        help_text="网址中的一段，只用字母、数字和连字符；留空则按名称的拼音生成。修改后旧网址会自动转到新网址。",
    )
    path = models.CharField("完整路径", max_length=PATH_CHARS, unique=True, editable=False)
    position = models.PositiveIntegerField(
        "排序", default=0, validators=[MaxValueValidator(999_999)], help_text="同级栏目中小的在前；留空或 0 排在最后。"
    )
    kind = models.CharField("类型", max_length=10, choices=Kind.choices, default=Kind.LIST)
    content = RichTextField("封面内容", blank=True, help_text="类型为“栏目封面”时显示。")
    link_url = NameField("链接地址", max_length=500, blank=True, validators=[validate_link])
    description = NameField("简介", max_length=300, blank=True, help_text="显示在栏目页，也作为搜索引擎的描述。")
    seo_title = NameField("SEO 标题", max_length=120, blank=True)
    seo_keywords = NameField("SEO 关键字", max_length=200, blank=True)
    in_navigation = models.BooleanField("在导航中显示", default=True)
    promised_days = models.PositiveSmallIntegerField(
        "更新期限",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(999)],
        help_text="几天之内要有新文章（含下级栏目）。超过了，管理首页和日历会提醒编辑；留空则不提醒。",
    )
    picture = models.ForeignKey(
        "pictures.Picture",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="栏目图片",
    )

    objects = SectionQuerySet.as_manager()  # type: ignore[misc, django-manager-missing]

    class Meta:
        verbose_name = verbose_name_plural = "栏目"
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="section_has_name"),
            models.CheckConstraint(condition=~models.Q(path=""), name="section_has_path"),
            models.CheckConstraint(
                condition=~models.Q(kind="link") | ~models.Q(link_url=""), name="section_link_has_url"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Check what depends on the other sections. Messages name the field that they are about."""
        # The base's clean() is not called: it finds cycles too, but its message is English.
        if self._is_below_itself():
            raise ValidationError({"parent": "不能把栏目移到它自己或它的下级栏目之下。"})
        if self.kind == self.Kind.LINK and not self.link_url:
            raise ValidationError({"link_url": "类型为“外部链接”时请填写链接地址。"})
        self.segment = self.segment.lower() or self.free_segment()
        if problem := self._segment_problem(self.segment):
            raise ValidationError({"segment": problem})
        self.path = self._path_of(self.segment)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and give the whole subtree its new paths. The old paths answer 301 from then on.

        Raises ValidationError if the section would come below itself.
        """
        with transaction.atomic():
            Section.objects.lock()
            if self._is_below_itself():
                raise ValidationError({"parent": "不能把栏目移到它自己或它的下级栏目之下。"})
            old = Section.objects.filter(pk=self.pk).values("path", "parent_id").first() if self.pk else None
            self.segment = self.segment.lower() or self.free_segment()
            self.path = self._path_of(self.segment)
            if not self.position:
                last = self._siblings().aggregate(last=models.Max("position"))["last"] or 0
                self.position = last + 10  # room to put others between
            super().save(*args, **kwargs)
            if old and old["path"] != self.path:
                self._rename_subtree(old["path"])
            if old and old["parent_id"] != self.parent_id:
                derived.follow(self.pk, out_of=old["parent_id"], into=self.parent_id)

    save.alters_data = True  # type: ignore[attr-defined]

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete a section that nothing is filed under; its address answers 410 unless it leads elsewhere already."""
        with transaction.atomic():
            if not LegacyPath.objects.filter(path=f"/{self.path}/").exists():
                LegacyPath.objects.remember(f"/{self.path}/")
            return super().delete(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return self.link_url if self.kind == self.Kind.LINK else address("articles:section", self.path)

    @property
    def depth(self) -> int:
        return self.path.count("/")

    @property
    def meta_description(self) -> str:
        return self.description or f"“{self.name}”栏目的文章。"

    def _rename_subtree(self, was: str) -> None:
        """Give the subtree its new paths, and let all old ones lead to the new ones, in few statements."""
        below = list(Section.objects.without_tree_fields().filter(path__startswith=f"{was}/").only("path"))
        moved = {f"/{was}/": self.pk} | {f"/{section.path}/": section.pk for section in below}
        for section in below:
            section.path = f"{self.path}{section.path.removeprefix(was)}"
            if len(section.path) > PATH_CHARS:
                raise ValidationError({"parent": TOO_DEEP})
        Section.objects.without_tree_fields().bulk_update(below, ["path"], batch_size=200)
        LegacyPath.objects.lead_to_sections(moved)

    def _is_below_itself(self) -> bool:
        above, seen = self.parent_id, set()
        while above and above not in seen:
            if above == self.pk:
                return True
            seen.add(above)
            above = Section.objects.filter(pk=above).values_list("parent_id", flat=True).first()
        return False

    def _siblings(self) -> models.QuerySet["Section"]:
        siblings: models.QuerySet[Section] = Section.objects.without_tree_fields().filter(parent_id=self.parent_id)
        return siblings.exclude(pk=self.pk).order_by()

    def _path_of(self, segment: str) -> str:
        if not self.parent_id:
            return segment
        above = Section.objects.filter(pk=self.parent_id).values_list("path", flat=True).get()
        return f"{above}/{segment}"

    def _segment_problem(self, segment: str) -> str:
        if not SEGMENT.fullmatch(segment):
            return "路径只能用字母、数字和连字符，并以字母或数字开头和结尾。"
        if segment in RESERVED_ANYWHERE or (not self.parent_id and segment in RESERVED_FIRST):
            return f"“{segment}”是系统保留的路径，请换一个。"
        path = self._path_of(segment)
        if len(path) > PATH_CHARS:
            return TOO_DEEP
        twin = Section.objects.filter(path=path).exclude(pk=self.pk).first()
        return f"路径“{segment}”已被同级栏目“{twin}”使用。" if twin else ""

    def free_segment(self) -> str:
        """Return the segment or the name's pinyin, with a number appended if it is taken.

        Raises ValidationError if the parent's path leaves no room for it.
        """
        wanted = self.segment or pinyin_segment(self.name, max_length=50) or "lanmu"
        candidate, number = wanted, 1
        while problem := self._segment_problem(candidate):
            if problem == TOO_DEEP:
                raise ValidationError({"parent": problem})
            number += 1
            candidate = f"{wanted}-{number}"
        return candidate
