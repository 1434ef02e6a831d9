"""The old site's staff as users who cannot log in, so that articles keep who wrote and who checked them."""

from functools import cached_property

from django.contrib.auth.models import User
from django.db import transaction

from articles.dedecms.accounts import Accounts, Kind
from articles.dedecms.notes import garbled
from articles.dedecms.records import AdminRecord
from articles.dedecms.staging import Staging
from articles.dedecms.wording import line
from articles.models import Import, ImportedRow

ADMIN, OWNER, EDITOR = "admin", "owner", "editor"
LOGIN_CHARS = 120


class People:
    """The users of an import by the numbers of the old site. Users that were here are never touched."""

    def __init__(self, origin: Import, staging: Staging, accounts: Accounts, *, dry: bool) -> None:
        self._origin, self._staging, self._accounts, self._dry = origin, staging, accounts, dry
        self._ids: dict[int, int] = {}

    def load(self) -> None:
        account = self._accounts.table(ADMIN)
        here = self._here()
        for row in self._staging.rows(ADMIN):
            record = AdminRecord.read(row.values)
            if record.id in here:
                account.known += 1
            else:
                account.added += 1
                self._add(record)
        self._ids = {old: new for old, new in self._here().items() if new}

    def editor_id(self, old_id: int) -> int | None:
        """Return who checked an article; where that is none of the staff, whom the old site named by default."""
        return self._ids.get(old_id) or self._default_editor_id

    def owner_id(self, old_id: int) -> int:
        """Return who entered an article; for members of the old site, who are nobody here, one user. Dry: 0."""
        return self._ids.get(old_id) or self._contributor_id

    def _here(self) -> dict[int, int | None]:
        if self._origin._state.adding:
            return {}
        rows = ImportedRow.objects.filter(origin=self._origin, table=ADMIN)
        users = set(User.objects.filter(pk__in=rows.values("new_id")).values_list("pk", flat=True))
        return {old: new if new in users else None for old, new in rows.values_list("old_id", "new_id")}

    def _add(self, record: AdminRecord) -> None:
        wanted = line(record.login)[:LOGIN_CHARS].replace(" ", "") or f"editor-{record.id}"
        login = _free(wanted)
        if login != wanted:
            text = f"登录名“{wanted}”在本站已有人用，旧站的编辑记作“{login}”"
            self._accounts.issue(Kind.USER, ADMIN, record.id, text)
        elif wanted != line(record.login):
            self._accounts.issue(Kind.USER, ADMIN, record.id, f"登录名“{record.login}”改写为“{login}”")
        for note in garbled([("登录名", record.login), ("姓名", record.name)]):
            self._accounts.issue(note.kind, ADMIN, record.id, f"{line(record.name) or wanted}：{note.text}")
        if not self._dry:
            self._make(login, line(record.name) or wanted, table=ADMIN, old_id=record.id)

    @cached_property
    def _contributor_id(self) -> int:
        return self._stand_in(OWNER, "dedecms", "旧站投稿")

    @cached_property
    def _default_editor_id(self) -> int | None:
        """Return the user of the name that the old site showed by default, None where it showed none (and dry)."""
        name = line(self._origin.config.get("cfg_df_dutyadmin", ""))
        if not name:
            return None
        for row in self._staging.rows(ADMIN):
            record = AdminRecord.read(row.values)
            if name in (line(record.name), line(record.login)):
                return self._ids.get(record.id)
        return self._stand_in(EDITOR, name[:LOGIN_CHARS].replace(" ", ""), name) or None

    def _stand_in(self, role: str, login: str, name: str) -> int:
        """Return a user who is no row of the old site's staff, made when first needed. Dry: 0."""
        if self._dry:
            return 0
        made = ImportedRow.objects.filter(origin=self._origin, table=role, old_id=0)
        user = User.objects.filter(pk__in=made.values("new_id")).first()
        return user.pk if user else self._make(_free(login), name, table=role, old_id=0)

    def _make(self, login: str, name: str, *, table: str, old_id: int) -> int:
        user = User(username=login, last_name=name[:150], is_active=False)
        user.set_unusable_password()
        with transaction.atomic():
            user.save()
            ImportedRow.objects.update_or_create(
                origin=self._origin, table=table, old_id=old_id, defaults={"new_id": user.pk}
            )
        return user.pk


def _free(login: str) -> str:
    taken = set(User.objects.filter(username__startswith=login).values_list("username", flat=True))
    number, candidate = 1, login
    while candidate in taken:
        number += 1
        candidate = f"{login}-{number}"
    return candidate
