"""Looks at the people who may log in to the admin, at passwords that anybody would guess, and at the staff log."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User

from yanjiang.accounts import second_factor
from yanjiang.accounts.models import TemporaryPassword
from yanjiang.accounts.temporary_passwords import OF_THE_DEMO
from yanjiang.health.findings import Finding, State, hours_ago
from yanjiang.staff_log import keeping
from yanjiang.staff_log.models import Entry

MANY = 3  # people; from then on nobody knows of everybody's telephone
NAMED = 3
# Names that guessers try first, and the passwords that they try with them. Each try takes a tenth of a second.
NAMES = frozenset({*OF_THE_DEMO, "admin", "administrator", "root", "test"})
PASSWORDS = ("123456", "admin123", "password")


def findings(at: datetime) -> list[Finding]:
    return [demo_accounts(), guessed_passwords(), codes(), log(at), guards()]


def demo_accounts() -> Finding:
    """Look for accounts that the demo made and whose passwords nobody has changed."""
    made = TemporaryPassword.objects.filter(user__username__in=OF_THE_DEMO, user__is_active=True)
    names = sorted(made.values_list("user__username", flat=True))
    if names and not settings.DEMO:
        return Finding("demo_accounts", State.FAILED, f"示例账号 {'、'.join(names)} 还没有换密码：停用，或者换密码。")
    return Finding("demo_accounts", State.OK, "没有还用着示例密码的账号。")


def guessed_passwords() -> Finding:
    """Try the commonest passwords with the commonest names."""
    people = User.objects.filter(username__in=NAMES, is_active=True).order_by("username")
    guessed = [user.username for user in people if any(map(user.check_password, (user.username, *PASSWORDS)))]
    if guessed:
        return Finding("guessed_passwords", State.FAILED, f"账号 {'、'.join(guessed)} 的密码一猜就中：马上换。")
    return Finding("guessed_passwords", State.OK, "常见的账号名没有常见的密码。")


def codes() -> Finding:
    """Tell of people who should have a second factor and have none."""
    people = User.objects.filter(is_active=True, is_staff=True).count()
    without = second_factor.people_without()
    number = without.count()
    names = "、".join(without.order_by("username").values_list("username", flat=True)[:NAMED])
    told = f"{names} {'等 ' if number > NAMED else ''}{number} 个人"
    if settings.REQUIRE_SECOND_FACTOR and number:
        words = f"{told}要用两步验证，还没有设好：请他们登录一次，不用的账号停用。"
        return Finding("second_factor", State.DEGRADED, words, number)
    if number and people >= MANY:
        words = f"{told}登录后台只要密码：在 .env 里用 REQUIRE_SECOND_FACTOR 要求两步验证。"
        return Finding("second_factor", State.DEGRADED, words, number)
    words = f"能登录后台的 {people} 个人里，{number} 个只用密码。" if number else "要用两步验证的人都设好了。"
    return Finding("second_factor", State.OK, words, number)


def log(at: datetime) -> Finding:
    """Tell how long the log is kept, and when something was last written into it."""
    last = Entry.objects.order_by("-at").values_list("at", flat=True).first()
    kept = f"操作记录留 {settings.STAFF_LOG_DAYS} 天"
    if last is None:
        return Finding("staff_log", State.OK, f"{kept}，现在还没有。")
    return Finding("staff_log", State.OK, f"{kept}，最近一条在{hours_ago(at - last)}。")


def guards() -> Finding:
    """Look for the triggers by which the database refuses changes of the log."""
    if missing := sorted(keeping.missing_triggers()):
        words = (
            f"数据库不再保护操作记录，少了触发器 {'、'.join(missing)}：备份一次再恢复，会重新建好；查一查是谁去掉的。"
        )
        return Finding("staff_log_guards", State.FAILED, words, len(missing))
    return Finding("staff_log_guards", State.OK, "操作记录在数据库里改不了，180 天以内的也删不掉。", 0)
