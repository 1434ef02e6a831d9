"""Writing consultants (写作顾问) and hotlines (热线): the people behind the site."""

from django.db import models

from yanjiang.lib import contacts
from yanjiang.lib.chinese import beginning, excerpt, spaced_name
from yanjiang.lib.html import to_text
from yanjiang.lib.links import address
from yanjiang.lib.plaintext import NameField, PlainTextField
from yanjiang.lib.positions import PositionField
from yanjiang.lib.richtext import RichTextField
from yanjiang.pictures.texts import PicturedSitewideModel
from yanjiang.sitewide.rows import SitewideModel

BOX_CHARS = 48  # of the biography in the box beside an article, as on the old site


class Consultant(PicturedSitewideModel):
    name = NameField("姓名", max_length=30)
    titles = NameField("头衔", max_length=200, blank=True)
    photo = models.ForeignKey(
        "pictures.Picture",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="照片",
    )
    short_bio = PlainTextField(
        "简介", max_length=300, blank=True, help_text="显示在写作顾问栏；留空则取详细介绍的开头。"
    )
    biography = RichTextField("详细介绍", blank=True)
    contact = PlainTextField(
        "联系方式",
        max_length=300,
        blank=True,
        help_text="一行一项，如：邮箱 zhouyan@example.com。电话和邮箱在网页上可以直接点；留空则写网站的联系方式。",
    )
    position = PositionField()
    is_active = models.BooleanField("显示", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "写作顾问"
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="consultant_has_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("consultants:detail", self.pk)

    @property
    def display_name(self) -> str:
        """Return the name as it is printed: 王　临."""
        return spaced_name(self.name)

    @property
    def introduction(self) -> str:
        """Return the short biography, or the beginning of the full one."""
        return self.short_bio or excerpt(to_text(self.biography), chars=150)

    @property
    def meta_description(self) -> str:
        return " ".join(self.introduction.split()) or self.titles or self.name

    @property
    def teaser(self) -> str:
        """Return the introduction cut for the box. The template adds its end, …[详细]."""
        text = " ".join(self.introduction.split())
        return text if len(text) <= BOX_CHARS else beginning(text, chars=BOX_CHARS).rstrip("，、：；。")


class Hotline(SitewideModel):
    label = NameField("名称", max_length=40, help_text="如：24小时求稿热线")
    number = NameField("号码", max_length=40)
    person = NameField("联系人", max_length=30, blank=True)
    hours = NameField("服务时间", max_length=60, blank=True)
    position = PositionField()
    is_active = models.BooleanField("显示", default=True)
    is_everywhere = models.BooleanField(
        "显示在全站", default=True, help_text="取消后只显示在下面所选的栏目及其下级栏目。"
    )
    sections = models.ManyToManyField(
        "articles.Section", blank=True, related_name="hotlines", verbose_name="显示在栏目"
    )

    class Meta:
        verbose_name = verbose_name_plural = "热线"
        constraints = [models.CheckConstraint(condition=~models.Q(number=""), name="hotline_has_number")]

    def __str__(self) -> str:
        return f"{self.label}：{self.number}"

    @property
    def dial_url(self) -> str:
        """Return the tel: link of the number."""
        return contacts.dial_url(self.number)
