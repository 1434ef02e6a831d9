"""Forms that two people may open at once: the second person to save is told what the first has changed.

A form carries a digest of every field from the moment when it was opened. The digests reveal every later write to the
row, by another form, a list action or an import. No model needs a version number that every writer would increment.
"""

import json
import logging
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

from yanjiang.admin_pages.choosing import ChoosingAdmin
from yanjiang.admin_pages.chosen_files import hold_accepted
from yanjiang.admin_pages.differences import difference, digest, digests, digests_saved, shown
from yanjiang.admin_pages.edited_lists import ListFormSet, show_sent_rows
from yanjiang.admin_pages.last_saved import last_saved
from yanjiang.admin_pages.refusals import lasting_refusal
from yanjiang.admin_pages.wording import WordedAdmin
from yanjiang.lib.numbers import row_number
from yanjiang.lib.plaintext import lines
from yanjiang.sent import held_files
from yanjiang.sent.sending import FIELD, Sending, new_token

logger = logging.getLogger(__name__)

TRIES = 4
MET = "刚才有人同时保存，这一次没有存上。请再保存一次。"
NOT_TAKEN = "数据库没有收下，这一次没有存上；填写的内容还在下面。请再保存一次，还是不行就告诉网站管理员。"


class NotSavedError(Exception):
    """The row was deleted, or the right to edit it lost, while the form was open. The typed text is returned."""


class SeenField(forms.CharField):
    """The digests of the row when the form was opened."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False  # editors never change it


class GuardedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that overwrites another person's changes only when the editor confirms it.

    A form sent without `seen` is saved unchecked, because there is nothing to compare with.
    """

    seen = SeenField(label="打开时的内容", required=False)
    watched: tuple[str, ...] = ()  # fields that this form does not edit, but whose change its editor should know
    relations: dict[str, str] = {}  # rows that are edited in the same form: accessor -> what editors call them
    refused = ""
    own_after = ""  # the digest of the row after an earlier save of this same form, "" without one

    @property
    def named(self) -> str:
        """Return the name that tells the row from others on the same page, "" if it is the only one."""
        return ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.remember()

    def remember(self) -> None:
        """Put the digests of the present row into the form."""
        values = {**model_to_dict(self.instance, self.watched), **self.initial}
        self._present = digests(self.instance, values, self._compared, self.relations)
        opened = {"at": timezone.now().timestamp(), "fields": self._present}
        self.initial["seen"] = json.dumps(opened, separators=(",", ":"))

    @property
    def _compared(self) -> list[str]:
        """Return the names of the fields to compare, without read-only ones."""
        fields = (name for name, field in self.fields.items() if name != "seen" and not field.disabled)
        return [*fields, *self.watched]

    @cached_property
    def changed_data(self) -> list[str]:
        """Return the names of the changed fields, without texts that would be stored as before."""
        return [name for name in super().changed_data if not self.is_same(name)]

    def is_same(self, name: str) -> bool:
        """Tell whether a sent text equals the stored one, apart from line ends."""
        before, sent = self.initial.get(name), self[name].data
        if not isinstance(before, str) or not isinstance(sent, str):
            return False
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
        seen = self._seen_fields
        if seen is None:
            return []
        changed = [name for name, now in self._present.items() if seen.get(name, now) != now]
        own = {name: now for name, now in self._present.items() if name in seen and name not in self.relations}
        if self.own_after == digest(own):  # the change is an earlier save from this same page
            return [name for name in changed if name in self.relations]
        return changed

    def _seen(self) -> dict[str, Any]:
        try:
            seen = json.loads(self.cleaned_data.get("seen") or "{}")
        except (ValueError, RecursionError):
            return {}
        return seen if isinstance(seen, dict) else {}

    @cached_property
    def _seen_fields(self) -> dict[str, Any] | None:
        """Return the digests of the fields when the form was opened, or None if the form has none."""
        fields = self._seen().get("fields")
        return fields if isinstance(fields, dict) else None

    @property
    def after(self) -> str:
        """Return the digest of the saved row, over the fields that the form had when it was opened."""
        names = [name for name in self._compared if name in (self._seen_fields or ())]
        return digest(digests_saved(self.instance, self, names))

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
        theirs = self._stored(name)
        mine = self.cleaned_data.get(name, self.data.get(name))
        cut = difference(shown(field, theirs), shown(field, mine))
        return {"label": str(field.label), "theirs": cut[0], "mine": cut[1]}

    def _stored(self, name: str) -> Any:
        """Return the database's value of a field."""
        stored, choices = self.initial.get(name), getattr(self.fields[name], "queryset", None)
        if choices is None:
            return stored
        # The instance keeps the database's values until this form is valid. It lacks fields that are not the model's.
        return getattr(self.instance, name) if hasattr(self.instance, name) else choices.filter(pk__in=stored)


