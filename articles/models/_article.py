"""Articles: what editors write and visitors read."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from articles.models._attachment import remove_files_of
from articles.models._content import ContentChange
from articles.models._derived import derived
from articles.models._gaps import DerivedFlag, is_made, is_whole_text, made_summary, shows_undescribed
from articles.models._headline import HEADLINE, address_of, list_title_of, page_of_article
from articles.models._hits import ArticleHits
from articles.models._indexes import INDEXES
from articles.models._known import known
from articles.models._legacy import LegacyPath
from articles.models._marks import FLAGS, TitleColor
from articles.models._revision import RevisedModel
from articles.models._rights import Person, inside, worked_on
from articles.models._search import SearchText
from articles.models._section import Section
from articles.models._tag import ArticleTags, TaggedArticle, TagsField
from articles.models._visibility import has_come_out, is_visible, is_waiting, visible
from yanjiang.lib.chinese import person_name
from yanjiang.lib.days import validate_moment
from yanjiang.lib.html import BodyPage, clean, first_image, split_pages
from yanjiang.lib.links import validate_link
from yanjiang.lib.plaintext import NameField, PlainTextField
from yanjiang.lib.richtext import RichTextField
from yanjiang.pictures.models import PictureUse


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self, at: datetime | None = None) -> Self:
        """Keep what a visitor may read at that moment, by default now: the one definition of visibility."""
        return self.filter(visible(at or timezone.now()))

    def known_to(self, person: Person, at: datetime | None = None) -> Self:
        """Keep the articles that this person may know of at that moment, now if none is given."""
        return self.filter(known(person, at or timezone.now()))

    def worked_on_by(self, person: Person) -> Self:
        """Keep the articles of the sections that this person edits, and the person's own."""
        return self.filter(worked_on(person))

    def measured_by(self, person: Person) -> Self:
        """Keep the articles whose figures this person may read: of those that they may know, those of their sections.

        The person's own articles are always among them.
        """
        known = self.known_to(person)
        return known.filter(own | Q(owner=person.pk)) if (own := inside(person)) else known

    def newest_first(self) -> Self:
        return self.order_by("-publish_at", "-pk")

    def date_changes(self, at: datetime) -> None:
        """Set the time of a change that readers see beside the text: of tags, related links or attachments."""
        self.update(updated_at=at)

    def for_cards(self) -> Self:
        """Load what a list shows of an article: its hits too, but not its body."""
        return self.select_related("hits").defer("body")

    def for_headlines(self) -> Self:
        """Load what a line with a title and a date shows of an article."""
        return self.only(*HEADLINE)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete these articles; their addresses answer 410 from then on."""
        with transaction.atomic():
            gone = list(self.order_by("pk").values_list("pk", flat=True))
            SearchText.objects.discard(gone)
            remove_files_of(gone)
            derived.clear(gone)
            deleted = super().delete()
            LegacyPath.objects.bury(page_of_article(pk) for pk in gone)
            ContentChange.objects.note()
        return deleted


class Article(RevisedModel):  # type: ignore[django-manager-missing]
    """An article. Written by its admin, `editing` and importers. Reads are counted in `ArticleHits`, never here."""

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        PUBLISHED = "published", "已发布"
        TRASH = "trash", "回收站"

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="articles", verbose_name="录入者"
    )
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="articles", verbose_name="栏目")
    further_sections = models.ManyToManyField(
        Section,
        blank=True,
        related_name="further_articles",
        verbose_name="副栏目",
        help_text="文章同时出现在这些栏目。",
    )
    title = NameField("标题", max_length=120)
    short_title = NameField("短标题", max_length=60, blank=True, help_text="用在首页和侧栏的窄列表里。")
    title_color = models.CharField("标题颜色", max_length=10, choices=TitleColor.choices, blank=True)
    summary = PlainTextField("摘要", max_length=500, blank=True, help_text="留空则取正文开头。")
    body = RichTextField("正文", blank=True, help_text="插入分页符可把长文分成几页，每页以其第一个小标题为名。")
    cover = models.ForeignKey(
        "pictures.Picture",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="题图",
        help_text="留空则在列表里用正文的第一张图片。",
    )
    picture_url = models.CharField("图片地址", max_length=600, blank=True, editable=False)
    is_summary_made = DerivedFlag("摘要取自正文", tells=is_made)
    lacks_alt = DerivedFlag("有图片没有说明", tells=shows_undescribed)
    is_summed_up_by_itself = property(is_whole_text)
    source = NameField("文章来源", max_length=60, blank=True, help_text="留空显示为“未知”。")
    author = NameField("文章作者", max_length=60, blank=True)
    responsible_editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="edited_articles",
        verbose_name="责任编辑",
    )
    consultant = models.ForeignKey(
        "consultants.Consultant",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name="写作顾问",
    )
    is_headline = models.BooleanField(FLAGS["is_headline"], default=False)
    is_recommended = models.BooleanField(FLAGS["is_recommended"], default=False)
    is_slide = models.BooleanField(FLAGS["is_slide"], default=False)
    is_special = models.BooleanField(FLAGS["is_special"], default=False)
    is_scrolling = models.BooleanField(FLAGS["is_scrolling"], default=False)
    is_bold = models.BooleanField(FLAGS["is_bold"], default=False)
    is_picture = models.BooleanField(FLAGS["is_picture"], default=False)
    is_jump = models.BooleanField(FLAGS["is_jump"], default=False)
    pinned_until = models.DateTimeField(
        "置顶到", null=True, blank=True, validators=[validate_moment], help_text="到这一刻为止排在栏目最前面。"
    )
    weight = models.PositiveSmallIntegerField(
        "权重", default=0, validators=[MaxValueValidator(9999)], help_text="在头条、推荐等列表里大的在前。"
    )
    redirect_url = NameField(
        "跳转网址",
        max_length=500,
        blank=True,
        validators=[validate_link],
        help_text="勾选“跳转”后，标题直接链接到这里。",
    )
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.DRAFT)
    publish_at = models.DateTimeField(
        "发布时间", null=True, blank=True, validators=[validate_moment], help_text="将来的时间表示到时自动发布。"
    )
    expire_at = models.DateTimeField(
        "下线时间", null=True, blank=True, validators=[validate_moment], help_text="到这一刻自动下线；留空则一直显示。"
    )
    created_at = models.DateTimeField("创建时间", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("修改时间", default=timezone.now, editable=False)  # of what readers see

    picture_uses = GenericRelation(PictureUse, verbose_name="用到的图片")
    tags = TagsField(
        "关键字",
        through=TaggedArticle,
        manager=ArticleTags,
        blank=True,
        help_text="用逗号、顿号或分号隔开。",
        related_name="articles",
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文章"
        permissions = [
            ("publish_article", "可以发布和撤回文章"),
            ("edit_all_articles", "可以编辑他人的文章"),
            ("empty_trash", "可以清空回收站"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="article_has_title"),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(publish_at__isnull=False), name="article_published_has_time"
            ),
            models.CheckConstraint(
                condition=Q(expire_at=None) | Q(publish_at=None) | Q(expire_at__gt=F("publish_at")),
                name="article_expires_after_publication",
            ),
            models.CheckConstraint(condition=Q(is_jump=False) | ~Q(redirect_url=""), name="article_jump_has_url"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "published", "trash"]), name="article_status_is_known"
            ),
        ]
        indexes = INDEXES

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.status == self.Status.PUBLISHED and not self.publish_at:
            self.publish_at = timezone.now()  # save() does the same, but the constraint is checked earlier
        problems = {}
        if self.is_jump and not self.redirect_url:
            problems["redirect_url"] = "勾选“跳转”时请填写跳转网址。"
        if self.publish_at and self.expire_at and self.expire_at <= self.publish_at:
            problems["expire_at"] = "下线时间要晚于发布时间。"
        if problems:
            raise ValidationError(problems)

    def validate_constraints(self, exclude: Any = None) -> None:
        """Skip the queries: the fields and `clean()` have already refused, in words, what the constraints refuse."""

    def save(self, *args: Any, with_derived: bool = True, before: Any = None, **kwargs: Any) -> None:
        """Save the row with the fields made from others, and its derived rows unless the caller writes them.

        Pass `before`, what `dated` was, if the row was read under a lock. It is not read again then.
        """
        self.complete()
        if self.status == self.Status.PUBLISHED and not self.publish_at:
            self.publish_at = timezone.now()
        with transaction.atomic(savepoint=False):
            adding = self._state.adding
            if not adding:
                self.date_changes(timezone.now(), before)
            super().save(*args, **kwargs)
            if adding:
                ArticleHits.objects.create(article=self)
            if with_derived:
                derived.write([self.pk])

    save.alters_data = True  # type: ignore[attr-defined]

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the article; its address answers 410 from then on."""
        return Article.objects.filter(pk=self.pk).delete()

    delete.alters_data = True  # type: ignore[attr-defined]

    def complete(self) -> None:
        """Fill the fields that are made from others of the row. A preview completes an article without saving it."""
        self.body = clean(self.body)
        self.summary = self.summary.strip() or made_summary(self.body)
        self.picture_url = (self.cover.url if self.cover else first_image(self.body))[:600]

    complete.alters_data = True  # type: ignore[attr-defined]

    get_absolute_url = address_of
    list_title = property(list_title_of)

    @property
    def state(self) -> str:
        """Return the article's state now in the editors' words: its status, or scheduled or expired by the clock."""
        now = timezone.now()
        if is_waiting(self, now):
            return "定时发布"
        if has_come_out(self, now) and not is_visible(self, now):
            return "已下线"
        return str(self.get_status_display())

    @property
    def changed_at(self) -> datetime | None:
        """Return when readers last saw it change: its last change or its publication, whichever is later."""
        return max((at for at in (self.publish_at, self.updated_at) if at), default=None)

    @property
    def meta_description(self) -> str:
        return self.summary or self.title

    @property
    def reads(self) -> int:
        """Return how often it has been read in all, 0 if it is not saved."""
        hits = getattr(self, "hits", None)
        return hits.total if hits else 0

    @property
    def body_pages(self) -> list[BodyPage]:
        return split_pages(self.body)

    @property
    def editor_name(self) -> str:
        """Return the responsible editor's name, "" if there is none."""
        editor = self.responsible_editor
        if not editor:
            return ""
        return person_name(last_name=editor.last_name, first_name=editor.first_name, username=editor.username)

    def is_visible(self, at: datetime) -> bool:
        """Tell of this row what `published()` asks of many."""
        return is_visible(self, at)
