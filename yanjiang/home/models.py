"""The site around the articles: settings, blocks of the home page, single pages, friend links."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from articles.models import Section
from yanjiang.home.verification import validate_code, validate_mark, validate_root_file
from yanjiang.lib.chinese import excerpt
from yanjiang.lib.html import to_text
from yanjiang.lib.links import validate_link
from yanjiang.lib.plaintext import NameField, PlainTextField
from yanjiang.lib.positions import PositionField
from yanjiang.lib.richtext import RichTextField
from yanjiang.pictures.texts import PicturedSitewideModel
from yanjiang.sitewide import cache as sitewide
from yanjiang.sitewide.rows import SitewideModel


class SiteSettings(SitewideModel):
    """The site's one row of settings."""

    name = NameField("网站名称", max_length=40, default="演讲网")
    welcome = NameField("欢迎语", max_length=60, blank=True, default="欢迎来到演讲网")
    slogan = NameField("口号", max_length=100, blank=True)
    logo = models.ForeignKey(
        "pictures.Picture",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="标志",
    )
    description = NameField("网站描述", max_length=300, blank=True, help_text="给搜索引擎的一两句话。")
    keywords = NameField("网站关键字", max_length=200, blank=True)
    full_text_feeds = models.BooleanField("订阅输出全文", default=True, help_text="取消后 RSS 和 Atom 只给出摘要。")
    icp_number = NameField("备案号", max_length=60, blank=True, help_text="如：京ICP备00000000号-1")
    police_number = NameField("公安备案号", max_length=60, blank=True, help_text="如：京公网安备 00000000000000号")
    copyright = NameField("版权声明", max_length=200, blank=True)
    contact = PlainTextField("联系方式", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "站点设置"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="site_settings_is_one_row")]

    def __str__(self) -> str:
        return self.name

    @property
    def meta_description(self) -> str:
        return self.description or self.slogan or self.welcome or self.name

    @property
    def police_code(self) -> str:
        """Return the digits of the police record, which the link to its registry needs."""
        return "".join(filter(str.isdigit, self.police_number))


@sitewide.cached
def site_settings() -> SiteSettings:
    return SiteSettings.objects.select_related("logo").first() or SiteSettings()


class VerificationMark(SitewideModel):
    """A `<meta>` in the head of every page that proves the site's ownership to a search engine."""

    settings = models.ForeignKey(
        SiteSettings, on_delete=models.CASCADE, related_name="verification_marks", verbose_name="站点设置"
    )
    name = NameField("名称", max_length=60, validators=[validate_mark])
    content = NameField("验证码", max_length=200, validators=[validate_code])

    class Meta:
        verbose_name = verbose_name_plural = "验证标签"

    def __str__(self) -> str:
        return self.name


class RootFile(SitewideModel):
    """A file at the site's root that proves the site's ownership to WeChat or a search engine."""

    settings = models.ForeignKey(
        SiteSettings, on_delete=models.CASCADE, related_name="root_files", verbose_name="站点设置"
    )
    name = NameField("文件名", max_length=100, unique=True, validators=[validate_root_file])
    content = models.TextField("文件内容", max_length=1000)

    class Meta:
        verbose_name = verbose_name_plural = "验证文件"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("root_file", args=[self.name])


class Block(SitewideModel):
    """A block of the home page: its content and its place."""

    class Kind(models.TextChoices):
        HEADLINE = "headline", "头条"
        SLIDES = "slides", "幻灯"
        LATEST = "latest", "最新文章"
        SECTION = "section", "栏目文章"
        RECOMMENDED = "recommended", "推荐"
        MOST_READ = "most_read", "热点"
        TAGS = "tags", "关键字"
        CONSULTANTS = "consultants", "写作顾问"
        HOTLINES = "hotlines", "热线"

    class Column(models.TextChoices):
        TOP = "top", "顶部"
        MAIN = "main", "主栏"
        SIDE = "side", "侧栏"

    kind = models.CharField("内容", max_length=20, choices=Kind.choices)
    column = models.CharField("位置", max_length=10, choices=Column.choices, default=Column.MAIN)
    title = NameField("标题", max_length=40, blank=True, help_text="留空则用栏目或内容的名称。")
    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="栏目"
    )
    count = models.PositiveSmallIntegerField("条数", default=6)
    position = PositionField(within=("column",), help_text="同一位置中小的在前；留空排在最后。")
    is_active = models.BooleanField("显示", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "首页版块"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="section") | models.Q(section__isnull=False), name="block_section_is_named"
            ),
            models.CheckConstraint(condition=models.Q(count__range=(1, 50)), name="block_count_is_bounded"),
        ]

    def __str__(self) -> str:
        return self.heading

    def clean(self) -> None:
        if self.kind == self.Kind.SECTION and not self.section_id:
            raise ValidationError({"section": "内容为“栏目文章”时请选择栏目。"})
        if not 1 <= self.count <= 50:
            raise ValidationError({"count": "条数在 1 到 50 之间。"})

    @property
    def heading(self) -> str:
        return self.title or (self.section.name if self.section else self.get_kind_display())


class FriendLink(SitewideModel):
    name = NameField("名称", max_length=60)
    url = NameField("网址", max_length=500, validators=[validate_link])
    position = PositionField()
    is_active = models.BooleanField("显示", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "友情链接"

    def __str__(self) -> str:
        return self.name


class Page(PicturedSitewideModel):
    """A single page: 关于我们, 投稿, 联系我们 …"""

    title = NameField("标题", max_length=60)
    slug = NameField(
        "路径",
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", "路径只能用小写字母、数字和连字符。")],
        help_text="网址 /pages/路径/ 中的一段，如 about。",
    )
    body = RichTextField("正文", blank=True)
    description = NameField("SEO 描述", max_length=300, blank=True)
    position = PositionField()
    in_footer = models.BooleanField("在页脚显示", default=True)
    is_active = models.BooleanField("显示", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "单页"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.slug])

    @property
    def meta_description(self) -> str:
        return self.description or excerpt(to_text(self.body), chars=120) or self.title
