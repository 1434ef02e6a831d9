"""The old sites that were imported, and which of their rows became which rows here."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Import(models.Model):
    """An old site. One row however often it is imported; written by `articles.dedecms.load` alone."""

    host = models.CharField("旧域名", max_length=200, help_text="不含 http://。")
    prefix = models.CharField("安装目录", max_length=100, blank=True, help_text="旧系统的 cfg_cmspath，通常为空。")
    charset = models.CharField("编码", max_length=20, default="utf-8", help_text="旧站备份的编码：utf-8 或 gb18030。")
    config = models.JSONField("旧系统设置", default=dict, help_text="旧网址的规则所用的 cfg_ 变量。")
    created_at = models.DateTimeField("首次导入", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "旧站"
        constraints = [models.UniqueConstraint(fields=["host", "prefix"], name="import_site_once")]

    def __str__(self) -> str:
        return f"{self.host}{self.prefix}"


class ImportedSection(models.Model):
    """A column of the old site, with the fields that the rules of its old addresses need.

    `section` is the section that it became here, empty if that was deleted since.
    """

    origin = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="sections", verbose_name="旧站")
    old_id = models.PositiveBigIntegerField("旧编号")
    section = models.ForeignKey(
        "articles.Section", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="栏目"
    )
    typedir = models.CharField("目录", max_length=255, blank=True)
    namerule = models.CharField("文章命名规则", max_length=255, blank=True)
    namerule2 = models.CharField("列表命名规则", max_length=255, blank=True)
    defaultname = models.CharField("默认页", max_length=100, blank=True)
    isdefault = models.SmallIntegerField("默认页选项", default=0)
    ispart = models.SmallIntegerField("栏目属性", default=0)
    moresite = models.BooleanField("独立域名", default=False)
    sitepath = models.CharField("站点目录", max_length=255, blank=True)
    siteurl = models.CharField("站点网址", max_length=255, blank=True)
    extra = models.JSONField("其他字段", default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = verbose_name_plural = "导入的栏目"
        constraints = [models.UniqueConstraint(fields=["origin", "old_id"], name="imported_section_once")]
        indexes = [
            # An old address that has the number of a column.
            models.Index(fields=["old_id", "origin"], name="imported_section_by_old_id"),
        ]

    def __str__(self) -> str:
        return f"{self.origin_id}: {self.old_id}"


class ImportedArticle(models.Model):
    """An article of the old site. `article` is the imported one, empty if it was deleted for good since.

    A row of this table is never imported again, even if its article was deleted. Quarantined articles are the
    exception (`extra` has the reason): their rows let old addresses answer 410, and a later import tries them again.
    """

    origin = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="articles", verbose_name="旧站")
    old_id = models.PositiveBigIntegerField("旧编号")
    article = models.ForeignKey(
        "articles.Article", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="文章"
    )
    gone = models.BooleanField("旧站已不公开", default=False, help_text="在旧站的回收站里，或未审核、有阅读权限。")
    sent_at = models.DateTimeField("旧站建稿时间", null=True, help_text="旧网址中的日期取自它。")
    old_section_id = models.PositiveBigIntegerField("旧栏目编号", default=0)
    filename = models.CharField("自定义文件名", max_length=255, blank=True)
    path = models.CharField("旧网址", max_length=500, blank=True)
    extra = models.JSONField("其他字段", default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = verbose_name_plural = "导入的文章"
        constraints = [models.UniqueConstraint(fields=["origin", "old_id"], name="imported_article_once")]
        indexes = [
            # An old address that has the number of an article.
            models.Index(fields=["old_id", "origin"], name="imported_article_by_old_id"),
        ]

    def __str__(self) -> str:
        return f"{self.origin_id}: {self.old_id}"


class ImportedRow(models.Model):
    """A row of another table of the old site, and the id of what it became: a user, a link, a page, a hotline.

    It has no foreign key, because the new row may belong to an app above. A row of this table is not imported again.
    """

    origin = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows", verbose_name="旧站")
    table = models.CharField("旧表", max_length=60)
    old_id = models.PositiveBigIntegerField("旧编号")
    new_id = models.PositiveBigIntegerField("新编号", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入的其他内容"
        constraints = [models.UniqueConstraint(fields=["origin", "table", "old_id"], name="imported_row_once")]

    def __str__(self) -> str:
        return f"{self.table}: {self.old_id}"


class ImportedFile(models.Model):
    """A picture of the old site's uploads, by its path below them, and the library's picture made from it."""

    origin = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="files", verbose_name="旧站")
    path = models.CharField("旧路径", max_length=255)
    picture = models.ForeignKey(
        "pictures.Picture", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="图片"
    )

    class Meta:
        verbose_name = verbose_name_plural = "导入的图片"
        constraints = [models.UniqueConstraint(fields=["origin", "path"], name="imported_file_once")]

    def __str__(self) -> str:
        return self.path
