"""Rows that the portal keeps about users, besides those of Django."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q


class TemporaryPassword(models.Model):
    """Marks a user whose password somebody else chose, and so knows, until the user changes it.

    `demo` and the users' admin make the row. The form for one's own password deletes it.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name="用户")

    class Meta:
        verbose_name = verbose_name_plural = "临时密码"
        # The table keeps the name that it got in yanjiang.home. An update migrates while the old version still answers
        # logins, and that version would fail without its table.
        db_table = "home_temporarypassword"

    def __str__(self) -> str:
        return str(self.user)


class MailChoice(models.Model):
    """A user's choice about mail. Without a row, mail is sent. The page 邮件提醒 writes it."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name="用户")
    wants_mail = models.BooleanField("收邮件提醒", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "邮件提醒"

    def __str__(self) -> str:
        return f"{self.user}：{'收' if self.wants_mail else '不收'}"


class SectionRightQuerySet(models.QuerySet["SectionRight"]):
    def hand_over(self, section_id: int, target_id: int) -> None:
        """Give the rights to one section to another one. A holder of both rights keeps one row."""
        for holder in ("user", "group"):
            have = self.filter(section=target_id, **{f"{holder}__isnull": False}).values(holder)
            self.filter(section=section_id, **{f"{holder}__in": have}).delete()
        self.filter(section=section_id).update(section=target_id)


class SectionRight(models.Model):
    """A section that a user, or each user of a group, may edit with all sections below it.

    A person without a row, by himself or by a group, may edit all sections. The forms of users and groups write them.
    """

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="section_rights", verbose_name="用户"
    )
    group = models.ForeignKey(
        Group, on_delete=models.CASCADE, null=True, blank=True, related_name="section_rights", verbose_name="用户组"
    )
    # PROTECT: without the row, a person whose only section is deleted could edit all others.
    section: Any = models.ForeignKey(
        "articles.Section", on_delete=models.PROTECT, related_name="+", verbose_name="栏目"
    )

    objects = SectionRightQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "可编辑的栏目"
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True, group__isnull=False) | Q(user__isnull=False, group__isnull=True),
                name="section_right_has_one_holder",
            ),
            models.UniqueConstraint(
                fields=["user", "section"], name="section_right_of_user", violation_error_message="这个栏目已经填过了。"
            ),
            models.UniqueConstraint(
                fields=["group", "section"],
                name="section_right_of_group",
                violation_error_message="这个栏目已经填过了。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.section)

    @property
    def holder(self) -> str:
        """Return the name of the user or of the group."""
        return str(self.user or self.group)


class SecondFactor(models.Model):
    """The key that a user's telephone shares with the portal. Both make the same codes from it (RFC 6238).

    `yanjiang.accounts.second_factor` alone writes it. A user without a row logs in by the password alone.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name="用户")
    key = models.CharField("密钥", max_length=40)  # 20 bytes as hexadecimal digits
    # Half minutes since 1970. Codes of this one and of earlier ones are refused.
    last_step = models.BigIntegerField("最近用过的时段")
    failures = models.PositiveSmallIntegerField("连续输错", default=0)
    failed_at = models.DateTimeField("最近输错", null=True)
    made_at = models.DateTimeField("启用时间")

    class Meta:
        verbose_name = verbose_name_plural = "两步验证"

    def __str__(self) -> str:
        return str(self.user)


class RecoveryCode(models.Model):
    """A code that replaces the telephone once. Its use deletes the row."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name="用户")
    # The first characters find the row, so that one slow hash is computed and not ten.
    beginning = models.CharField("开头", max_length=4)
    digest = models.CharField("摘要", max_length=128)

    class Meta:
        verbose_name = verbose_name_plural = "恢复码"
        constraints = [models.UniqueConstraint(fields=["user", "beginning"], name="recovery_code_of_user")]

    def __str__(self) -> str:
        return str(self.user)


class TrustedDevice(models.Model):
    """A browser that is asked for no code until a day. A cookie has the token, this row its digest."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name="用户")
    digest = models.CharField("摘要", max_length=64, unique=True)
    # The session hash of the password at that time: a new password ends the trust.
    password_mark = models.CharField("密码标记", max_length=64)
    browser = models.CharField("浏览器", max_length=40)
    address = models.CharField("地址", max_length=45)
    made_at = models.DateTimeField("登记时间")
    until = models.DateTimeField("有效到")

    class Meta:
        verbose_name = verbose_name_plural = "信任的设备"

    def __str__(self) -> str:
        return self.browser


class Login(models.Model):
    """A login that has not ended: where it began, and when. The row goes with its session."""

    # No constraint in the database: the version before an update deletes sessions and does not know this table.
    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, primary_key=True, related_name="+", db_constraint=False, verbose_name="会话"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name="用户")
    browser = models.CharField("浏览器", max_length=40)
    address = models.CharField("地址", max_length=45)
    began_at = models.DateTimeField("登录时间")

    class Meta:
        verbose_name = verbose_name_plural = "登录"

    def __str__(self) -> str:
        return self.browser
