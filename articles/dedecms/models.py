"""The runs of imports that were started in the admin."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class ImportRun(models.Model):
    """A run that was started in the admin: its source, its progress and its report. A second start uses the same row.

    Its admin and its process write it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等待开始"
        RUNNING = "running", "进行中"
        CHECKED = "checked", "已试运行，等待确认"
        DONE = "done", "已完成"
        FAILED = "failed", "未完成"

    folder = models.CharField("备份", max_length=255, help_text="var/import 下的文件夹或文件。")
    uploads = models.CharField("上传文件夹", max_length=255, blank=True, help_text="旧站的 uploads，可留空。")
    host = models.CharField("旧域名", max_length=200, blank=True, help_text="留空则取备份里的设置。")
    prefix = models.CharField(
        "表前缀",
        max_length=60,
        blank=True,
        help_text="旧站数据表名开头的部分，如 dede_。通常留空，由备份里的表得知；备份里有几个网站时要填写。",
    )
    is_dry = models.BooleanField("试运行", default=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    step = models.CharField("步骤", max_length=60, blank=True)
    done = models.PositiveBigIntegerField("已处理", default=0)
    total = models.PositiveBigIntegerField("共", default=0)
    message = models.TextField("说明", blank=True)
    report = models.JSONField("报告", default=dict, encoder=DjangoJSONEncoder)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="发起人"
    )
    created_at = models.DateTimeField("发起时间", auto_now_add=True)
    alive_at = models.DateTimeField("最近进展", null=True)

    class Meta:
        db_table = "articles_importrun"  # the model was once of articles
        verbose_name = verbose_name_plural = "旧站导入"
        default_permissions = ()  # for superusers only

    def __str__(self) -> str:
        return self.folder
