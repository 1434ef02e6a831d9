"""Imports the old site's staff as users who cannot log in, so that articles keep their writers and editors."""

from functools import cached_property

from django.contrib.auth.models import User
from django.db import transaction

from articles.dedecms.notes import garbled
from articles.dedecms.records import AdminRecord
from articles.dedecms.short_texts import line
from articles.dedecms.staging import Staging
from articles.dedecms.tally import Kind, Tally
from articles.models import Import, ImportedRow

ADMIN, OWNER, EDITOR = "admin", "owner", "editor"
LOGIN_CHARS = 120


class People:
    """Maps the old ids of users to users. Existing users are never changed."""

    def __init__(self, origin: Import, staging: Staging, tally: Tally, *, dry: bool) -> None:
        self._origin, self._staging, self._tally, self._dry = origin, staging, tally, dry
        self._ids: dict[int, int] = {}

    def load(self) -> None:
        counted = self._tally.table(ADMIN)
        here = self._imported()
        for row in self._staging.rows(ADMIN):
            record = AdminRecord.read(row.values)
            if record.id in here:
                counted.known += 1
            else:
                counted.added += 1
                self._add(record)
        self._ids = {old: new for old, new in self._imported().items() if new}

    def editor_id(self, old_id: int) -> int | None:
        """Return the id of the user who checked an article, or of the default editor for a user who is no staff."""
        return self._ids.get(old_id) or self._default_editor_id

    def owner_id(self, old_id: int) -> int:
        """Return the id of the user who entered an article, 0 in a dry run. One user stands for all members."""
        return self._ids.get(old_id) or self._contributor_id

    def _imported(self) -> dict[int, int | None]:
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
            self._tally.issue(Kind.USER, ADMIN, record.id, text)
        elif wanted != line(record.login):
            self._tally.issue(Kind.USER, ADMIN, record.id, f"登录名“{record.login}”改写为“{login}”")
        for note in garbled([("登录名", record.login), ("姓名", record.name)]):
            self._tally.issue(note.kind, ADMIN, record.id, f"{line(record.name) or wanted}：{note.text}")
        if not self._dry:
            self._make(login, line(record.name) or wanted, table=ADMIN, old_id=record.id)

    @cached_property
    def _contributor_id(self) -> int:
        return self._substitute(OWNER, "dedecms", "旧站投稿")

    @cached_property
    def _default_editor_id(self) -> int | None:
        """Return the id of the old site's default editor, made if need be.

        Return None if the site names none, or in a dry run.
        """
        name = line(self._origin.config.get("cfg_df_dutyadmin", ""))
        if not name:
            return None
        for row in self._staging.rows(ADMIN):
            record = AdminRecord.read(row.values)
            if name in (line(record.name), line(record.login)):
                return self._ids.get(record.id)
        return self._substitute(EDITOR, name[:LOGIN_CHARS].replace(" ", ""), name) or None

    def _substitute(self, role: str, login: str, name: str) -> int:
        """Return the id of a user who is no staff of the old site, made when first needed. Return 0 in a dry run."""
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
