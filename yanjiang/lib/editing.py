"""Forms that two people may have open at once: the second to save is told what the first has changed.

A form carries a digest of every field as it was when it was opened. Whatever wrote the row since then, another form, an
action of the list or an import, is seen by that; no model needs a version, and no writer has to count one up.
"""

import errno
import json
from collections.abc import Iterable
from functools import cached_property, partial
from typing import Any

from django import forms
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError, transaction
from django.forms.models import _get_foreign_key, model_to_dict
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from yanjiang.lib.choosing import ChoosingAdmin
from yanjiang.lib.differences import difference, digest, digests, digests_saved, lines, markup_lines, shown
from yanjiang.lib.edited_lists import ListFormSet, show_sent_rows
from yanjiang.lib.html import clean
from yanjiang.lib.last_saved import last_saved
from yanjiang.lib.numbers import row_number
from yanjiang.lib.richtext import rich_fields
from yanjiang.lib.sent.sending import FIELD, Sending, new_token
from yanjiang.lib.wording import WordedAdmin

TRIES = 4
MET = "刚才有人同时保存，这一次没有存上。请再保存一次。"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
DISK_FULL = "服务器的磁盘已满，附件和修改都没有存上。请告诉网站管理员；填写的内容还在下面。"


# What SQLite and PostgreSQL say of a full disk.
FULL_DATABASE = ("database or disk is full", "No space left on device")


class NotSavedError(Exception):
    """A form was open when its row went, or when its person lost the right to it. What was typed is given back."""


