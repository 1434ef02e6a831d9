"""Forms that two people may have open at once: the second to save is told what the first has changed.

A form carries a digest of every field as it was when it was opened. Whatever wrote the row since then, another form, an
action of the list or an import, is seen by that; no model needs a version, and no writer has to count one up.
"""

import errno
import json
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from yanjiang.lib.chinese import person_name
from yanjiang.lib.choosing import ChoosingAdmin
from yanjiang.lib.html import clean, to_text
from yanjiang.lib.numbers import row_number
from yanjiang.lib.wording import WordedAdmin

TRIES = 4
SHOWN_CHARS = 80  # of a value that differs, from a little before the difference
BEFORE = 12
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
DISK_FULL = "服务器的磁盘已满，附件和修改都没有存上。请告诉网站管理员；填写的内容还在下面。"
MANY = (list, tuple, QuerySet)
EMPTY = "（空）"


class SeenField(forms.CharField):
    """The digests of what was there when the form was opened."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False  # nothing that an editor changes


class GuardedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that saves over another's changes only when told to.

    A form without `seen` is saved as it is: it knows of nothing that it could be compared with.
    """

    seen = SeenField(label="打开时的内容", required=False)
    relations: dict[str, str] = {}  # rows that are edited in the same form: accessor -> what editors call them
    refused = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self._present = {name: _digest(self.initial.get(name)) for name in self.fields if name != "seen"}
            for name in self.relations:
                self._present[name] = _digest(getattr(self.instance, name).order_by("pk").values_list())
            opened = {"at": timezone.now().timestamp(), "fields": self._present}
            self.initial["seen"] = json.dumps(opened, separators=(",", ":"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.refused:
            self.add_error(None, forms.ValidationError(self.refused, code="refused"))
        elif self.instance.pk and (names := self._changed_meanwhile()):
            self.add_error(None, forms.ValidationError(self._conflict(names), code="conflict"))
        return cleaned

    def _changed_meanwhile(self) -> list[str]:
        if self.data.get("overwrite") == _digest(self._present):
            return []
        seen = self._seen().get("fields")
        if not isinstance(seen, dict):
            return []
        return [name for name, digest in self._present.items() if seen.get(name, digest) != digest]

    def _seen(self) -> dict[str, Any]:
        try:
            seen = json.loads(self.cleaned_data.get("seen") or "{}")
        except (ValueError, RecursionError):
            return {}
        return seen if isinstance(seen, dict) else {}

    def _conflict(self, names: Iterable[str]) -> str:
        who, when = self._last_saved()
        context = {
            "who": who,
            "when": when,
            "rows": [self._row(name) for name in names],
            "overwrite": _digest(self._present),
        }
        return render_to_string("admin/conflict.html", context)

    def _last_saved(self) -> tuple[str, datetime | None]:
        opened = self._seen().get("at")
        entries = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(self.instance), object_id=str(self.instance.pk)
        )
        entry = entries.select_related("user").order_by("-action_time", "-pk").first()
        if entry is None or not isinstance(opened, (int, float)) or entry.action_time.timestamp() < opened:
            return "", None
        user = entry.user
        name = person_name(last_name=user.last_name, first_name=user.first_name, username=user.username)
        return name, entry.action_time

    def _row(self, name: str) -> dict[str, str]:
        if name in self.relations:
            return {"label": self.relations[name], "theirs": "", "mine": ""}
        field = self.fields[name]
        # The instance has the database's values until this form is clean.
        theirs = self.initial.get(name) if not hasattr(field, "queryset") else getattr(self.instance, name)
        mine = self.cleaned_data.get(name, self.data.get(name))
        cut = _difference(_shown(field, theirs), _shown(field, mine))
        return {"label": str(field.label), "theirs": cut[0], "mine": cut[1]}


class GuardedAdmin(ChoosingAdmin, WordedAdmin):
    """An admin whose forms are saved one after the other, and say what is wrong where they meet."""

    form: type[forms.ModelForm] = GuardedForm  # type: ignore[type-arg]

    def get_form(self, request: HttpRequest, obj: Any = None, change: Any = False, **kwargs: Any) -> Any:  # noqa: FBT002
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.refused = getattr(request, "refused", "")
        return form

    def lock(self, object_id: str | None) -> None:
        """Make others who save this row wait, before anything of it is read."""
        if number := row_number(object_id):
            list(self.model._base_manager.select_for_update().filter(pk=number).values_list("pk"))

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        for _ in range(TRIES):
            try:
                with transaction.atomic():
                    self.lock(object_id)
                    return super().changeform_view(request, object_id, form_url, extra_context)
            except IntegrityError:
                continue  # another was faster; this time the form's own checks see what that one wrote
            except OperationalError as error:
                if "deadlock" not in str(error):
                    raise
            except OSError as error:
                if error.errno not in FULL:
                    raise
                request.refused = DISK_FULL  # type: ignore[attr-defined]
                break
        else:
            request.refused = "刚才有人同时保存，这一次没有存上。请再保存一次。"  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, extra_context)


def _digest(value: Any) -> str:
    if isinstance(value, dict):
        value = sorted(value.items())
    elif isinstance(value, MANY):
        value = sorted(str(getattr(part, "pk", part)) for part in value)
    return sha256(str(value or "").encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _shown(field: forms.Field, value: Any) -> str:
    if hasattr(value, "all"):
        value = list(value.all())
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, MANY):
        return "，".join(map(str, value)) or EMPTY
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value) or EMPTY)  # type: ignore[arg-type]
    text = str(value or "")
    return (to_text(clean(text)) if "<" in text else text) or EMPTY


def _difference(theirs: str, mine: str) -> tuple[str, str]:
    """Cut two long texts to where they begin to differ."""
    same = next((place for place, (one, other) in enumerate(zip(theirs, mine, strict=False)) if one != other), None)
    start = max((min(len(theirs), len(mine)) if same is None else same) - BEFORE, 0)
    return _part(theirs, start), _part(mine, start)


def _part(text: str, start: int) -> str:
    end = start + SHOWN_CHARS
    return ("…" if start else "") + text[start:end] + ("…" if len(text) > end else "")
