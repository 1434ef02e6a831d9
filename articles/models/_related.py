"""Related links (相关链接), which an editor puts under an article in a chosen order."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from yanjiang.lib.links import validate_link
from yanjiang.lib.plaintext import NameField
from yanjiang.lib.positions import SmallPositionField


class RelatedLink(models.Model):
    """Another article of the site, or an address with a title."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="related_links", verbose_name="文章"
    )
    target = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="本站文章"
    )
    url = NameField("网址", max_length=500, blank=True, validators=[validate_link])
    title = NameField("标题", max_length=120, blank=True, help_text="链接到本站文章时可留空，用文章的标题。")
    position = SmallPositionField(within=("article",))

    class Meta:
        verbose_name = verbose_name_plural = "相关链接"
        constraints = [
            models.CheckConstraint(
                condition=Q(target__isnull=False, url="") | (Q(target=None) & ~Q(url="") & ~Q(title="")),
                name="related_link_is_article_or_titled_url",
            ),
            models.CheckConstraint(condition=~Q(article=models.F("target")), name="related_link_leads_elsewhere"),
            models.UniqueConstraint(
                fields=["article", "target"],
                name="related_link_once",
                violation_error_message="同一篇文章已在相关链接中。",
            ),
        ]

    def __str__(self) -> str:
        # The id instead of the title: histories and forms show this to people who may not know of the article.
        return self.title or f"本站文章 {self.target_id} 号"

    def clean(self) -> None:
        if bool(self.target_id) == bool(self.url):
            raise ValidationError("请选择一篇本站文章，或者填写网址，二者只能选一。")
        if self.url and not self.title:
            raise ValidationError({"title": "填写网址时请同时填写标题。"})
        if self.target_id and self.target_id == self.article_id:
            raise ValidationError({"target": "相关链接不能指向文章自己。"})