class ListForm(GuardedForm):
    """A row that is edited in a list. If its editor typed nothing, later changes by others stay."""

    @property
    def named(self) -> str:
        return str(self.instance)

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_as_seen else super().clean()

    @cached_property
    def is_as_seen(self) -> bool:
        seen = self._seen_fields
        if seen is None:
            return False
        return all(seen.get(name) == digest(self.cleaned_data.get(name)) for name in self._present)

    def has_changed(self) -> bool:
        return super().has_changed() and not (hasattr(self, "cleaned_data") and self.is_as_seen)


class GuardedAdmin(ChoosingAdmin, WordedAdmin):
    """An admin whose forms are saved one at a time and once each, and which explains conflicts to editors."""

    form: type[forms.ModelForm] = GuardedForm  # type: ignore[type-arg]

    def get_form(self, request: HttpRequest, obj: Any = None, change: Any = False, **kwargs: Any) -> Any:  # noqa: FBT002
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.refused = getattr(request, "refused", "")
        form.own_after = getattr(request, "own_after", "")
        form.relations = self.relations(request, obj)
        return form

    def relations(self, request: HttpRequest, obj: Any = None) -> dict[str, str]:
        """Return the related rows that are edited in the same form: accessor -> their name for editors."""
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
        """Leave out numbers that no row can have: a query with one would fail."""
        numbers: list[str] = super()._get_edited_object_pks(request, prefix)
        return [number for number in numbers if row_number(number) is not None]

    def lock(self, object_id: str | None) -> None:
        """Lock the row before it is read, so that other saves of it wait."""
        if number := row_number(object_id):
            list(self.model._base_manager.select_for_update().filter(pk=number).values_list("pk"))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        view = partial(super().changelist_view, request, extra_context=extra_context)
        if request.method != "POST" or not self.list_editable:
            return view()
        with transaction.atomic():
            # Lists that are edited in place are short, so all rows are locked, in one order to avoid deadlocks.
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
        held_files.put_back(request)
        problem: Exception | None = None
        for _ in range(TRIES):
            try:
                with transaction.atomic():
                    self.lock(object_id)
                    return self._save_once(request, object_id, form_url, context)
            except IntegrityError as error:
                problem = error  # another save was faster, mostly: on the next try the form's checks see its changes
            except (OperationalError, OSError) as error:
                if refusal := lasting_refusal(error):
                    request.refused = refusal  # type: ignore[attr-defined]
                    break
                if "deadlock" not in str(error):
                    raise
                problem = error
        else:
            logger.error("A form was not saved in %d tries", TRIES, exc_info=problem)
            request.refused = NOT_TAKEN if isinstance(problem, IntegrityError) else MET  # type: ignore[attr-defined]
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
            # The base class's `changeform_view()` would open a nested transaction.
            response: HttpResponse = self._changeform_view(  # type: ignore[attr-defined]
                request, object_id, form_url, context
            )
        except PermissionDenied as error:
            if FIELD in request.POST:
                raise NotSavedError from error
            raise
        sending.end(*self._saved_as(request), at=timezone.now())
        if asked.saved:
            held_files.let_go(request)
        else:
            hold_accepted(request, response)
        return response

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        if FIELD in request.POST:  # the row was deleted or reassigned while the form was open
            raise NotSavedError
        redirect: HttpResponse = super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]
        return redirect

    def _saved_as(self, request: Any) -> tuple[str, str]:
        """Return the id of the row that a request has saved, and the row's digest; empty texts if nothing was saved."""
        if not request.saved:
            return "", ""
        # Forms that only add rows have no digests.
        after = request.saved_form.after if isinstance(request.saved_form, GuardedForm) else ""
        return str(request.saved.pk), after

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

    def log_change(self, request: Any, obj: Any, message: Any, *kind: Any) -> Any:
        request.saved = obj
        # A save without changes adds no line to the history.
        return super().log_change(request, obj, message, *kind) if message else None