def _is_of_full_disk(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in FULL
    return any(words in str(error) for words in FULL_DATABASE)


class SeenField(forms.CharField):
    """The digests of what was there when the form was opened."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False  # nothing that an editor changes


def compared(form: Any) -> list[str]:
    """Return the names of the fields that a form, or its class, compares: none that it shows and cannot change."""
    fields = getattr(form, "fields", None) or form.base_fields
    return [*(name for name, field in fields.items() if name != "seen" and not field.disabled), *form.watched]


class GuardedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that saves over another's changes only when told to.

    A form without `seen` is saved as it is: it knows of nothing that it could be compared with.
    """

    seen = SeenField(label="打开时的内容", required=False)
    watched: tuple[str, ...] = ()  # fields of the row that are not edited here and matter to whoever edits it
    relations: dict[str, str] = {}  # rows that are edited in the same form: accessor -> what editors call them
    refused = ""
    own_after = ""  # the digest of the row as this same form has left it, where it was saved before

    @property
    def named(self) -> str:
        """Return what tells the row from others on the same page, "" where it is the only one."""
        return ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            values = {**model_to_dict(self.instance, self.watched), **self.initial}
            self._present = digests(self.instance, values, compared(self), self.relations)
            opened = {"at": timezone.now().timestamp(), "fields": self._present}
            self.initial["seen"] = json.dumps(opened, separators=(",", ":"))

    @cached_property
    def changed_data(self) -> list[str]:
        """Return what was really changed: a text that is stored as it was before is none of that."""
        return [name for name in super().changed_data if not self.is_same(name)]

    def is_same(self, name: str) -> bool:
        """Tell whether a text that was sent is kept as the one that is there, whichever way its lines end."""
        before, sent = self.initial.get(name), self[name].data
        if not isinstance(before, str) or not isinstance(sent, str):
            return False
        if name in rich_fields(self._meta.model):
            return markup_lines(clean(before)) == markup_lines(clean(sent))
        return lines(before) == lines(sent)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.refused:
            self.add_error(None, forms.ValidationError(self.refused, code="refused"))
        elif self.instance.pk and (names := self._changed_meanwhile()):
            self.add_error(None, forms.ValidationError(self._conflict(names), code="conflict"))
        return cleaned

    def _changed_meanwhile(self) -> list[str]:
        if self.data.get(self.add_prefix("overwrite")) == digest(self._present):
            return []
        seen = self._seen().get("fields")
        if not isinstance(seen, dict):
            return []
        changed = [name for name, now in self._present.items() if seen.get(name, now) != now]
        own = {name: now for name, now in self._present.items() if name not in self.relations}
        if self.own_after == digest(own):  # by whoever sends it now, from this same page
            return [name for name in changed if name in self.relations]
        return changed

    def _seen(self) -> dict[str, Any]:
        try:
            seen = json.loads(self.cleaned_data.get("seen") or "{}")
        except (ValueError, RecursionError):
            return {}
        return seen if isinstance(seen, dict) else {}

    def _conflict(self, names: Iterable[str]) -> str:
        who, when = last_saved(self.instance, self._seen().get("at"))
        context = {
            "who": who,
            "when": when,
            "named": self.named,
            "rows": [self._row(name) for name in names],
            "name": self.add_prefix("overwrite"),
            "overwrite": digest(self._present),
        }
        return render_to_string("admin/conflict.html", context)

    def _row(self, name: str) -> dict[str, str]:
        if name in self.relations:
            return {"label": self.relations[name], "theirs": "", "mine": ""}
        if name not in self.fields:
            label = str(self.instance._meta.get_field(name).verbose_name)
            theirs = getattr(self.instance, f"get_{name}_display", lambda: getattr(self.instance, name))()
            return {"label": label, "theirs": str(theirs), "mine": "打开时不是这样"}
        field = self.fields[name]
        # The instance has the database's values until this form is clean.
        theirs = self.initial.get(name) if not hasattr(field, "queryset") else getattr(self.instance, name)
        mine = self.cleaned_data.get(name, self.data.get(name))
        cut = difference(shown(field, theirs), shown(field, mine))
        return {"label": str(field.label), "theirs": cut[0], "mine": cut[1]}


class ListForm(GuardedForm):
    """A row that is edited in a list: where nothing was typed into it, what others have changed since stays."""

    @property
    def named(self) -> str:
        return str(self.instance)

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_as_seen else super().clean()

    @cached_property
    def is_as_seen(self) -> bool:
        seen = self._seen().get("fields")
        if not isinstance(seen, dict):
            return False
        return all(seen.get(name) == digest(self.cleaned_data.get(name)) for name in self._present)

    def has_changed(self) -> bool:
        return super().has_changed() and not (hasattr(self, "cleaned_data") and self.is_as_seen)


class GuardedAdmin(ChoosingAdmin, WordedAdmin):
    """An admin whose forms are saved one after the other, each once, and say what is wrong where they meet."""

    form: type[forms.ModelForm] = GuardedForm  # type: ignore[type-arg]

    def get_form(self, request: HttpRequest, obj: Any = None, change: Any = False, **kwargs: Any) -> Any:  # noqa: FBT002
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.refused = getattr(request, "refused", "")
        form.own_after = getattr(request, "own_after", "")
        form.relations = self.relations(request, obj)
        return form

    def relations(self, request: HttpRequest, obj: Any = None) -> dict[str, str]:
        """Return the rows that are edited in the same form: accessor -> what editors call them."""
        named = {}
        for inline in self.get_inlines(request, obj):
            key: Any = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
            named[key.remote_field.get_accessor_name()] = str(inline.model._meta.verbose_name)
        return named

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, **{"form": ListForm, **kwargs})

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_formset(request, **{"formset": ListFormSet, **kwargs})

    def _get_edited_object_pks(self, request: HttpRequest, prefix: str) -> list[str]:
        """Leave out what no row can have as its number: the database would refuse to look for it."""
        numbers: list[str] = super()._get_edited_object_pks(request, prefix)
        return [number for number in numbers if row_number(number) is not None]

    def lock(self, object_id: str | None) -> None:
        """Make others who save this row wait, before anything of it is read."""
        if number := row_number(object_id):
            list(self.model._base_manager.select_for_update().filter(pk=number).values_list("pk"))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        view = partial(super().changelist_view, request, extra_context=extra_context)
        if request.method != "POST" or not self.list_editable:
            return view()
        with transaction.atomic():
            # Lists that are edited in place are short: all rows, in one order that knows no deadlock.
            list(self.model._base_manager.select_for_update().order_by("pk").values_list("pk"))
            response = view()
            if changelist := (getattr(response, "context_data", None) or {}).get("cl"):
                show_sent_rows(changelist)
            return response

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        context = {**(extra_context or {}), FIELD: new_token()}
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, context)
        for _ in range(TRIES):
            try:
                with transaction.atomic():
                    self.lock(object_id)
                    return self._save_once(request, object_id, form_url, context)
            except IntegrityError:
                continue  # another was faster; this time the form's own checks see what that one wrote
            except (OperationalError, OSError) as error:
                if _is_of_full_disk(error):
                    request.refused = DISK_FULL  # type: ignore[attr-defined]
                    break
                if "deadlock" not in str(error):
                    raise
        else:
            request.refused = MET  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, context)

    def _save_once(self, request: HttpRequest, object_id: str | None, form_url: str, context: Any) -> HttpResponse:
        asked: Any = request
        sending = Sending(request)
        if sending.is_repeated and (saved := self.get_object(request, sending.before.object_id)):  # type: ignore[union-attr]
            return self.response_change(request, saved) if object_id else self.response_add(request, saved)
        if sending.before and not object_id:
            asked.refused = self._saved_already(request, sending)
        elif sending.token:
            context[FIELD] = str(sending.token)
            asked.own_after = sending.before.after if sending.before else ""
        if not object_id:
            sending.begin(timezone.now())
        asked.saved = asked.saved_form = None
        try:
            # `changeform_view()` of the base would open a transaction of its own in this one.
            response: HttpResponse = self._changeform_view(  # type: ignore[attr-defined]
                request, object_id, form_url, context
            )
        except PermissionDenied as error:
            if FIELD in request.POST:
                raise NotSavedError from error
            raise
        sending.end(*self._saved_as(request), at=timezone.now())
        return response

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        if FIELD in request.POST:  # the form was open when the row went, or was given to somebody else
            raise NotSavedError
        redirect: HttpResponse = super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]
        return redirect

    def _saved_as(self, request: Any) -> tuple[str, str]:
        """Return what a request has saved: its number, and what it looks like now."""
        if not request.saved:
            return "", ""
        number, form = str(request.saved.pk), self.get_form(request, request.saved, change=True)
        if not issubclass(form, GuardedForm) or not request.saved_form:  # of what is never changed by a form
            return number, ""
        return number, digest(digests_saved(request.saved, request.saved_form, compared(form)))

    def save_related(self, request: Any, form: Any, formsets: Any, change: Any) -> None:
        request.saved_form = form
        super().save_related(request, form, formsets, change)

    def _saved_already(self, request: HttpRequest, sending: Sending) -> str:
        saved = self.get_object(request, sending.before.object_id) if sending.before else None
        if saved is None:
            return "这张表单已经保存过。要再存一份，请再按一次保存。"
        url = reverse(admin_urlname(self.opts, "change"), args=[saved.pk])  # type: ignore[arg-type]
        told = (
            "这张表单已经保存为“{}”。要改那一份，请打开"
            '<a href="{}" target="_blank" rel="noopener">它的编辑页</a>；要另存一份，请再按一次保存。'
        )
        return format_html(told, saved, url)

    def log_addition(self, request: Any, obj: Any, message: Any) -> Any:
        request.saved = obj
        return super().log_addition(request, obj, message)

    def log_change(self, request: Any, obj: Any, message: Any) -> Any:
        request.saved = obj
        # A save that changed nothing is no line of a history.
        return super().log_change(request, obj, message) if message else None
