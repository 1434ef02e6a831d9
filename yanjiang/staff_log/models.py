"""The log of what staff did (操作记录): rows that are added, never changed, and deleted only when they are old."""

from datetime import datetime
from typing import Any, NoReturn

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor
from django.utils import timezone


class AppendOnlyError(Exception):
    """Code tried to change or to delete a row of the log."""


class EntryQuerySet(models.QuerySet["Entry"]):
    def forget(self, *, before: datetime, most: int) -> int:
        """Delete the oldest rows, at most so many. The database refuses rows of the last 180 days."""
        old = self.filter(at__lt=before).order_by("at", "pk").values_list("pk", flat=True)[:most]
        return models.QuerySet.delete(self.filter(pk__in=list(old)))[0]

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        raise AppendOnlyError


class _Person(ForwardManyToOneDescriptor):  # type: ignore[type-arg]
    """The account of a row, None once it was deleted: `dumpdata --natural-foreign` asks for each."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        try:
            return super().__get__(instance, cls)
        except ObjectDoesNotExist:
            return None


class _PersonField(models.ForeignKey):  # type: ignore[type-arg]
    forward_related_accessor_class = _Person

    def deconstruct(self) -> Any:
        """Be a plain foreign key to migrations: the tables are the same."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs


class Entry(models.Model):
    """Something that a person did. It has no bodies, no passwords, and nothing about readers.

    Written by `yanjiang.staff_log.writing` alone. Names are texts, so that the row says the same when its user and its
    object are gone.
    """

    class Kind(models.TextChoices):
        LOGIN = "login", "登录"
        LOGOUT = "logout", "退出"
        FAILED_LOGIN = "failed_login", "登录失败"
        SECURITY = "security", "登录安全"
        ADD = "add", "新建"
        CHANGE = "change", "修改"
        PUBLISH = "publish", "发布"
        DELETE = "delete", "删除"
        REVIEW = "review", "审稿"
        SHARE = "share", "分享预览"
        RIGHTS = "rights", "用户与权限"
        SETTINGS = "settings", "站点设置"
        EXPORT = "export", "导出"
        IMPORT = "import", "旧站导入"
        BACKUP = "backup", "备份"
        RESTORE = "restore", "恢复"

    at = models.DateTimeField("时间", default=timezone.now, editable=False)
    # No constraint: the row of a deleted user stays as it is, its number included.
    user = _PersonField(
        User,
        on_delete=models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name="账号",
    )
    who = models.CharField("谁", max_length=200)
    kind = models.CharField("操作", max_length=20, choices=Kind)
    subject = models.CharField("类别", max_length=60, help_text="对象是什么：文章、用户、图片……")
    number = models.CharField("编号", max_length=60)
    title = models.CharField("对象", max_length=200)
    details = models.CharField("说明", max_length=500)
    address = models.CharField("地址", max_length=45)
    browser = models.CharField("浏览器", max_length=40)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "操作记录"
        default_permissions = ()
        permissions = [("view_entry", "可以查看和导出操作记录")]
        indexes = [
            # The list, the export, and the deletion of old rows.
            models.Index(fields=["-at", "-id"], name="staff_log_newest"),
            # The list of one kind, and that of one person.
            models.Index(fields=["kind", "-at", "-id"], name="staff_log_of_kind"),
            models.Index(fields=["user", "-at", "-id"], name="staff_log_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.subject}" + (f"“{self.title}”" if self.title else "")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError
